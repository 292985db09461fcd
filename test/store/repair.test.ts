import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import { openStore } from "../../src/store/open-store.js";
import { token } from "../contracts/log-store-contract.js";
import { ask } from "../support/ask.js";
import { batchOf } from "../support/entry-batch.js";
import { valueOf } from "../support/new-session.js";
import { temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

const START = Date.UTC(2026, 8, 1) * 1_000;
const BATCHES = 120;
const ROWS = 400;
const COUNT = BATCHES * ROWS * 2;
const whole = join(home.path, "whole.db");

/** Two sources of several full blocks each, an entry a minute. */
beforeAll(() => {
  const now = () => micros(START);
  const store = valueOf(openStore({ path: whole, collector: { kind: "test", command: "test" }, now }));
  for (const name of ["file:/a", "file:/b"]) {
    const source = store.writer.open(sourceId(name), name) ?? expect.fail("nobody else collects it");
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const rows = Array.from({ length: ROWS }, (_, row) => {
        const number = batch * ROWS + row;
        return { text: `${name} entry ${number} of ${Math.sin(number)}`, at: START + number * 60e6 };
      });
      valueOf(store.writer.append(source, [batchOf(rows)], token(String(batch))));
    }
  }
  store.writer.close();
});

let copies = 0;
const copied = (): string => {
  const path = join(home.path, `${(copies += 1)}`, "log.db");
  home.write(`${copies}/.keep`, "");
  copyFileSync(whole, path);
  return path;
};
const logstream = (path: string, ...args: readonly string[]) => ask(home, [...args, "--store", path]);
const countOf = async (path: string): Promise<number> => Number((await logstream(path, "query", "-c", "")).stdout);
const repairOf = async (path: string) => {
  const { stdout, stderr, code } = await logstream(path, "store", "repair", "-o", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as {
    readonly mended: number;
    readonly takenOut: readonly string[];
    readonly replaced: readonly string[];
    readonly lost: readonly { readonly entries: number }[];
    readonly files: readonly { readonly damaged: readonly { readonly entries: number }[] }[];
  };
};
/** Flips a bit of each block's column group with this number. */
const spoil = (path: string, group: number): void => {
  const db = new Database(path);
  const chunks = db.prepare("SELECT id, data FROM chunk WHERE id & 15 = ?").raw().all(group) as [number, Buffer][];
  expect(chunks.length).toBeGreaterThan(0);
  for (const [id, data] of chunks) {
    data[data.length >> 1] = (data[data.length >> 1] ?? 0) ^ 0x10;
    db.prepare("UPDATE chunk SET data = ? WHERE id = ?").run(data, id);
  }
  db.pragma("journal_mode = DELETE");
  db.close();
};
const FILTER = 12;

describe("store repair", () => {
  it("makes a damaged filter anew from the texts, and loses nothing", async () => {
    const path = copied();
    spoil(path, FILTER);
    const done = await repairOf(path);
    expect(done).toMatchObject({ takenOut: [], lost: [], replaced: [] });
    expect(done.mended).toBeGreaterThan(3);
    expect(await countOf(path)).toBe(COUNT);
    expect((await logstream(path, "query", "-c", '"entry 17 of"')).stdout).toBe("2\n");
    expect((await logstream(path, "store", "check")).code).toBe(0);
  });

  it("repairs archives, too", async () => {
    const path = copied();
    expect((await logstream(path, "store", "archive", "--before", "2026-09-25")).code).toBe(0);
    const archive = join(dirname(path), "log-2026-09.db");
    expect(await countOf(path)).toBe(COUNT);
    spoil(archive, FILTER);
    expect((await repairOf(path)).mended).toBeGreaterThan(1);
    expect(await countOf(path)).toBe(COUNT);
    spoil(archive, 8);
    const { takenOut, files } = await repairOf(path);
    const gone = files.flatMap(({ damaged }) => damaged).reduce((sum, { entries }) => sum + entries, 0);
    expect(takenOut).toHaveLength(1);
    expect(await countOf(path)).toBe(COUNT - gone);
    expect((await logstream(path, "store", "check")).code).toBe(0);
  });

  it("copies what pages of the file still hold, says what they do not, and collecting goes on", async () => {
    const { length } = readFileSync(whole);
    let saved = 0;
    for (const share of [0.15, 0.35, 0.55, 0.75, 0.95]) {
      const path = copied();
      const bytes = readFileSync(path);
      // All but the head of the file may be hit.
      const page = Math.max(2, Math.floor((length / 4_096) * share));
      bytes.fill(0xa5, page * 4_096, (page + 2) * 4_096);
      writeFileSync(path, bytes);
      const done = await repairOf(path);
      const kept = await countOf(path);
      saved += kept;
      const out = done.files.flatMap(({ damaged }) => damaged).reduce((sum, { entries }) => sum + entries, 0);
      const lost = done.lost.reduce((sum, { entries }) => sum + entries, 0);
      expect(kept + out + lost, `page ${page}`).toBe(COUNT);
      const check = await logstream(path, "store", "check");
      expect({ page, code: check.code, stdout: check.stdout }).toMatchObject({ page, code: 0 });
      const now = () => micros(START);
      const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now }));
      const source = store.writer.open(sourceId("file:/a"), "a") ?? expect.fail("nobody else collects it");
      valueOf(store.writer.append(source, [batchOf([{ text: "one more", at: START + 1e12 }])], token("more")));
      store.writer.close();
      expect(await countOf(path)).toBe(kept + 1);
    }
    expect(saved).toBeGreaterThan(COUNT * 3);
  });
});

describe("store prune", () => {
  it("makes an old store such that space can be given back", async () => {
    const path = copied();
    const db = new Database(path);
    db.pragma("auto_vacuum = NONE");
    db.exec("VACUUM");
    db.exec("DELETE FROM block WHERE source = 1; DELETE FROM chunk WHERE id >> 4 NOT IN (SELECT id FROM block)");
    expect(db.pragma("auto_vacuum", { simple: true })).toBe(0);
    db.pragma("journal_mode = DELETE");
    db.close();
    const before = readFileSync(path).length;
    const { code, stderr } = await logstream(path, "store", "prune", "--keep-size", "1G");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readFileSync(path).length).toBeLessThan(before * 0.8);
    const again = new Database(path, { readonly: true });
    expect(again.pragma("auto_vacuum", { simple: true })).toBe(2);
    again.close();
    expect(await countOf(path)).toBe(COUNT / 2);
  });
});
