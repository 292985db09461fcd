import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Engine, EngineNews } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { startInProcess } from "../../src/engine/in-process.js";

let folder: string;
let engine: Engine | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logstream-glob-"));
});
afterEach(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

it("collects files that come to match a followed pattern later, from their first line", async () => {
  writeFileSync(join(folder, "one.log"), "first\n");
  const config = {
    storePath: undefined,
    specs: [join(folder, "*.log")],
    follow: true,
    history: undefined,
    since: undefined,
    collector: { kind: "test", command: "test" },
  };
  const started = await startInProcess(config);
  if (!started.ok) throw new Error(started.fault.message);
  engine = started.value.engine;
  const until = (enough: (news: EngineNews) => boolean) =>
    new Promise<EngineNews>((resolve) => {
      const stop = engine?.onNews((news) => {
        if (!enough(news)) return;
        queueMicrotask(() => stop?.());
        resolve(news);
      });
    });
  await until((news) => news.entries === 1);
  writeFileSync(join(folder, "two.log"), "second\n");
  await until((news) => news.sources.length === 2 && news.entries === 2);
  appendFileSync(join(folder, "two.log"), "third\n");
  const news = await until((latest) => latest.entries === 3);

  const scope = { sources: news.sources.map(({ id }) => id) };
  const page = await engine.page({ query: EVERYTHING, scope, anchor: { kind: "tail" }, before: 10, after: 0 });
  expect(page.entries.map(({ text }) => text).toSorted()).toEqual(["first", "second", "third"]);
});
