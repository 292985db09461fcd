import type { ShownEntry } from "../../core/aggregate/entry-stages.js";
import { createEntryStages, MOST_HELD, planEntries } from "../../core/aggregate/entry-stages.js";
import { partsNeeded } from "../../core/aggregate/parts-needed.js";
import { type Cell, cellReader } from "../../core/aggregate/cell.js";
import { type Column, partsOf, type Table } from "../../core/aggregate/table.js";
import { type Result, failed, ok } from "../../core/fault.js";
import { entryRow } from "../../core/query/match/entry-row.js";
import type { Stage } from "../../core/query/statement.js";
import { counted } from "../../lib/counted.js";
import type { Invocation } from "../command.js";
import { openPrinter, type Printed } from "../entry-printer.js";
import { sayNote } from "../shell.js";
import type { Finder } from "./finder.js";
import { openTablePrinter, sayRemarks } from "./print-table.js";
import { startProgress } from "./progress.js";
import { openShownPrinter, type ShownPrinter } from "./shown-printer.js";

export type Staged = { readonly stages: readonly Stage[]; readonly finder: Finder };

/** The answer to a statement with stages: a table, or entries as the stages leave them. Gives how many rows there were. */
export async function answerStages(
  invocation: Invocation,
  { stages, finder }: Staged,
  printed: Pick<Printed, "manySources">,
): Promise<Result<number>> {
  const clash = CLASHING.find((one) => one.isSet(invocation));
  if (clash !== undefined) {
    return failed({ code: "usage", message: `${clash.flag} does not go with stages`, hint: clash.hint });
  }
  const isTable = partsOf(stages) !== undefined;
  const printer = isTable ? undefined : await openStagesPrinter(invocation, stages, printed);
  if (printer?.ok === false) return printer;
  const progress = startProgress(invocation.shell, finder.howFar);
  try {
    if (printer === undefined) {
      const table = await finder.table(stages);
      progress.end();
      return ok(await printTable(invocation, table));
    }
    return ok(
      await printShown(invocation, { stages, finder }, { printer: printer.value, begin: () => progress.end() }),
    );
  } finally {
    progress.end();
  }
}

type Clash = { readonly flag: string; readonly hint: string; isSet(invocation: Invocation): boolean };

const CLASHING: readonly Clash[] = [
  { flag: "--count", hint: "say: | count", isSet: ({ settings }) => settings.count },
  { flag: "--histogram", hint: "say: | timeslice auto count by level", isSet: ({ settings }) => settings.histogram },
  { flag: "--field", hint: "say: | distinct FIELD", isSet: ({ settings }) => settings.field !== undefined },
  { flag: "--lines", hint: "say: | last N, or | first N", isSet: ({ settings }) => settings.lines !== undefined },
  { flag: "--reverse", hint: "say: | sort time desc", isSet: ({ settings }) => settings.reverse },
  { flag: "--follow", hint: "stages need an end: ask without it", isSet: ({ settings }) => settings.follow },
  { flag: "--raw", hint: "leave one of them out", isSet: ({ settings }) => settings.raw },
];

async function printTable(invocation: Invocation, table: Table): Promise<number> {
  const printer = await openTablePrinter(invocation);
  await printer.print(table);
  await printer.close(table.columns);
  sayRemarks(invocation, table.remarks);
  return table.rows.filter((row) => row.some((cell, at) => tells(table.columns[at], cell))).length;
}

/** A count of nothing is an answer, but nothing has matched. */
function tells(column: Column | undefined, cell: Cell): boolean {
  if (column?.kind === "key") return true;
  return column?.kind !== "time" && cell !== undefined && cell !== 0;
}

async function openStagesPrinter(
  invocation: Invocation,
  stages: readonly Stage[],
  printed: Pick<Printed, "manySources">,
): Promise<Result<ShownPrinter>> {
  const chosen = stages.find((stage) => stage.kind === "fields");
  if (chosen !== undefined) return ok(await rowPrinter(invocation, chosen.names, stages));
  const hasContext = stages.some(({ kind }) => kind === "context");
  if (hasContext || stages.some(({ kind }) => kind === "dedup"))
    return openShownPrinter(invocation, printed, hasContext);
  const opened = await openPrinter(invocation, { ...printed, isEndless: false });
  if (!opened.ok) return opened;
  const entries = opened.value;
  return ok({
    print: async (shown) => {
      entries.print(shown.map(({ entry }) => entry));
      await entries.drained();
    },
    close: () => entries.close(),
  });
}

/** The chosen fields of each entry as the rows of a table, and what the stages have made of it. */
async function rowPrinter(
  invocation: Invocation,
  names: readonly string[],
  stages: readonly Stage[],
): Promise<ShownPrinter> {
  const printer = await openTablePrinter(invocation);
  const reads = names.map(cellReader);
  const isDeduped = stages.some(({ kind }) => kind === "dedup");
  const isInContext = stages.some(({ kind }) => kind === "context");
  const columns: readonly Column[] = [
    ...names.map((name): Column => ({ name, kind: name === "time" ? "time" : "key" })),
    ...(isDeduped ? [{ name: "repeats", kind: "number" } as const] : []),
    ...(isInContext ? [{ name: "is", kind: "key" } as const] : []),
  ];
  const rowOf = ({ entry, repeats, isContext }: ShownEntry): readonly Cell[] => {
    const row = entryRow(entry);
    const cells = reads.map((read) => read(row));
    return [...cells, ...(isDeduped ? [repeats] : []), ...(isInContext ? [isContext ? "context" : "match"] : [])];
  };
  return {
    print: (shown) => printer.print({ columns, rows: shown.map(rowOf), others: undefined }),
    close: () => printer.close(columns),
  };
}

type Output = { readonly printer: ShownPrinter; begin(): void };

async function printShown(invocation: Invocation, { stages, finder }: Staged, output: Output): Promise<number> {
  const { signal } = invocation.shell;
  let found = 0;
  const print = async (shown: readonly ShownEntry[]): Promise<void> => {
    if (shown.length === 0) return;
    found += shown.length;
    output.begin();
    await output.printer.print(shown);
  };
  for await (const shown of shownBy(stages, finder)) {
    await print(shown);
    if (signal.aborted) break;
  }
  output.begin();
  await output.printer.close();
  if (found >= MOST_HELD && stages.some(({ kind }) => kind === "sort")) {
    sayNote(invocation, `sort keeps ${counted(MOST_HELD)} entries: of more only those that come first in its order`);
  }
  return found;
}

/** Entries as the stages leave them, in parts. Reads no further than the stages need. */
async function* shownBy(stages: readonly Stage[], finder: Finder): AsyncGenerator<readonly ShownEntry[]> {
  const around = stages.find((stage) => stage.kind === "context");
  const { direction, limit, rest } = planEntries(stages);
  if (around !== undefined) {
    yield* finder.inContext({ direction, limit }, around);
    return;
  }
  const passing = createEntryStages(rest);
  const turned = [];
  for await (const entries of finder.matches({ direction, limit, parts: partsNeeded(stages) })) {
    if (direction === "newest-first") turned.push(entries.toReversed());
    else yield passing.push(entries);
    if (passing.isFull()) break;
  }
  for (const entries of turned.toReversed()) yield passing.push(entries);
  yield passing.end();
}
