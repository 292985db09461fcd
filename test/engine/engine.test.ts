import { appendFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FaultError } from "../../src/core/fault.js";
import type { AggregateSnapshot, Engine, EngineNews, PageRequest, Scope } from "../../src/core/ports.js";
import { EVERYTHING, type Query } from "../../src/core/query/ast.js";
import { parseQuery } from "../../src/core/query/parse.js";
import type { Stage } from "../../src/core/query/statement.js";
import { micros } from "../../src/core/time.js";
import { startInProcess } from "../../src/engine/in-process.js";
import type { EngineConfig } from "../../src/engine/protocol.js";
import type { startEngine } from "../../src/engine/start.js";
import { bundledEngine } from "../support/engine-bundle.js";
import { type Home, temporaryHome } from "../support/program.js";

const COUNT = 6_000;
const LEVELS = ["ERROR", "WARNING", "INFO", "DEBUG"];
const lines = Array.from({ length: COUNT }, (_, index) => {
  const second = new Date(Date.UTC(2026, 10, 20) + index * 1_000).toISOString();
  const trace = index % 50 === 7 ? `\n  at frame ${index}\n  at main` : "";
  return `${second} ${LEVELS[index % 7] ?? "INFO"} request ${index} took ${index % 13} ms${trace}`;
});

let home: Home;
let log = "";
let start: typeof startEngine;
const open: Engine[] = [];
beforeAll(async () => {
  home = temporaryHome();
  log = home.write("app.log", `${lines.join("\n")}\n`);
  start = (await bundledEngine()).startEngine;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
});
afterAll(() => home.remove());

const config = (store: string | undefined, more: Partial<EngineConfig> = {}): EngineConfig => ({
  storePath: store === undefined ? undefined : `${home.path}/${store}`,
  specs: [log],
  follow: true,
  history: undefined,
  since: undefined,
  collector: { kind: "test", command: "test" },
  ...more,
});

async function threaded(wanted: EngineConfig): Promise<Engine> {
  const started = await start(wanted);
  if (!started.ok) throw new FaultError(started.fault);
  open.push(started.value);
  return started.value;
}

async function inProcess(wanted: EngineConfig): Promise<Engine> {
  const started = await startInProcess(wanted);
  if (!started.ok) throw new FaultError(started.fault);
  open.push(started.value.engine);
  return started.value.engine;
}

/** The first news that are as wanted. */
function newsOf(engine: Engine, isWanted: (news: EngineNews) => boolean): Promise<EngineNews> {
  return new Promise((resolve) => {
    const stop = engine.onNews((news) => {
      if (!isWanted(news)) return;
      queueMicrotask(() => stop());
      resolve(news);
    });
  });
}

const hasAll = ({ entries }: EngineNews): boolean => entries === COUNT;

function query(text: string): Query {
  const parsed = parseQuery(text, { now: micros(Date.UTC(2026, 10, 21) * 1_000), localOffset: () => 0 });
  if (!parsed.ok) throw new FaultError(parsed.fault);
  return parsed.value;
}

const ANCHORS: readonly PageRequest["anchor"][] = [
  { kind: "head" },
  { kind: "tail" },
  { kind: "fraction", fraction: 0.4 },
  { kind: "time", at: micros(Date.UTC(2026, 10, 20, 0, 50) * 1_000) },
];

const TABLES: readonly (readonly Stage[])[] = [
  [{ kind: "count", slice: { kind: "auto" }, by: ["level"] }],
  [
    { kind: "last", count: 50 },
    { kind: "top", most: 3, fields: ["message"] },
  ],
];

