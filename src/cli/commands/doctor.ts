import { existsSync, statSync } from "node:fs";
import { faultOf, ok } from "../../core/fault.js";
import type { StoredSource } from "../../core/ports.js";
import { GAP_REASONS } from "../../core/truth.js";
import { collectorWords } from "../../core/collector-words.js";
import { gapPhrases, MENDS, notePhrases } from "../../core/truth-words.js";
import { openStoreReader } from "../../engine/store-reader.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { probeSources } from "../../sources/probe.js";
import { colourDepthOf, showsUnicode } from "../../ui/terminal/abilities.js";
import { storePathOf } from "../choose-store.js";
import type { Action, Invocation } from "../command.js";
import { localClock } from "../local-clock.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";

type Finding = {
  readonly area: string;
  readonly isGood: boolean;
  readonly what: string;
  readonly mend: string | undefined;
};

export const doctor: Action = async (invocation) => {
  const findings = [
    ...(await sourceFindings()),
    ...(await storeFindings(invocation)),
    ...terminalFindings(invocation),
    program(invocation),
  ];
  const { shell, settings } = invocation;
  if (settings.json) await write(shell, `${JSON.stringify(findings, undefined, 2)}\n`);
  else for (const finding of findings) await write(shell, textOf(finding));
  return ok(findings.every(({ isGood }) => isGood) ? ExitCode.done : ExitCode.nothingMatched);
};

function textOf({ area, isGood, what, mend }: Finding): string {
  const head = `${isGood ? "ok  " : "no  "} ${area.padEnd(10)} ${visible(what)}\n`;
  return mend === undefined ? head : `${head}${" ".repeat(16)}${visible(mend)}\n`;
}

async function sourceFindings(): Promise<readonly Finding[]> {
  const probes = await probeSources();
  return probes.map(({ spec, summary, fault }) =>
    fault === undefined
      ? { area: spec, isGood: true, what: summary, mend: undefined }
      : { area: spec, isGood: false, what: fault.message, mend: fault.hint },
  );
}

async function storeFindings({ settings, paths }: Invocation): Promise<readonly Finding[]> {
  const path = storePathOf(settings, paths);
  if (path === undefined || !existsSync(path)) {
    const what = `none yet${path === undefined ? "" : ` (${path})`}`;
    return [{ area: "store", isGood: true, what, mend: undefined }];
  }
  try {
    const reader = openStoreReader(path);
    const sources = await reader.sources();
    await reader.close();
    const entries = sources.reduce((sum, source) => sum + source.entries, 0);
    const megabytes = (statSync(path).size / 1e6).toFixed(1);
    const what = `${path}: ${entries} entries of ${sources.length} sources in ${megabytes} MB`;
    return [{ area: "store", isGood: true, what, mend: undefined }, ...sources.map(keptFinding)];
  } catch (caught) {
    const { message, hint } = faultOf(caught);
    return [{ area: "store", isGood: false, what: message, mend: hint }];
  }
}

/** How far a stored source can be believed. What was lost is lost: only what keeps it from happening again is a mend. */
function keptFinding({ label, entries, first, last, truth, holder }: StoredSource): Finding {
  const { lastError } = truth;
  const span = first === undefined || last === undefined ? "" : ` from ${localClock(first)} to ${localClock(last)}`;
  const gaps = gapPhrases(truth);
  const words = [
    `${counted(entries)} ${entries === 1 ? "entry" : "entries"}${span}`,
    gaps.length === 0 ? "nothing is known to be missing" : `missing: ${gaps.join("; ")}`,
    ...notePhrases(truth),
    ...(holder === undefined ? [] : [`collected by ${collectorWords(holder, localClock)}`]),
    ...(lastError === undefined ? [] : [`last trouble ${localClock(lastError.at)}: ${lastError.message}`]),
  ];
  const mends = GAP_REASONS.filter((reason) => truth.gaps[reason] > 0).map((reason) => MENDS[reason]);
  const isGood = gaps.length === 0;
  return { area: label, isGood, what: words.join("; "), mend: isGood ? undefined : mends.join("; ") };
}

function terminalFindings({ shell }: Invocation): readonly Finding[] {
  const { stdout, environment } = shell;
  if (!stdout.isTTY)
    return [{ area: "terminal", isGood: true, what: "stdout is not a terminal: plain lines", mend: undefined }];
  const depth = colourDepthOf(environment);
  const colours = depth === 16_777_216 ? "16 million" : String(depth);
  const isUnicode = showsUnicode(environment);
  const small = stdout.columns < 60 || stdout.rows < 15;
  return [
    {
      area: "terminal",
      isGood: !small,
      what: `${stdout.columns}×${stdout.rows}, ${colours} colours`,
      mend: small ? "make it at least 60×15" : undefined,
    },
    {
      area: "locale",
      isGood: isUnicode,
      what: isUnicode ? "UTF-8" : "not UTF-8: drawn with ASCII",
      mend: isUnicode ? undefined : "set LANG to a UTF-8 locale, as C.UTF-8",
    },
  ];
}

function program({ version }: Invocation): Finding {
  return { area: "logstream", isGood: true, what: `${version} on Node ${process.versions.node}`, mend: undefined };
}
