import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { Fault, Result } from "../../src/core/fault.js";
import type { SourceHandle } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { openStore, openStoreReader, type Store, type StoreReader } from "../../src/store/open-store.js";
import { ALL, READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { newSession, valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let elsewhere: string;
let store: Store;
let source: SourceHandle;
let told: Fault[] = [];

const collector = { kind: "test", command: "test" };
const now = () => micros(1e15);

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "state/log.db");
  elsewhere = join(folder.path, "moved.db");
  told = [];
  store = valueOf(openStore({ path, collector, now, moved: (fault) => told.push(fault) }));
  source = store.writer.open(sourceId("file:/a"), "a")!;
});
afterEach(() => {
  store.writer.close();
  folder.remove();
});

function write(...texts: readonly string[]): Result<void> {
  return store.writer.append(source, [batchOf(texts.map((text) => ({ text })))], token(texts.at(-1) ?? ""));
}

async function textsOf(reader: StoreReader): Promise<readonly string[]> {
  const found: string[] = [];
  const request = { query: EVERYTHING, scope: ALL, direction: "oldest-first", limit: undefined } as const;
  for await (const part of reader.scan(request)) found.push(...part.map(({ text }) => text));
  return found;
}

async function textsAt(place: string): Promise<readonly string[]> {
  const reader = valueOf(openStoreReader(place, READING));
  const found = await textsOf(reader);
  await reader.close();
  return found;
}

describe("a store that goes away while it is collected into", () => {
  it("is whole where it was moved to, and the next entries are in a new one", async () => {
    const heard: Fault[] = [];
    const reader = valueOf(openStoreReader(path, { ...READING, onMoved: (fault) => heard.push(fault) }));
    valueOf(write("one", "two"));
    const revision = reader.revision();
    renameSync(path, elsewhere);
    // Who only reads goes on with what is open, and says so once.
    expect(await textsOf(reader)).toEqual(["one", "two"]);
    expect(await reader.count(EVERYTHING, ALL)).toBe(2);
    expect(heard.map(({ code }) => code)).toEqual(["store-moved"]);
    valueOf(write("three"));
    valueOf(write("four"));
    expect(await textsAt(elsewhere)).toEqual(["one", "two"]);
    expect(await textsAt(path)).toEqual(["three", "four"]);
    expect(await textsOf(reader)).toEqual(["three", "four"]);
    expect(reader.moves()).toBe(1);
    expect(reader.revision()).toBeGreaterThan(revision);
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining("collecting goes on in a new one")]);
    expect(heard).toHaveLength(2);
    await reader.close();
  });

  it("is begun anew where it was deleted, with its folder or without", async () => {
    valueOf(write("one"));
    rmSync(path);
    valueOf(write("two"));
    expect(await textsAt(path)).toEqual(["two"]);
    rmSync(join(folder.path, "state"), { recursive: true });
    valueOf(write("three"));
    expect(await textsAt(path)).toEqual(["three"]);
    expect(told).toHaveLength(2);
    // The places of sources came along: after a restart nothing is there twice.
    store.writer.close();
    store = valueOf(openStore({ path, collector, now }));
    expect(store.writer.open(sourceId("file:/a"), "a")).toMatchObject({ resume: "three", nextOrdinal: 1 });
  });

  it("takes along the session that goes on", async () => {
    const id = valueOf(store.writer.sessions.begin(newSession({ name: "upgrade" })));
    rmSync(path);
    valueOf(store.writer.sessions.update(id, { result: "succeeded" }));
    const reader = valueOf(openStoreReader(path, READING));
    expect(await reader.sessions()).toMatchObject([{ name: "upgrade", result: "succeeded" }]);
    await reader.close();
  });

  it("is not written any more when another store took its place that has the source up to elsewhere", async () => {
    valueOf(write("one"));
    store.writer.close();
    const backup = join(folder.path, "backup.db");
    copyFileSync(path, backup);
    store = valueOf(openStore({ path, collector, now, moved: (fault) => told.push(fault) }));
    source = store.writer.open(sourceId("file:/a"), "a")!;
    valueOf(write("two"));
    renameSync(backup, path);
    const refused = write("three");
    expect(refused).toMatchObject({ ok: false, fault: { code: "store-moved" } });
    expect(refused.ok ? "" : refused.fault.hint).toContain("start logstream again");
    expect(await textsAt(path)).toEqual(["one"]);
  });

  it.each([
    ["of a newer version", "store-newer", () => newerStore()],
    ["of another program", "store-unwritable", () => otherDatabase()],
  ])("leaves one %s alone that took its place", (_what, code, made) => {
    valueOf(write("one"));
    rmSync(path);
    made();
    expect(write("two")).toMatchObject({ ok: false, fault: { code } });
    rmSync(path);
    expect(write("two")).toMatchObject({ ok: true });
  });

  it("is held by one collector of a source, also when both find a new one", async () => {
    const other = valueOf(openStore({ path, collector, now }));
    expect(other.writer.open(sourceId("file:/a"), "a")).toBeUndefined();
    rmSync(path);
    const theirs = other.writer.open(sourceId("file:/a"), "a");
    expect(theirs).toBeDefined();
    expect(write("one")).toMatchObject({ ok: false, fault: { message: expect.stringContaining("another logstream") } });
    other.writer.close();
    expect(existsSync(path)).toBe(true);
  });
});

function newerStore(): void {
  const db = new Database(path);
  db.pragma("application_id = 1819240307");
  db.exec("CREATE TABLE later (x)");
  db.pragma("user_version = 99");
  db.close();
}

function otherDatabase(): void {
  const db = new Database(path);
  db.exec("CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
  db.close();
  writeFileSync(`${path}.note`, "");
}
