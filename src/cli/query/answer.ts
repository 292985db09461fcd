import type { LogEntry } from "../../core/entry.js";
import { type Result, ok } from "../../core/fault.js";
import type { Invocation } from "../command.js";
import { type EntryPrinter, openPrinter, type Printed } from "../entry-printer.js";
import type { Question } from "../question.js";
import { write } from "../shell.js";
import { fieldValues } from "./field-values.js";
import type { Finder } from "./finder.js";
import { addEntry, createTally, type Tally } from "./histogram.js";
import { printHistogram, tallyOffset } from "./print-histogram.js";
import { startProgress } from "./progress.js";

/**
 * The answer to a question that ends, in the form the settings ask for: entries, a count, the values of a field, a
 * histogram above them. Gives how many there were.
 */
export async function answerFrom(
  invocation: Invocation,
  question: Question,
  finder: Finder,
  printed: Pick<Printed, "manySources"> & { readonly isKept: boolean },
): Promise<Result<number>> {
  const { shell, settings } = invocation;
  if (question.answer !== undefined) return question.answer(invocation, question, finder, printed);
  if (question.stages.length > 0) {
    const { answerStages } = await import("./answer-stages.js");
    return answerStages(invocation, { stages: question.stages, finder }, printed);
  }
  // What does not go together is said before anything is searched.
  const printer = await openPrinter(invocation, { ...printed, isEndless: false });
  if (!printer.ok) return printer;
  const shown = settings.showCursor
    ? (await import("./shown-cursor.js")).showingCursor(invocation, printer.value, printed.isKept)
    : printer.value;
  const progress = startProgress(shell, finder.howFar);
  const asked: Asked = { invocation, question, finder, endProgress: () => progress.end() };
  try {
    if (settings.field !== undefined) return ok(await printValues(asked, settings.field));
    const isAlone = settings.count || question.limit === 0;
    if (settings.histogram && (isAlone || finder.isRereadable)) {
      const tallied = await printTally(asked);
      if (question.limit === 0) return ok(tallied);
    }
    if (settings.count) return ok(await printCount(asked));
    return ok(await printEntries(asked, shown));
  } finally {
    progress.end();
  }
}

type Asked = {
  readonly invocation: Invocation;
  readonly question: Question;
  readonly finder: Finder;
  readonly endProgress: () => void;
};

async function printCount({ invocation: { shell }, question, finder, endProgress }: Asked): Promise<number> {
  const count = await finder.count();
  const shown = Math.min(count, question.limit ?? count);
  endProgress();
  await write(shell, `${shown}\n`);
  return shown;
}

async function printValues({ invocation: { shell }, finder, endProgress }: Asked, name: string): Promise<number> {
  const values = await fieldValues(finder, name);
  endProgress();
  await write(shell, values.map((value) => `${value}\n`).join(""));
  return values.length;
}

async function printTally({ invocation, finder, endProgress }: Asked): Promise<number> {
  const tally = createTally(tallyOffset(invocation));
  let found = 0;
  for await (const entries of finder.matches({ direction: "oldest-first", limit: undefined, parts: "text" })) {
    for (const entry of entries) addEntry(tally, entry);
    found += entries.length;
    if (invocation.shell.signal.aborted) return found;
  }
  endProgress();
  await printHistogram(invocation, tally, "above");
  return found;
}

/** Of the newest N the last ones come first and must be printed last: they wait here. */
async function printEntries(asked: Asked, printer: EntryPrinter): Promise<number> {
  const { invocation, question, finder, endProgress } = asked;
  const { shell, settings } = invocation;
  const { limit, fromOldest } = question;
  const isNewestFirst = settings.reverse || (limit !== undefined && !fromOldest);
  const after = settings.histogram && !finder.isRereadable ? createTally(tallyOffset(invocation)) : undefined;
  const waiting: LogEntry[] = [];
  let found = 0;
  const wanted = { direction: isNewestFirst ? "newest-first" : "oldest-first", limit } as const;
  for await (const entries of finder.matches({ ...wanted, parts: printer.parts })) {
    found += entries.length;
    tallyAll(after, entries);
    if (isNewestFirst && !settings.reverse) for (const entry of entries) waiting.push(entry);
    else {
      endProgress();
      printer.print(entries);
      await printer.drained();
    }
    if (shell.signal.aborted) break;
  }
  endProgress();
  printer.print(waiting.toReversed());
  await printer.close();
  if (after !== undefined) await printHistogram(invocation, after, "below");
  return found;
}

function tallyAll(tally: Tally | undefined, entries: readonly LogEntry[]): void {
  if (tally !== undefined) for (const entry of entries) addEntry(tally, entry);
}
