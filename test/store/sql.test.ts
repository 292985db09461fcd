import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import type { StoreReader } from "../../src/store/open-store.js";
import { LOG, SQL_TABLES } from "../../src/store/sql/schema.js";
import { atOfSqlTime, sqlTime } from "../../src/store/sql/sql-time.js";
import { tokensOf } from "../../src/store/sql/tokens.js";
import { ask as askProgram } from "../support/ask.js";
import { temporaryHome } from "../support/program.js";

const START = Date.UTC(2026, 10, 21);
const WORDS = ["error: timed out", "all is well", "warning: slow", "Failed password", "it's 100% 'done'"];
const line = (index: number): string =>
  `${new Date(START + index * 305_000).toISOString()} box app${index % 3}[${100 + (index % 7)}]: ${WORDS[index % WORDS.length]}\n`;

const home = temporaryHome();
let reader: StoreReader;
beforeAll(async () => {
  const log = home.write("app.log", Array.from({ length: 600 }, (_, index) => line(index)).join(""));
  await askProgram(home, ["record", "--once", log]);
  reader = openStoreReader(home.store);
});
afterAll(async () => {
  await reader.close();
  home.remove();
});

const context = { now: micros((START + 86_400_000) * 1_000), localOffset: () => 0 };
const ask = (sql: string): readonly (readonly unknown[])[] => {
  const answered = reader.sql({ sql, context });
  if (!answered.ok) throw new Error(`${answered.fault.message}; ${answered.fault.hint}`);
  return [...answered.value.rows];
};
const refusal = (sql: string) => {
  const answered = reader.sql({ sql, context });
  if (!answered.ok) return answered.fault;
  try {
    return [...answered.value.rows].length;
  } catch (caught) {
    return (caught as { readonly fault: unknown }).fault;
  }
};

