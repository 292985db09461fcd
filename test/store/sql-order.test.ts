import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import type { BlockHeader } from "../../src/store/block/block-table.js";
import { openStore, openStoreReader, type StoreReader } from "../../src/store/open-store.js";
import { inTimeOrder, type TimedRow } from "../../src/store/sql/time-order.js";
import { READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

type Row = { readonly at: number; readonly order: number; readonly header: BlockHeader };

/** Rows of one source: times as they are, an order that never goes back, and in blocks of some rows. */
function rowsOf(times: readonly { readonly at: number; readonly isFuture: boolean }[], size: number): readonly Row[] {
  let latest = 0;
  const placed = times.map(({ at, isFuture }) => {
    if (!isFuture) latest = Math.max(latest, at);
    return { at, order: latest };
  });
  const blocks = Array.from({ length: Math.ceil(placed.length / size) }, (_, index) =>
    placed.slice(index * size, (index + 1) * size),
  );
  return blocks.flatMap((rows) => {
    const header = {
      atMin: Math.min(...rows.map(({ at }) => at)),
      atMax: Math.max(...rows.map(({ at }) => at)),
      orderFirst: rows[0]?.order,
      orderLast: rows.at(-1)?.order,
    } as BlockHeader;
    return rows.map((row) => ({ ...row, header }));
  });
}

describe("rows in the order of their times", () => {
  const time = fc.record({ at: fc.nat(300), isFuture: fc.boolean() });
  const source = fc.tuple(fc.array(time, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }));

  it("are all there, and in that order, whatever late and early times there are", () => {
    fc.assert(
      fc.property(fc.array(source, { maxLength: 4 }), fc.constantFrom("newer", "older"), (sources, direction) => {
        const sign = direction === "newer" ? 1 : -1;
        const rows = sources.flatMap(([times, size]) => rowsOf(times, size));
        const blocks = [...new Set(rows.map(({ header }) => header))];
        const merged = rows.toSorted((one, other) => sign * (one.order - other.order));
        const given = merged.map(({ at, header }): TimedRow<number> => ({ at, header, value: at }));
        const expected = rows.map(({ at }) => at).toSorted((one, other) => sign * (one - other));
        expect([...inTimeOrder(given, blocks, direction as "newer" | "older")]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe("ORDER BY time LIMIT", () => {
  const folder = temporaryFolder();
  let reader: StoreReader;
  const COUNT = 90_000;
  beforeAll(() => {
    const path = join(folder.path, "log.db");
    const now = () => micros(COUNT * 1e6);
    const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now }));
    for (const [number, name] of ["file:/a", "file:/b"].entries()) {
      const handle = store.writer.open(sourceId(name), name) ?? expect.fail("nobody else collects it");
      const rows = Array.from({ length: COUNT / 2 }, (_, index) => {
        // Now and then a line comes late, or is ahead of the clock and does not order.
        const own = (index * 2 + number) * 1e6;
        const at = index % 1_000 === 17 ? Math.max(0, own - 5e9) : index % 10_000 === 99 ? own + 4e12 : own;
        return { text: `${name} ${index}`, at, order: own, level: index % 7 };
      });
      valueOf(store.writer.append(handle, [batchOf(rows)], token("all")));
    }
    store.writer.close();
    reader = valueOf(openStoreReader(path, READING));
  });
  afterAll(async () => {
    await reader.close();
    folder.remove();
  });
  const context = { now: micros(0), localOffset: () => 0 };
  const ask = (sql: string) => [...valueOf(reader.sql({ sql, context })).rows];

  it.each(["", "WHERE severity <= 3", "WHERE text LIKE '%7%' AND length(text) = 12", "WHERE at > 40000000000"])(
    "gives the first rows by time, as sorting all would: %s",
    (where) => {
      for (const order of ["time DESC LIMIT 40", "time LIMIT 40", "at desc LIMIT 20 OFFSET 30", "at ASC LIMIT 7"]) {
        // A SELECT of a SELECT is left for SQLite to sort.
        const sorted = ask(`SELECT at FROM (SELECT * FROM log) ${where} ORDER BY ${order}`);
        expect(ask(`SELECT at FROM log ${where} ORDER BY ${order}`), order).toEqual(sorted);
        expect(sorted.length).toBeGreaterThan(0);
      }
    },
  );

  it("reads the blocks that may have them, and not the others", () => {
    const before = reader.opened().entries;
    expect(ask("SELECT text FROM log ORDER BY time LIMIT 3")).toHaveLength(3);
    expect(reader.opened().entries - before).toBeLessThan(COUNT * 0.8);
  });

  it("leaves to SQLite what is more than rows by time", () => {
    expect(ask("SELECT count(*) FROM log ORDER BY time LIMIT 1")).toEqual([[BigInt(COUNT)]]);
    expect(ask("SELECT -at AS time FROM log ORDER BY time LIMIT 1")[0]?.[0]).toBeLessThan(-4e12);
    expect(ask("SELECT DISTINCT severity FROM log ORDER BY time LIMIT 9")).toHaveLength(7);
    expect(ask("SELECT a.id FROM log a, log b WHERE a.id = b.id AND a.id = 3 ORDER BY a.time LIMIT 2")).toHaveLength(0);
  });
});