/** All that can be asked of an engine. */
async function answersOf(engine: Engine, text: string): Promise<unknown> {
  const asked = query(text);
  const { scope } = engine;
  const pages = await Promise.all(
    ANCHORS.map((anchor) => engine.page({ query: asked, scope, anchor, before: 40, after: 40 })),
  );
  const middle = pages[2]?.entries[3]?.id;
  const scanned: string[] = [];
  const request = { query: asked, scope, direction: "newest-first", limit: 1_500 } as const;
  for await (const rows of engine.scan(request)) scanned.push(...rows.map(({ message }) => message));
  // What it has not looked at after some milliseconds comes with the next call.
  let { matches, total, complete } = await engine.overview(asked, scope, 20);
  while (!complete) ({ matches, total, complete } = await engine.overview(asked, scope, 20));
  const tables: unknown[] = [];
  for (const stages of TABLES) {
    const snapshots: AggregateSnapshot[] = [];
    for await (const snapshot of engine.aggregate({ statement: { query: asked, stages }, scope }))
      snapshots.push(snapshot);
    tables.push(snapshots.at(-1));
  }
  return {
    tables,
    // Revisions count commits, places within a block are estimates: both depend on how the lines came.
    pages: pages.map(({ revision: _revision, position: _position, ...page }) => page),
    found: await engine.find({ query: EVERYTHING, pattern: asked, scope, from: middle, direction: "older" }),
    count: await engine.count(asked, scope),
    overview: { matches, total, complete },
    entry: middle === undefined ? undefined : await engine.entry(middle),
    raw: middle === undefined ? undefined : Buffer.from((await engine.raw(middle)) ?? []).toString(),
    // A store in memory has no other who would ask.
    sources: (await engine.sources()).map(({ holder: _holder, ...source }) => source),
    scanned,
  };
}

