import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import { now } from "../../engine/environment.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { type KeptStore, type LostStretch, openKept } from "../../store/keeping/kept-store.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { sayNote, write } from "../shell.js";
import { type StoreAction, wantsJson } from "./action.js";
import { checked, type Finding, jsonOf, textOf } from "./check.js";

/** What was done for one file. */
type Repaired = {
  readonly finding: Finding;
  /** Files beside it: the damaged one, where it was copied anew; what damaged blocks were moved to. */
  readonly replaced: string | undefined;
  readonly takenOut: string | undefined;
  readonly lost: readonly LostStretch[];
  readonly mended: number;
  /** Damaged blocks that are being collected into. */
  readonly left: number;
};

/** The store, and those of its archives that are there. */
export const repair: StoreAction = {
  changes: true,
  run: async (invocation, store) => {
    const repaired = await repairFile(invocation, store);
    if (!repaired.ok) return repaired;
    const all = [repaired.value];
    for (const path of archivesOf(store.path)) {
      const done = await repairArchive(invocation, path);
      if (!done.ok) return done;
      all.push(done.value);
    }
    await tell(invocation, all);
    return ok(ExitCode.done);
  },
};

/** Those that are there; asked of the file that is there now. */
function archivesOf(path: string): readonly string[] {
  const store = openKept(path, now);
  if (!store.ok) return [];
  try {
    return store.value.archives().flatMap(({ path: archive, fault }) => (fault === undefined ? [archive] : []));
  } finally {
    store.value.close();
  }
}

async function repairArchive(invocation: Invocation, path: string): Promise<Result<Repaired>> {
  const archive = openKept(path, now, true);
  if (!archive.ok) return archive;
  try {
    return await repairFile(invocation, archive.value);
  } finally {
    archive.value.close();
  }
}

async function repairFile(invocation: Invocation, store: KeptStore): Promise<Result<Repaired>> {
  const faults = store.faults();
  if (faults.length === 0) return repairBlocks(invocation, store);
  if (store.collectors().length > 0) return failed(isCollected(store.path));
  const rebuilt = store.rebuild();
  if (!rebuilt.ok) return rebuilt;
  const again = openKept(store.path, now, true);
  if (!again.ok) return again;
  try {
    const { aside, lost } = rebuilt.value;
    const done = await repairBlocks(invocation, again.value);
    if (!done.ok) return done;
    return ok({ ...done.value, finding: { ...done.value.finding, faults }, replaced: aside, lost });
  } finally {
    again.value.close();
  }
}

async function repairBlocks({ shell }: Invocation, store: KeptStore): Promise<Result<Repaired>> {
  const finding = await checked(store, shell.signal);
  const rest = store.mend(finding.damaged);
  if (!rest.ok) return rest;
  // What is being collected into is written again by whoever has it in memory.
  const isHeld = store.collectors().length > 0;
  const out = isHeld ? rest.value.filter(({ sealed }) => sealed) : rest.value;
  const file = out.length === 0 ? ok(undefined) : store.takeOut(out);
  if (!file.ok) return file;
  const mended = finding.damaged.length - rest.value.length;
  const left = rest.value.length - out.length;
  return ok({ finding, replaced: undefined, takenOut: file.value, lost: [], mended, left });
}

async function tell(invocation: Invocation, all: readonly Repaired[]): Promise<void> {
  const findings = all.map(({ finding }) => finding);
  const takenOut = all.flatMap((each) => each.takenOut ?? []);
  if (wantsJson(invocation)) {
    const replaced = all.flatMap((each) => each.replaced ?? []);
    const mended = all.reduce((sum, each) => sum + each.mended, 0);
    await write(
      invocation.shell,
      jsonOf(findings, { takenOut, replaced, mended, lost: all.flatMap(({ lost }) => lost) }),
    );
    return;
  }
  await write(invocation.shell, textOf(findings) + all.flatMap(linesOf).join(""));
  if (all.some(({ left }) => left > 0)) {
    sayNote(invocation, "what is being collected is left: end the collector and repair again");
  }
}

function linesOf({ finding, replaced, takenOut, lost, mended }: Repaired): readonly string[] {
  const lines = lost.map(({ source, firstOrdinal, entries }) => {
    return `lost: ${counted(entries)} entries of ${source}, from its entry ${counted(firstOrdinal + 1)} on`;
  });
  if (replaced !== undefined) lines.push(`what could be read was copied anew; the damaged file is ${replaced}`);
  if (mended > 0) lines.push(`mended: ${counted(mended)} blocks of ${finding.path}, of which nothing is lost`);
  if (takenOut !== undefined) lines.push(`taken out; what is left of it can be read: --store ${takenOut}`);
  return lines.map((line) => `${visible(line)}\n`);
}

function isCollected(path: string): Fault {
  const message = `the file ${path} is damaged beyond its blocks, and is being collected into`;
  return {
    code: "store-unwritable",
    message,
    hint: "end the collector (logstream store info names it), and repair again",
  };
}
