import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { KeepLimits } from "../../src/core/keep.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { openKept } from "../../src/store/keeping/kept-store.js";
import { openStore, openStoreReader, type Store } from "../../src/store/open-store.js";
import { ALL, READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { valueOf } from "../support/new-session.js";
import { missingForSmallDisk, type SmallDisk, smallDisk } from "../support/small-disk.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const OLD = fileURLToPath(new URL("../fixtures/store/schema-1.db.gz", import.meta.url));
const FULL = { ok: false, fault: { code: "disk-full" } };
const now = () => micros(1_795_258_800_000_000);

describe.skipIf(missingForSmallDisk("stores on a full disk") !== undefined)("a store on a disk that is full", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let disk: SmallDisk;
  let path: string;
  let store: Store;
  let written = 0;
  beforeEach(() => {
    folder = temporaryFolder();
    disk = smallDisk(folder.path, 8);
    path = join(disk.path, "log.db");
    written = 0;
  });
  afterEach(() => {
    store.writer.close();
    disk.remove();
    folder.remove();
  });

  const begin = () => {
    store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now }));
    return store.writer.open(sourceId("file:/a"), "a") ?? expect.fail("nobody else collects it");
  };
  /** Half a megabyte that does not get much smaller. */
  const batch = (number: number) =>
    batchOf(
      Array.from({ length: 4_000 }, (_, row) => ({
        text: `${number} ${row} ${createHash("sha512").update(`${number} ${row}`).digest("base64")}`,
        at: now() + number * 4_000 + row,
      })),
    );
  const append = (source: ReturnType<typeof begin>) => {
    const done = store.writer.append(source, [batch(written)], token(String(written)));
    if (done.ok) written += 1;
    return done;
  };
  const fillUp = (source: ReturnType<typeof begin>) => {
    let last = append(source);
    for (let tries = 0; last.ok; tries += 1) {
      expect(tries).toBeLessThan(100);
      last = append(source);
    }
    return last;
  };
  const keep = (limits: KeepLimits) => {
    for (let isDone = false; !isDone;) ({ isDone } = valueOf(store.keeper.step(limits)));
  };
  const keptNow = async (): Promise<number> => {
    const reader = valueOf(openStoreReader(path, READING));
    const count = await reader.count(EVERYTHING, ALL);
    await reader.close();
    return count;
  };
  const limits = (megabytes: number): KeepLimits => ({ days: undefined, bytes: megabytes << 20 });

  it("and is to be kept smaller than that, goes on for ever by itself", async () => {
    const source = begin();
    let refusals = 0;
    while (written < 30) {
      const done = append(source);
      if (!done.ok) refusals += 1;
      expect(refusals, done.ok ? "" : done.fault.message).toBeLessThan(30);
      keep(limits(3));
    }
    const reader = valueOf(openStoreReader(path, READING));
    const page = await reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 1, after: 0 });
    await reader.close();
    expect(page.entries[0]?.text).toMatch(/^29 3999 /);
    expect(page.total).toBeGreaterThan(4_000);
  });

  it("takes what fits, and can be read, shortened and archived from; then it takes the rest", async () => {
    const source = begin();
    expect(fillUp(source)).toMatchObject(FULL);
    expect(await keptNow()).toBe(written * 4_000);
    expect(append(source)).toMatchObject(FULL);
    const before = await keptNow();
    keep(limits(2));
    expect(await keptNow()).toBeLessThan(before);
    expect(append(source)).toMatchObject({ ok: true });
    expect(fillUp(source)).toMatchObject(FULL);
  });

  it("loses nothing to an archive, a retention or an end that is refused, and goes on when there is room", async () => {
    const source = begin();
    for (let count = 0; count < 6; count += 1) valueOf(append(source));
    const sealed = await keptNow();
    const kept = valueOf(openKept(path, now));
    disk.fill();
    expect(append(source)).toMatchObject(FULL);
    expect([...kept.archive(Infinity, join(disk.path, "old.db"))].at(-1)).toMatchObject(FULL);
    kept.close();
    expect(await keptNow()).toBe(sealed);
    store.writer.close();
    disk.free();
    const again = begin();
    expect(again.resume).toBe("5");
    expect(append(again)).toMatchObject({ ok: true });
    expect(await keptNow()).toBe(sealed + 4_000);
  });

  it("is said to have no room when it would be brought up to date, and is whole afterwards", async () => {
    begin();
    const old = join(disk.path, "old.db");
    writeFileSync(old, gunzipSync(readFileSync(OLD)), { mode: 0o600 });
    disk.fill();
    expect(openStoreReader(old, READING)).toMatchObject(FULL);
    expect(openStore({ path: old, collector: { kind: "test", command: "test" }, now })).toMatchObject(FULL);
    disk.free();
    const reader = valueOf(openStoreReader(old, READING));
    expect(await reader.count(EVERYTHING, ALL)).toBe(4);
    await reader.close();
  });
});
