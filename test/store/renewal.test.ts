import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { blockReading, blockWriting } from "../../src/store/block/block-table.js";
import { checkBlocks } from "../../src/store/block/check-block.js";
import { batchOfColumns } from "../../src/store/block/columns-batch.js";
import { encodeGrowing } from "../../src/store/block/encode-block.js";
import { newRowBuffer, takeRows } from "../../src/store/block/row-buffer.js";
import { type Db, openForWriting } from "../../src/store/database.js";
import { openStore, type Store } from "../../src/store/open-store.js";
import { ALL, openedReader } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROWS = 20_000;

describe("a store with blocks of before there were shapes", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  let db: Db;
  const open = (): Store =>
    valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now: () => micros(1) }));

  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, "log.db");
    const { writer } = open();
    const source = writer.open(sourceId("file:/x"), "x");
    if (source === undefined) throw new Error("nobody else collects");
    const row = (index: number) => ({ text: `request ${index} took ${index * 7} ms`, level: index % 8, pid: index });
    valueOf(writer.append(source, [batchOf(Array.from({ length: ROWS }, (_, index) => row(index)))], undefined));
    writer.close();
    db = openForWriting(path);
    makeOld(db);
  });
  afterEach(() => {
    db.close();
    folder.remove();
  });

  /** As they were: texts as they are, no filter, no checksums. */
  function makeOld(store: Db): void {
    const blocks = { ...blockReading(store), ...blockWriting(store) };
    for (const header of blocks.since(0)) {
      const rows = newRowBuffer();
      const ignore = { damaged: () => undefined, grew: () => undefined };
      takeRows(rows, batchOfColumns(blocks.columns(header, ignore)), 0, header.orderFirst);
      blocks.rewrite(header.id, encodeGrowing(rows, 0));
    }
    store.exec("UPDATE chunk SET crc = NULL");
  }

  const plain = () => db.prepare("SELECT count(*) FROM block WHERE form = 0 AND sealed = 1").pluck().get();

  it("is brought to the form of today block by block, under the eyes of who reads it", async () => {
    const before = plain();
    expect(before).toBeGreaterThan(0);
    const store = open();
    const reader = openedReader(store);
    const count = () => reader.count({ kind: "text", text: "took 77", case: "exact" }, ALL);
    const page = () => reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "head" }, before: 0, after: 50 });
    const expected = await count();
    const first = (await page()).entries;
    for (let left = Number(before); left > 0; left -= 1) {
      expect(plain()).toBe(left);
      expect(valueOf(store.renewal.step())).toBe(true);
      expect((await page()).entries).toEqual(first);
    }
    expect(valueOf(store.renewal.step())).toBe(false);
    expect(plain()).toBe(0);
    expect(await count()).toBe(expected);
    const fresh = openedReader(store);
    expect(await fresh.count({ kind: "text", text: "took 77", case: "exact" }, ALL)).toBe(expected);
    expect(
      (await fresh.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "head" }, before: 0, after: 50 })).entries,
    ).toEqual(first);
    expect(
      db
        .prepare("SELECT count(*) FROM chunk JOIN block ON block.id = chunk.id / 16 WHERE crc IS NULL AND sealed = 1")
        .pluck()
        .get(),
    ).toBe(0);
    for (const one of [reader, fresh]) await one.close();
    store.writer.close();
  });

  it("keeps a damaged block as it is", () => {
    db.exec("UPDATE chunk SET data = zeroblob(3) WHERE id % 16 = 2");
    const store = open();
    const before = plain();
    while (valueOf(store.renewal.step()));
    expect(plain()).toBe(before);
    store.writer.close();
  });
});

describe("the check of a store's blocks", () => {
  it("finds nothing in a whole store, and every group that is not what its checksum says by its name", () => {
    const folder = temporaryFolder();
    const path = join(folder.path, "log.db");
    const { writer } = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now: () => micros(1) }));
    const source = writer.open(sourceId("file:/x"), "x");
    if (source === undefined) throw new Error("nobody else collects");
    const rows = Array.from({ length: 17_000 }, (_, index) => ({ text: `GET /${index} took ${index} ms`, lines: 2 }));
    valueOf(writer.append(source, [batchOf(rows)], undefined));
    writer.close();
    const db = openForWriting(path);
    const damage = () => [...checkBlocks(blockReading(db))].flatMap((found) => found?.groups ?? []);
    expect(damage()).toEqual([]);
    for (const [group, name] of [
      [12, "filter"],
      [3, "levels"],
      [4, "spans"],
      [2, "times"],
      [11, "values"],
    ] as const) {
      db.exec(`UPDATE chunk SET crc = crc + 1 WHERE id % 16 = ${group}`);
      expect(damage()).toContain(name);
    }
    db.close();
    folder.remove();
  });
});
