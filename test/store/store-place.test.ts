import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { Fault } from "../../src/core/fault.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { openStore, openStoreReader, type Store } from "../../src/store/open-store.js";
import { ALL, openedReader, READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { bundleCollector, startCollector } from "./collector-process.js";

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "logstream-place-"));
  path = join(folder, "state", "logs.db");
});
afterEach(() => rm(folder, { recursive: true }));

const now = () => micros(Date.UTC(2026, 10, 21, 10, 20, 30) * 1_000);
const tryOpen = (file = path) => openStore({ path: file, collector: { kind: "test", command: "test" }, now });
function open(file = path): Store {
  const opened = tryOpen(file);
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}
function refusal(file = path): Fault {
  const opened = tryOpen(file);
  if (opened.ok) throw new Error("was not refused");
  return opened.fault;
}
const asRoot = (program: string, ...args: readonly string[]) => execFileSync(program, args, { stdio: "ignore" });
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

function fill(file = path, rows = 500): void {
  const store = open(file);
  const source = store.writer.open(sourceId("file:/x"), "x")!;
  for (let batch = 0; batch < 40; batch += 1) {
    const texts = Array.from({ length: rows }, (_, index) => ({
      text: `batch ${batch} row ${index} ${Math.sqrt(batch * rows + index)}`,
    }));
    expect(store.writer.append(source, [batchOf(texts)], token("t")).ok).toBe(true);
  }
  store.writer.close();
}

describe("where a store lies", () => {
  it("is a folder and files that only the owner may read", async () => {
    const store = open();
    const source = store.writer.open(sourceId("file:/x"), "x")!;
    store.writer.append(source, [batchOf([{ text: "a" }])], undefined);
    expect(modeOf(join(folder, "state"))).toBe("700");
    const files = await readdir(join(folder, "state"));
    expect(files.length).toBeGreaterThanOrEqual(4);
    expect(files.map((file) => [file, modeOf(join(folder, "state", file))])).toEqual(
      files.map((file) => [file, "600"]),
    );
    store.writer.close();
    expect(await readdir(join(folder, "state"))).toEqual(["logs.db"]);
  });

  it("is cleared of the lock files that dead processes left, but not of young ones", async () => {
    open().writer.close();
    const [old, young] = [`${path}.collector-${randomUUID()}`, `${path}.collector-${randomUUID()}`];
    for (const file of [old, young]) writeFileSync(file, "");
    utimesSync(old, 1, now() / 1e6 - 3_600);
    utimesSync(young, 1, now() / 1e6);
    open().writer.close();
    expect((await readdir(join(folder, "state"))).map((file) => join(folder, "state", file))).toEqual([path, young]);
  });

  it("makes a file private that was not", () => {
    open().writer.close();
    chmodSync(path, 0o644);
    open().writer.close();
    expect(modeOf(path)).toBe("600");
  });

  it("refuses a symbolic link, a folder in place of a file, and a folder that all may write", () => {
    mkdirSync(join(folder, "state"));
    symlinkSync(join(folder, "elsewhere"), path);
    expect(refusal()).toMatchObject({
      code: "store-unwritable",
      message: expect.stringContaining("symbolic link") as string,
    });
    expect(refusal(folder)).toMatchObject({ code: "store-unwritable" });
    chmodSync(join(folder, "state"), 0o777);
    expect(refusal(join(folder, "state", "other.db")).message).toContain("everybody may write");
  });

  it.skipIf(!isRoot)("refuses a folder and a file of another user (needs root to make one)", () => {
    mkdirSync(join(folder, "state"));
    chownSync(join(folder, "state"), NOBODY, NOBODY);
    expect(refusal().message).toContain("belongs to another user");
    const own = join(folder, "logs.db");
    writeFileSync(own, "");
    chownSync(own, NOBODY, NOBODY);
    expect(refusal(own).message).toContain("belongs to another user");
  });
});

