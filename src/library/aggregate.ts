import type { Table } from "../core/aggregate/table.js";
import { FaultError } from "../core/fault.js";
import { isAggregate } from "../core/query/statement.js";
import { type Question, statementOf } from "./question.js";
import type { Store } from "./store.js";

/** The table that a question with stages makes, as in `level>=error | count by unit`. Throws a `FaultError`. */
export async function aggregate(store: Store, question: Question, signal?: AbortSignal): Promise<Table> {
  const statement = statementOf(question);
  if (!statement.stages.some(isAggregate)) throw new FaultError(NO_TABLE);
  let table: Table | undefined;
  const snapshots = store.aggregate({ statement, scope: { sources: undefined } }, signal);
  for await (const snapshot of snapshots) ({ table } = snapshot);
  return table ?? { columns: [], rows: [], others: undefined, remarks: [] };
}

const NO_TABLE = {
  code: "usage",
  message: "this question makes no table",
  hint: "end it with | count, | count by unit, | top 10 unit, or ask query() for its entries",
} as const;