describe("an engine in threads of its own", () => {
  it("gives the same answers as one in this thread, whether the store is in a file or in memory", async () => {
    const engines = await Promise.all([
      inProcess(config(undefined)),
      threaded(config(undefined)),
      inProcess(config("one.db")),
      threaded(config("two.db")),
    ]);
    await Promise.all(engines.map((engine) => newsOf(engine, hasAll)));
    for (const text of ["", "level>=error", "took -frame", "/frame \\d{3}7/", "nothing-like-it"]) {
      const [first, ...others] = await Promise.all(engines.map((engine) => answersOf(engine, text)));
      for (const other of others) expect(other).toEqual(first);
    }
  });

  it("brings entries in the order of the file, tracebacks whole, with the exact bytes", async () => {
    const engine = await threaded(config("order.db"));
    await newsOf(engine, hasAll);
    const texts: string[] = [];
    const request = { query: EVERYTHING, scope: engine.scope, direction: "oldest-first", limit: undefined } as const;
    for await (const rows of engine.scan(request)) texts.push(...rows.map(({ text }) => text));
    expect(texts).toEqual(lines);
  });

  it("lets a scan be read slowly, left early and cancelled, and answers others meanwhile", async () => {
    const engine = await threaded(config("scan.db"));
    await newsOf(engine, hasAll);
    const { scope } = engine;
    const request = { query: EVERYTHING, scope, direction: "oldest-first", limit: undefined } as const;

    const texts: string[] = [];
    for await (const rows of engine.scan(request)) {
      texts.push(...rows.map(({ text }) => text));
      expect(await engine.count(EVERYTHING, scope)).toBe(COUNT);
    }
    expect(texts).toEqual(lines);

    for await (const rows of engine.scan(request)) if (rows.length > 0) break;
    expect(await engine.count(EVERYTHING, scope)).toBe(COUNT);

    const controller = new AbortController();
    const cancelled = (async () => {
      for await (const _rows of engine.scan(request, controller.signal)) controller.abort();
    })();
    await expect(cancelled).rejects.toMatchObject({ fault: { code: "cancelled" } });
    expect(await engine.count(EVERYTHING, scope)).toBe(COUNT);
  });

  it("takes back any question, also one that was withdrawn before it was asked", async () => {
    const engine = await threaded(config("cancel.db"));
    await newsOf(engine, hasAll);
    const { scope } = engine;
    const slow = query("/(request|frame).*9.*9/");
    const ask = (signal: AbortSignal): readonly Promise<unknown>[] => [
      engine.count(slow, scope, signal),
      engine.find(
        { query: slow, pattern: query("nothing-like-it"), scope, from: undefined, direction: "older" },
        signal,
      ),
      engine.page({ query: query("nothing-like-it"), scope, anchor: { kind: "tail" }, before: 9, after: 0 }, signal),
    ];
    for (const settled of await Promise.allSettled(ask(AbortSignal.abort()))) {
      expect(settled).toMatchObject({ status: "rejected", reason: { fault: { code: "cancelled" } } });
    }
    const controller = new AbortController();
    const asked = ask(controller.signal);
    controller.abort();
    for (const settled of await Promise.allSettled(asked)) {
      // Whichever was first: the answer or its withdrawal.
      if (settled.status === "rejected") expect(settled.reason).toMatchObject({ fault: { code: "cancelled" } });
    }
    expect(await engine.count(EVERYTHING, scope)).toBe(COUNT);
  });

  it("tells at once what a listener missed, then what comes, until it stops listening", async () => {
    const growing = home.write("growing.log", "first\n");
    const engine = await threaded(config("news.db", { specs: [growing] }));
    await newsOf(engine, ({ entries, sources }) => entries === 1 && sources[0]?.state === "following");
    const heard: EngineNews[] = [];
    const stop = engine.onNews((news) => heard.push(news));
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ entries: 1, fault: undefined, sources: [{ label: growing, state: "following" }] });
    appendFileSync(growing, "second\nthird\n");
    await newsOf(engine, ({ entries }) => entries === 3);
    stop();
    const { length } = heard;
    expect(heard.at(-1)?.revision).toBeGreaterThan(heard[0]?.revision ?? Infinity);
    appendFileSync(growing, "fourth\n");
    await newsOf(engine, ({ entries }) => entries === 4);
    expect(heard).toHaveLength(length);
  });

  it("tells what another process keeps in the same store", async () => {
    const shared = home.write("shared.log", "one\n");
    const first = await inProcess(config("shared.db", { specs: [shared] }));
    await newsOf(first, ({ entries }) => entries === 1);
    const second = await threaded(config("shared.db", { specs: [shared] }));
    const before = await newsOf(second, ({ sources }) => sources[0]?.state === "shared");
    expect(before.sources[0]?.holder).toMatchObject({ pid: process.pid });
    appendFileSync(shared, "two\n");
    await newsOf(second, ({ revision }) => revision > before.revision);
    const scope: Scope = second.scope;
    const page = await second.page({ query: EVERYTHING, scope, anchor: { kind: "tail" }, before: 9, after: 0 });
    expect(page.entries.map(({ text }) => text)).toEqual(["one", "two"]);

    await first.close();
    open.splice(open.indexOf(first), 1);
    const after = await newsOf(second, ({ sources }) => sources[0]?.state === "following");
    expect(after.sources[0]?.holder).toBeUndefined();
    appendFileSync(shared, "three\n");
    await newsOf(second, ({ entries }) => entries === 1);
    expect(await second.count(EVERYTHING, scope)).toBe(3);
  });

  it("does not start on a store it may not touch, and says why", async () => {
    const bad = home.write("folder.db/x", "");
    const started = await start(config("folder.db"));
    expect(bad).toContain("folder.db");
    expect(started).toMatchObject({
      ok: false,
      fault: { code: "store-unwritable", hint: expect.stringMatching(/\S/) },
    });
  });

  it("answers nothing more once it is closed", async () => {
    const engine = await threaded(config("closed.db"));
    await newsOf(engine, hasAll);
    const pending = engine.count(query("/(request|frame).*9/"), engine.scope);
    const settled = pending.catch((error: unknown) => error);
    await engine.close();
    open.splice(open.indexOf(engine), 1);
    const answer = await settled;
    if (typeof answer !== "number") expect(answer).toMatchObject({ fault: { code: "cancelled" } });
    await expect(engine.count(EVERYTHING, engine.scope)).rejects.toMatchObject({ fault: { code: "cancelled" } });
  });
});
