import { ok } from "../../core/fault.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { type DamagedBlock, type KeptStore, openKept } from "../../store/keeping/kept-store.js";
import { now } from "../../engine/environment.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { safeJson } from "../output/json-text.js";
import { isoUtc } from "../output/time-text.js";
import { momentText } from "../sessions/session-words.js";
import { write } from "../shell.js";
import { STORE_JSON_VERSION, type StoreAction, wantsJson } from "./action.js";

/** What was found in one file. */
export type Finding = {
  readonly path: string;
  readonly blocks: number;
  readonly faults: readonly string[];
  readonly damaged: readonly DamagedBlock[];
};

export const check: StoreAction = {
  changes: false,
  run: async (invocation, store) => {
    const found = await findings(invocation, store);
    await write(invocation.shell, wantsJson(invocation) ? jsonOf(found, { takenOut: [] }) : textOf(found));
    return ok(found.every(isWhole) ? ExitCode.done : ExitCode.nothingMatched);
  },
};

async function findings({ shell }: Invocation, store: KeptStore): Promise<readonly Finding[]> {
  const found = [await checked(store, shell.signal)];
  for (const { path, fault } of store.archives()) {
    if (fault?.code === "not-found") {
      shell.stderr.write(`logstream: ${visible(fault.message)}; it was not checked\n`);
      continue;
    }
    const archive = openKept(path, now);
    if (!archive.ok) found.push({ path, blocks: 0, faults: [archive.fault.message], damaged: [] });
    else {
      found.push(await checked(archive.value, shell.signal));
      archive.value.close();
    }
  }
  return found;
}

export async function checked(store: KeptStore, signal: AbortSignal): Promise<Finding> {
  const faults = store.faults();
  const damaged: DamagedBlock[] = [];
  let blocks = 0;
  for (const block of store.check()) {
    blocks += 1;
    if (block !== undefined) damaged.push(block);
    if (signal.aborted) break;
    if (blocks % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { path: store.path, blocks, faults, damaged };
}

function isWhole({ faults, damaged }: Finding): boolean {
  return faults.length === 0 && damaged.length === 0;
}

export function textOf(found: readonly Finding[]): string {
  return found
    .flatMap((finding) => [
      `${finding.path}: ${counted(finding.blocks)} blocks, ${isWhole(finding) ? "all whole" : "damaged"}`,
      ...finding.faults.map((line) => `  the file: ${line}`),
      ...finding.damaged.map((block) => `  ${lostText(block)}`),
    ])
    .map((line) => `${visible(line)}\n`)
    .join("");
}

/** Which entries those are, so that they can be found elsewhere. */
function lostText({ source, entries, firstLine, lines, first, last, reason }: DamagedBlock): string {
  const range = `lines ${counted(firstLine)} to ${counted(firstLine + lines - 1)}`;
  return `${source}: ${counted(entries)} entries, ${range}, from ${momentText(first)} to ${momentText(last)} (${reason})`;
}

/** `more` is what `repair` has done. */
export function jsonOf(found: readonly Finding[], more: object): string {
  const files = found.map(({ path, blocks, faults, damaged }) => ({
    path,
    blocks,
    faults,
    damaged: damaged.map(({ source, entries, firstOrdinal, firstLine, lines, first, last, reason }) => {
      return { source, entries, firstOrdinal, firstLine, lines, first: isoUtc(first), last: isoUtc(last), reason };
    }),
  }));
  return `${safeJson({ v: STORE_JSON_VERSION, isWhole: found.every(isWhole), files, ...more })}\n`;
}