describe("a file that is not as it should be", () => {
  it("of a newer version is refused and not touched", () => {
    fill();
    const db = new Database(path);
    db.pragma("user_version = 999");
    db.close();
    const before = readFileSync(path);
    expect(refusal()).toMatchObject({ code: "store-newer" });
    expect(openStoreReader(path, READING)).toMatchObject({ ok: false, fault: { code: "store-newer" } });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("of another program is refused and not touched", () => {
    mkdirSync(join(folder, "state"));
    const db = new Database(path);
    db.exec("CREATE TABLE bookmarks (url TEXT)");
    db.close();
    expect(refusal()).toMatchObject({
      code: "store-unwritable",
      message: expect.stringContaining("another program") as string,
    });
    const again = new Database(path, { readonly: true });
    expect(again.prepare("SELECT count(*) FROM bookmarks").pluck().get()).toBe(0);
    again.close();
  });

  const damages: readonly (readonly [string, (file: string) => void])[] = [
    ["overwritten with something else", (file) => writeFileSync(file, "not a database at all ".repeat(4_000))],
    ["cut short", (file) => truncateSync(file, 40_000)],
    [
      "zeroed in the middle of its tables",
      (file) => writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 100), Buffer.alloc(200_000, 0xee)])),
    ],
  ];
  for (const [name, damage] of damages) {
    it(`${name} is kept under another name, said, and a new store begun`, async () => {
      fill();
      damage(path);
      const damaged = readFileSync(path);
      expect(openStoreReader(path, READING)).toMatchObject({ ok: false, fault: { code: "store-corrupt" } });
      const store = open();
      expect(store.notice).toMatchObject({ code: "store-corrupt" });
      const aside = (await readdir(join(folder, "state"))).filter((file) => /\.corrupt-[^-]*$/.test(file));
      expect(aside).toEqual(["logs.db.corrupt-20261121T102030Z"]);
      expect(store.notice?.message).toContain(aside[0]);
      expect(readFileSync(join(folder, "state", aside[0]!)).equals(damaged)).toBe(true);
      const source = store.writer.open(sourceId("file:/x"), "x")!;
      expect(source.resume).toBeUndefined();
      expect(store.writer.append(source, [batchOf([{ text: "new" }])], undefined).ok).toBe(true);
      store.writer.close();
      expect(open().notice).toBeUndefined();
    });
  }

  it("with a block that cannot be unpacked shows those entries empty, says so once, and gives all others", async () => {
    fill();
    const db = new Database(path);
    const block = db.prepare("SELECT id FROM block ORDER BY first LIMIT 1").pluck().get() as number;
    db.prepare("UPDATE chunk SET data = zeroblob(length(data)) WHERE id BETWEEN ? AND ?").run(
      block * 16,
      block * 16 + 15,
    );
    db.close();
    const faults: string[] = [];
    const store = open();
    const reader = openedReader(store, { ...READING, onFault: ({ message }) => faults.push(message) });
    const head = await reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "head" }, before: 0, after: 3 });
    expect(head.entries.map(({ text }) => text)).toEqual(["", "", ""]);
    const tail = await reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 1, after: 0 });
    expect(tail.entries[0]?.text).toContain("batch 39 row 499");
    expect(await reader.count({ kind: "text", text: "batch 39", case: "exact" }, ALL)).toBe(500);
    expect(faults).toHaveLength(1);
    await reader.close();
    store.writer.close();
  });

  it("is missing: a reader says so", () => {
    expect(openStoreReader(path, READING)).toMatchObject({ ok: false, fault: { code: "not-found" } });
  });
});

describe("a place that cannot be written", () => {
  let program = "";
  beforeAll(async () => {
    program = await bundleCollector();
  });

  it("is refused with a hint when the folder is read-only", async () => {
    // Root may write anywhere: be somebody else for this.
    const uid = isRoot ? NOBODY : undefined;
    chmodSync(folder, 0o555);
    const collector = startCollector(program, {
      store: join(folder, "logs.db"),
      ...(uid === undefined ? {} : { uid }),
    });
    expect(await collector.says("refused")).toContain("store-unwritable");
    await collector.end();
    chmodSync(folder, 0o755);
  });

  const mounted = (): boolean => {
    if (!isRoot) return false;
    try {
      asRoot("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder);
      return true;
    } catch {
      return false;
    }
  };

  it("because the disk is full refuses the batch, keeps all before it, and goes on when there is space", async (context) => {
    if (!mounted()) {
      console.warn("SKIPPED: the test of a full disk needs the right to mount a small tmpfs");
      context.skip();
    }
    try {
      const store = open(join(folder, "logs.db"));
      const ballast = join(folder, "ballast");
      writeFileSync(ballast, Buffer.alloc(300_000));
      const source = store.writer.open(sourceId("file:/x"), "x")!;
      const rows = (from: number) =>
        batchOf(
          Array.from({ length: 200 }, (_, index) => ({ text: `line ${from + index} ${Math.sqrt(from + index)}` })),
        );
      let kept = 0;
      let refused = store.writer.append(source, [rows(kept)], token("200"));
      while (refused.ok) {
        kept += 200;
        refused = store.writer.append(source, [rows(kept)], token(String(kept + 200)));
      }
      expect(refused.fault).toMatchObject({ code: "disk-full", hint: expect.stringContaining("space") as string });
      const reader = openedReader(store);
      expect(await reader.count(EVERYTHING, ALL)).toBe(kept);
      await rm(ballast);
      expect(store.writer.append(source, [rows(kept)], token(String(kept + 200)))).toEqual({
        ok: true,
        value: undefined,
      });
      const page = await reader.page({
        query: EVERYTHING,
        scope: ALL,
        anchor: { kind: "tail" },
        before: 200,
        after: 0,
      });
      expect(page.total).toBe(kept + 200);
      expect(page.entries[0]?.text.startsWith(`line ${kept} `)).toBe(true);
      expect(page.entries[0]?.line).toBe(kept + 1);
      await reader.close();
      store.writer.release(source);
      expect(store.writer.open(sourceId("file:/x"), "x")?.resume).toBe(String(kept + 200));
      store.writer.close();
    } finally {
      asRoot("umount", folder);
    }
  });
});
