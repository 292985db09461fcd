import { execFileSync } from "node:child_process";
import type { FieldValue } from "../../src/core/entry.js";
import { sourceId } from "../../src/core/entry.js";
import { Mark } from "../../src/core/entry.js";
import type { ResumeToken, Source, SourceOptions } from "../../src/core/ports.js";
import { type JournalArguments, journalFlags, parseJournalArguments } from "../../src/sources/journal/arguments.js";
import { startCourse } from "../../src/sources/journal/course.js";
import { createExportDecoder } from "../../src/sources/journal/export-decoder.js";
import { journalEvents } from "../../src/sources/journal/events.js";
import { fileHistory } from "../../src/sources/journal/file-history.js";
import { runSource, type SourceRun } from "./source-run.js";

/** An entry as both ways of reading give it: fields, and the message as latin1 text so that bytes compare. */
export type ReadEntry = { readonly fields: Readonly<Record<string, FieldValue>>; readonly message: string };

export function argumentsOf(rest: string): JournalArguments {
  const parsed = parseJournalArguments(rest);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

/** What `journalctl -o export` gives. */
export function throughJournalctl(rest: string, flags: readonly string[] = []): readonly ReadEntry[] {
  const all = ["--quiet", "--output=export", "--all", ...flags, ...journalFlags(argumentsOf(rest))];
  const entries: ReadEntry[] = [];
  const decoder = createExportDecoder((fields, message) => {
    const { __SEQNUM: _number, __SEQNUM_ID: _id, ...kept } = fields;
    entries.push({ fields: kept, message: Buffer.from(message ?? []).toString("latin1") });
  });
  decoder.push(execFileSync("journalctl", all, { maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "ignore"] }));
  return entries;
}

const ALL: SourceOptions = { follow: false, history: undefined, since: undefined };

export type FileReading = {
  readonly end: "read" | "not here";
  readonly entries: readonly ReadEntry[];
  readonly run: SourceRun;
};

/** What the files themselves give, without journalctl. */
export async function throughFiles(
  rest: string,
  options: Partial<SourceOptions> = {},
  resume?: ResumeToken,
): Promise<FileReading> {
  let end: FileReading["end"] = "not here";
  const source: Source = {
    id: sourceId("journal:test"),
    label: "journal",
    async *events(signal, token) {
      const course = startCourse({ asked: argumentsOf(rest), options: { ...ALL, ...options } }, token);
      end = yield* fileHistory(course, signal);
    },
  };
  const run = runSource(source, resume);
  await run.until(run.hasEnded, "the end of the files");
  return { end, entries: entriesOf(run), run };
}

/** The entries of a run; the pieces of a long message are put together again. */
/** What the source gives, whichever way it takes. */
export async function throughSource(rest: string): Promise<Omit<FileReading, "end">> {
  const source: Source = {
    id: sourceId("journal:test"),
    label: "journal",
    events: (signal, token) => journalEvents({ asked: argumentsOf(rest), options: ALL }, signal, token),
  };
  const run = runSource(source);
  await run.until(run.hasEnded, "the end of the journal");
  return { entries: entriesOf(run), run };
}

function entriesOf(run: SourceRun): readonly ReadEntry[] {
  const entries: ReadEntry[] = [];
  let begun = "";
  for (const { bytes, marks, record } of run.received) {
    begun += Buffer.from(bytes).toString("latin1");
    if ((marks & Mark.continues) !== 0) continue;
    entries.push({ fields: { ...record?.fields }, message: begun });
    begun = "";
  }
  return entries;
}

/** Whether the machine has a journalctl of its own. */
export function hasJournalctl(): boolean {
  try {
    execFileSync("journalctl", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("NOT TESTED: the journal's files against journalctl, for want of journalctl");
    return false;
  }
}
