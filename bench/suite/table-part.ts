import { parseStatement } from "../../src/core/query/parse-statement.js";
import type { Statement } from "../../src/core/query/statement.js";
import type { Table } from "../../src/core/aggregate/table.js";
import { localOffset, now } from "../../src/engine/environment.js";
import { asking, EVERYWHERE } from "./ask-store.js";
import { against, besides, bothTimes, type Kit, type StoredLines } from "./bench-kit.js";
import { inRounds, logstream, timed, warm } from "./measure.js";
import type { TargetId } from "./target.js";

/** A table of all that is stored, and the awk program that prints its rows: keys, a tab, the count. */
type TableCase = {
  readonly says: string;
  readonly statement: string;
  readonly awk: string | undefined;
  readonly targets: readonly TargetId[];
  readonly ratio: readonly TargetId[];
};

const PROGRAM = 'split($3, app, "["); ';
const PRINT = ' } END { for (key in seen) print key "\\t" seen[key] }';

const CASES: readonly TableCase[] = [
  {
    says: "count by level per minute",
    statement: "* | timeslice 1m count by level",
    awk: undefined,
    targets: ["levels-by-minute"],
    ratio: [],
  },
  {
    says: "count by program",
    statement: "* | count by identifier",
    awk: `{ ${PROGRAM}seen[app[1]]++${PRINT}`,
    targets: [],
    ratio: [],
  },
  {
    says: "count by program per minute",
    statement: "* | timeslice 1m count by identifier",
    awk: `{ ${PROGRAM}seen[substr($1, 1, 16) " " app[1]]++${PRINT}`,
    targets: ["minutes"],
    ratio: ["minutes-awk"],
  },
  {
    says: "a word's lines by program, the ten most",
    statement: "error | top 10 identifier",
    awk: undefined,
    targets: [],
    ratio: [],
  },
];

/** Tables of everything that is stored; each entry must be in one row, and awk must come to the same rows. */
export async function askForTables(kit: Kit, stored: StoredLines): Promise<void> {
  for (const asked of CASES) {
    try {
      await tabulate(kit, asked, stored);
    } catch (error) {
      kit.find.check(`${asked.says}: is answered`, false, error instanceof Error ? error.message : String(error));
    }
  }
}

async function tabulate(kit: Kit, asked: TableCase, { path, corpus }: StoredLines): Promise<void> {
  let table: Table | undefined;
  const request = { statement: statementOf(asked.statement), scope: EVERYWHERE };
  const tabulating = asking(path, async (reader) => {
    for await (const snapshot of reader.aggregate(request)) table = snapshot.table;
  });
  const taken = await warm(tabulating);
  const { awk } = asked;
  // It takes long, and what it prints does not change.
  const whole = inRounds(1, {
    ours: () => timed({ command: logstream("query", asked.statement, "--store", path, "-o", "csv"), isHeard: true }),
    awk: awk === undefined ? undefined : () => timed({ command: ["awk", awk, corpus.path], isHeard: true }),
  });
  const rows = table?.rows ?? [];
  kit.find.row({
    says: asked.says,
    value: kit.ms(taken),
    unit: "ms",
    targets: asked.targets,
    beside: besides(kit, { awk: whole.awk }),
    note: `${bothTimes(taken)}, ${rows.length} rows`,
  });
  if (awk !== undefined) {
    const says = `${asked.says}, whole process, of awk`;
    against(kit, { says, who: "awk", targets: asked.ratio }, whole.ours, whole.awk);
  }
  agree(kit, asked, { table, lines: corpus.lines, printed: whole.ours?.out ?? "", awk: whole.awk?.out });
}

type Answers = {
  readonly table: Table | undefined;
  readonly lines: number;
  readonly printed: string;
  readonly awk: string | undefined;
};

function agree(kit: Kit, { says, statement }: TableCase, { table, lines, printed, awk }: Answers): void {
  const at = table?.columns.findIndex(({ name }) => name === "count") ?? -1;
  const counts = (table?.rows ?? []).map((row) => Number(row[at]));
  const sum = counts.reduce((total, count) => total + count, 0);
  if (statement.startsWith("*")) kit.find.check(`${says}: every line is in a row`, sum === lines, `${sum} of ${lines}`);
  const lineCount = printed.trim().split("\n").length - 1;
  kit.find.check(
    `${says}: the program prints every row`,
    lineCount === counts.length,
    `${lineCount} of ${counts.length}`,
  );
  if (awk === undefined) return;
  const theirs = awk
    .trim()
    .split("\n")
    .map((line) => Number(line.split("\t")[1]));
  const isSame = sorted(counts).join() === sorted(theirs).join();
  kit.find.check(`${says}: the counts that awk has`, isSame, `${counts.length} rows, awk ${theirs.length}`);
}

function sorted(counts: readonly number[]): readonly number[] {
  return counts.toSorted((one, other) => one - other);
}

function statementOf(text: string): Statement {
  const parsed = parseStatement(text, { now: now(), localOffset });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`);
  return parsed.value;
}