describe("SQL over the log", () => {
  const column = fc.constantFrom(
    "level",
    "severity",
    "time",
    "at",
    "identifier",
    "host",
    "pid",
    "text",
    "message",
    "unit",
  );
  const constant = fc.oneof(
    fc.constantFrom("'error'", "'warning'", "'ERROR'", "''", "NULL", "3", "4", "'4'", "-1", "2 + 1", "99", "1e9"),
    fc.constantFrom("'2026-11-21'", "'2026-11-21 10'", "'2026-11-21 10:00'", "'2026-11-21 10:00:59.5'", "'2026-02-31'"),
    fc.constantFrom(
      "moment('-20h')",
      "datetime('2026-11-22', '-5 hours')",
      "upper('app1')",
      "'app1'",
      "'app*'",
      "'box'",
    ),
    fc.constantFrom("101", "1795226461000000", "'%timed%'", "'%100\\%%'", "'_ll is%'", '"nope"', "identifier", "3 = 3"),
  );
  const comparison = fc
    .tuple(column, fc.constantFrom("=", "==", "<", "<=", ">", ">=", "<>", "LIKE", "IS", "IS NOT", "GLOB"), constant)
    .map((parts) => parts.join(" "));
  const term = fc.oneof(
    { weight: 4, arbitrary: comparison },
    fc.tuple(constant, fc.constantFrom("<", ">=", "="), column).map((parts) => parts.join(" ")),
    fc.tuple(column, constant, constant).map(([name, low, high]) => `${name} BETWEEN ${low} AND ${high}`),
    fc.tuple(column, constant, constant).map(([name, one, other]) => `${name} IN (${one}, ${other})`),
    fc.tuple(column, constant).map(([name, one]) => `${name} NOT IN (${one})`),
    comparison.map((inner) => `NOT ${inner}`),
    comparison.map((inner) => `(${inner} OR severity = 4)`),
  );
  const where = fc
    .tuple(fc.array(term, { minLength: 1, maxLength: 4 }), fc.constantFrom(" AND ", " and ", " OR ", " /* or */ AND "))
    .map(([terms, joint]) => terms.join(joint));

  it("gives with what is pushed down what it gives without", () => {
    fc.assert(
      fc.property(where, (condition) => {
        // A condition outside of the SELECT that names the log is not pushed down.
        const unpushed = `SELECT id FROM (SELECT * FROM log) WHERE ${condition} ORDER BY id`;
        fc.pre(typeof refusal(`EXPLAIN ${unpushed}`) === "number");
        const expected = ask(unpushed);
        expect(ask(`SELECT id FROM log WHERE ${condition} ORDER BY id`)).toEqual(expected);
        expect(ask(`SELECT l.id FROM source s, log AS l WHERE ${condition} ORDER BY 1`)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it("reads no block that times or levels rule out", () => {
    const before = reader.opened().entries;
    expect(ask("SELECT count(*) FROM log WHERE time > '2027-01-01'")).toEqual([[0n]]);
    expect(ask("SELECT count(*) FROM log WHERE severity <= 2")).toEqual([[0n]]);
    expect(ask("SELECT count(*) FROM log('host:nowhere since:2027-01-01')")).toEqual([[0n]]);
    expect(reader.opened().entries).toBe(before);
  });

  it.each<readonly [string, readonly (readonly unknown[])[]]>([
    ["SELECT count(*) FROM log", [[600n]]],
    [
      "SELECT level, count(*) FROM log WHERE severity < 5 GROUP BY level ORDER BY 2, 1",
      [
        ["warning", 120n],
        ["error", 240n],
      ],
    ],
    ["SELECT count(*) FROM log('timed identifier:app1')", [[40n]]],
    ["SELECT count(*) FROM log('timed') WHERE identifier = 'app1'", [[40n]]],
    ["SELECT count(*) FROM log a JOIN log b ON a.id = b.id WHERE a.id < 68719476740", [[4n]]],
    [
      "SELECT typeof(at), typeof(pid), typeof(unit), typeof(severity) FROM log WHERE level = 'error' LIMIT 1",
      [["integer", "integer", "null", "integer"]],
    ],
    ["SELECT entries, first FROM source", [[600n, "2026-11-21 00:00:00.000000"]]],
    ["SELECT (SELECT count(*) FROM log WHERE level = 'error' AND source = s.source) FROM source s", [[240n]]],
    ["WITH log AS (SELECT 7 AS id) SELECT id FROM log", [[7n]]],
    ["SELECT count(*) FROM session", [[0n]]],
    ["SELECT moment('-1d')", [["2026-11-21 00:00:00.000000"]]],
    ["SELECT text FROM log WHERE text LIKE '%it''s 100%' LIMIT 1", [[line(4).trimEnd()]]],
  ])("%s", (sql, rows) => {
    expect(ask(sql)).toEqual(rows);
  });

  it.each<readonly [string, RegExp]>([
    ["DELETE FROM log", /begins no question/],
    ["ATTACH 'x.db' AS x", /begins no question/],
    ["VACUUM INTO 'x.db'", /begins no question/],
    ["PRAGMA query_only = OFF", /begins no question/],
    ["SELECT 1; SELECT 2", /more than one statement/],
    ["WITH x AS (SELECT 1) INSERT INTO log (id) SELECT 1", /may not be modified/],
    ["WITH x AS (SELECT 1) DELETE FROM sqlite_master", /./],
    ["SELECT load_extension('x')", /not authorized/],
    ["SELECT readfile('/etc/passwd')", /no such function/],
    ["", /no statement/],
    [`SELECT '${"x".repeat(100_000)}'`, /at most/],
    ["SELECT hex(zeroblob(600000000))", /too big|out of memory/],
    ["SELECT * FROM log('level>=(')", /log\('level>=\('\)/],
    ["SELECT moment('soon')", /moment\('soon'\)/],
  ])("refuses %s", (sql, message) => {
    expect(refusal(sql)).toMatchObject({ message: expect.stringMatching(message) });
  });

  it("names the column or the table that is meant", () => {
    expect(refusal("SELECT uint FROM log")).toMatchObject({ hint: "did you mean unit?" });
    expect(refusal("SELECT 1 FROM logs")).toMatchObject({ hint: "did you mean log?" });
    expect(refusal("SELECT _UID FROM log")).toMatchObject({ hint: expect.stringContaining("fields->>'_UID'") });
  });

  it("is ended from outside while it reads", () => {
    const onProgress = (): never => {
      throw new Error("enough");
    };
    const answered = reader.sql({
      sql: "SELECT count(message) FROM log('well') WHERE message LIKE '%x%'",
      context,
      onProgress,
    });
    expect(() => (answered.ok ? [...answered.value.rows] : [])).toThrow("enough");
    expect(ask("SELECT count(*) FROM log")).toEqual([[600n]]);
  });
});

describe("times as SQL has them", () => {
  const at = fc.integer({ min: -62_000_000_000_000_000, max: 253_000_000_000_000_000 / 32 });

  it("come back, and compare as the times do", () => {
    fc.assert(
      fc.property(at, at, (one, other) => {
        if (one >= -30_000_000_000_000_000) expect(atOfSqlTime(sqlTime(one))).toBe(one);
        expect(Math.sign(one - other)).toBe(sqlTime(one) < sqlTime(other) ? -1 : sqlTime(one) > sqlTime(other) ? 1 : 0);
      }),
    );
  });
});

describe("the pieces of a statement", () => {
  it("are the statement, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (sql) => {
        const tokens = tokensOf(sql);
        let end = 0;
        for (const token of tokens) {
          expect(token.at).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.at);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(sql.length);
      }),
    );
  });

  it("of the schema are named once a table", () => {
    for (const { columns } of SQL_TABLES) expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    expect(LOG.columns.length).toBeGreaterThan(10);
  });
});

describe("templates in SQL", () => {
  it("are a table of what is said, and a column that leads to it", () => {
    const rows = ask("SELECT text, program, entries FROM template ORDER BY entries DESC, text, program");
    expect(rows).toHaveLength(15);
    expect(rows.map(([, , entries]) => entries)).toEqual(Array.from({ length: 15 }, () => 40n));
    expect(ask("SELECT text, entries FROM template('identifier:app1 \"all is\"')")).toEqual([["all is well", 40n]]);
    const joined = ask(
      `SELECT t.text, count(*), min(t.entries) FROM log JOIN template t ON t.template = log.template
       WHERE log.identifier = 'app2' GROUP BY t.template ORDER BY t.text`,
    );
    expect(joined.map(([, there, told]) => [there, told])).toEqual(Array.from({ length: 5 }, () => [40n, 40n]));
    expect(joined.map(([text]) => text)).toEqual(WORDS.map((word) => word.replace("100", "<*>")).toSorted());
  });

  it("are named in a query by their ids, and are right in every row beside the other columns", () => {
    const [[id, text]] = ask("SELECT template, text FROM template WHERE program = 'app0' AND text LIKE 'Failed%'") as [
      [string, string],
    ];
    const found = ask(`SELECT DISTINCT identifier, message, template FROM log('template:${id}')`);
    expect(found).toEqual([["app0", text, id]]);
    expect(ask(`SELECT count(*) FROM log WHERE template = '${id}'`)).toEqual([[40n]]);
  });
});
