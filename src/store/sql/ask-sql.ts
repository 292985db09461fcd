import { FaultError, type Result, failed, ok } from "../../core/fault.js";
import type { Query } from "../../core/query/ast.js";
import { parseQuery } from "../../core/query/parse.js";
import type { TimeContext } from "../../core/query/times.js";
import type { StoredBoot } from "../../core/boots.js";
import type { StoredSource } from "../../core/ports.js";
import type { Session } from "../../core/session.js";
import { type Db, openSandbox } from "../database.js";
import type { Desk } from "../reader/desk.js";
import type { Direction } from "../reader/merge.js";
import { type Look, logRows, type SqlValue } from "./log-table.js";
import { preparePushDown } from "./push-down.js";
import { BOOT, LOG, SESSION, SOURCE, type SqlTable, TEMPLATE } from "./schema.js";
import { bootRows, sessionRows, sourceRows } from "./small-tables.js";
import { sqlFault } from "./sql-fault.js";
import { sqlTime } from "./sql-time.js";
import { logTemplates } from "./templates.js";
import { isWord, tokensOf } from "./tokens.js";

export type SqlRequest = {
  readonly sql: string;
  readonly context: TimeContext;
  /** Called a few times a second while `log` is read; throws to end the statement. */
  readonly onProgress?: Look | undefined;
};

/** The answer to a statement, row by row. Whoever does not read to the end must `return` the rows. */
export type SqlAnswer = {
  readonly columns: readonly string[];
  /** Throws a FaultError where the statement fails on the way. */
  readonly rows: IterableIterator<readonly SqlValue[]>;
};

/** What the tables are read from. */
export type SqlParts = {
  readonly desk: Desk;
  sources(): readonly StoredSource[];
  sessions(): readonly Session[];
  boots(): readonly StoredBoot[];
};

/** Longest statement, in UTF-16 units. */
const MOST_SQL = 100_000;
const READING: readonly string[] = ["select", "with", "values", "explain"];

/**
 * Answers one read-only statement over the tables of `schema.ts`. It runs on a connection of its own, in memory, which has
 * no tables but these: there is nothing that a statement could write to, and no file that it could open.
 */
export function askSql(parts: SqlParts, request: SqlRequest): Result<SqlAnswer> {
  const refused = refusal(request.sql);
  if (refused !== undefined) return refused;
  const db = openSandbox();
  try {
    db.function("moment", { deterministic: true }, (text: unknown) => momentText(String(text), request.context));
    const evaluate = (expression: string): unknown => constantIn(db, expression);
    const prepared = preparePushDown(request.sql, evaluate);
    const reading = { ...parts, ...prepared, request };
    defineTables(db, reading);
    return ok(openAnswer(db, parts.desk, prepared.sql));
  } catch (caught) {
    db.close();
    return failed(sqlFault(caught));
  }
}

function refusal(sql: string): Result<never> | undefined {
  const hint = "only SELECT is answered; logstream sql --schema lists the tables";
  const usage = (message: string) => failed({ code: "usage", message, hint } as const);
  if (sql.length > MOST_SQL) return usage(`a statement may have ${MOST_SQL} characters at most`);
  const [first] = tokensOf(sql);
  if (first === undefined) return usage("there is no statement");
  return isWord(first, ...READING) ? undefined : usage(`'${sql.slice(first.at, first.end)}' begins no question`);
}

/** Undefined where the expression is wrong or has no value: the statement itself will tell. */
function constantIn(db: Db, expression: string): unknown {
  try {
    return db.prepare<[], unknown>(`SELECT (${expression})`).pluck().get();
  } catch {
    return undefined;
  }
}

function momentText(text: string, context: TimeContext): string {
  const query = parseQuery(`since:"${text.replaceAll(/["\\]/g, "")}"`, context);
  if (!query.ok) throw new FaultError({ ...query.fault, message: `moment('${text}'): ${query.fault.message}` });
  if (query.value.kind === "time" && query.value.from !== undefined) return sqlTime(query.value.from);
  throw new FaultError({ code: "usage", message: `moment('${text}') is no time`, hint: "as in moment('-1h')" });
}

type Reading = SqlParts & {
  readonly filters: readonly Query[];
  readonly order: Direction | undefined;
  readonly columns: ReadonlySet<string>;
  readonly request: SqlRequest;
};

function defineTables(db: Db, reading: Reading): void {
  const look = reading.request.onProgress ?? (() => undefined);
  const templates = logTemplates(reading.desk, look);
  db.table(LOG.name, {
    columns: namesOf(LOG),
    parameters: ["query", "part"],
    *rows(query: unknown, part: unknown) {
      const asked = templates.name(rowsQuery(reading, query, part));
      yield* logRows(reading.desk, { ...reading, templates, query: asked }, look);
    },
  });
  db.table(TEMPLATE.name, {
    columns: namesOf(TEMPLATE),
    parameters: ["query"],
    *rows(query: unknown) {
      for (const row of templates.rows(templates.name(rowsQuery(reading, query, undefined)))) yield [...row];
    },
  });
  const small = (table: SqlTable, read: () => Iterable<readonly SqlValue[]>): void => {
    db.table(table.name, {
      columns: namesOf(table),
      *rows() {
        for (const row of read()) yield [...row];
      },
    });
  };
  small(SOURCE, () => sourceRows(reading.sources()));
  small(SESSION, () => sessionRows(reading.sessions()));
  small(BOOT, () => bootRows(reading.boots()));
}

function namesOf({ columns }: SqlTable): string[] {
  return columns.map(({ name }) => name);
}

/** What `log('query')` asks, and what was found to push down into this mention of it. */
function rowsQuery({ filters, request }: Reading, query: unknown, part: unknown): Query {
  const filter = filters[typeof part === "number" ? part : Number(part ?? -1)] ?? { kind: "all" };
  if (typeof query !== "string" || query === "") return filter;
  const text = query;
  const parsed = parseQuery(text, request.context);
  if (parsed.ok) return filter.kind === "all" ? parsed.value : { kind: "and", parts: [parsed.value, filter] };
  throw new FaultError({ ...parsed.fault, message: `log('${text}'): ${parsed.fault.message}` });
}

function openAnswer(db: Db, desk: Desk, sql: string): SqlAnswer {
  const statement = prepareRows(db, sql);
  if (!statement.reader || !statement.readonly) {
    throw new FaultError({ code: "usage", message: "this statement asks nothing", hint: "only SELECT is answered" });
  }
  return { columns: statement.columns().map(({ name }) => name), rows: rowsOf(db, desk, statement) };
}

function* rowsOf(db: Db, desk: Desk, statement: ReturnType<typeof prepareRows>): Generator<readonly SqlValue[]> {
  desk.enter();
  try {
    // Whole numbers beyond 2^53 would be rounded as numbers.
    for (const row of statement.raw().safeIntegers().iterate()) yield row;
  } catch (caught) {
    throw new FaultError(sqlFault(caught));
  } finally {
    desk.leave();
    db.close();
  }
}

function prepareRows(db: Db, sql: string) {
  return db.prepare<[], SqlValue[]>(sql);
}
