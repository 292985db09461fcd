import { gzipSync } from "node:zlib";
import { appendFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Source, SourceOptions } from "../../../src/core/ports.js";
import { file } from "../../../src/sources/file.js";
import { rotationBaseOf } from "../../../src/sources/file/path-pattern.js";
import { createSelector } from "../../../src/sources/file/select-files.js";
import { hear } from "../../support/read-source.js";
import { runSource } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };
const ONCE: SourceOptions = { ...FOLLOW, follow: false };

describe("a pattern", () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const put = (name: string, content: string | Uint8Array = "text\n") => {
    mkdirSync(join(folder.path, name, ".."), { recursive: true });
    writeFileSync(join(folder.path, name), content);
  };
  const matches = async (pattern: string, follow = false) => {
    const { matches: found } = await createSelector(join(folder.path, pattern), follow).look();
    return found.map(({ path }) => relative(folder.path, path));
  };
  async function sources(pattern: string, options = FOLLOW): Promise<readonly Source[]> {
    const opened = await file.open(join(folder.path, pattern), options);
    return opened.ok ? opened.value : expect.fail(opened.fault.message);
  }

  it("matches stars, question marks, sets, alternatives and folders of any depth", async () => {
    for (const name of ["a.log", "b.log", "c.txt", "deep/er/d.log", ".hidden.log"]) put(name);
    expect(await matches("*.log")).toEqual(["a.log", "b.log"]);
    expect(await matches("?.txt")).toEqual(["c.txt"]);
    expect(await matches("[bc].*")).toEqual(["b.log", "c.txt"]);
    expect(await matches("{a,c}.*")).toEqual(["a.log", "c.txt"]);
    expect(await matches("**/*.log")).toEqual(["a.log", "b.log", "deep/er/d.log"]);
    expect(await matches(".*.log")).toEqual([".hidden.log"]);
  });

  it("leaves out folders, binary files and links to nowhere, not UTF-16", async () => {
    put("sub/x");
    put("text");
    put("wtmp", Buffer.concat([Buffer.from("x"), Buffer.alloc(400)]));
    put("wide", Buffer.from("\u{feff}wide\n", "utf16le"));
    symlinkSync("nowhere", join(folder.path, "dangling"));
    expect(await matches("*")).toEqual(["text", "wide"]);
  });

  it("leaves out what rotation leaves behind when it is followed, unless it is asked for", async () => {
    for (const name of ["a.log", "a.log.1", "a.log-20260101", "b.log.1", "a-20260101.log"]) put(name);
    put("a.log.2.gz", gzipSync("old\n"));
    expect(await matches("*", true)).toEqual(["a-20260101.log", "a.log", "b.log.1"]);
    expect(await matches("*.gz", true)).toEqual(["a.log.2.gz"]);
    expect((await matches("*")).length).toBe(6);
  });

  it.each([
    ["app.log.1", "app.log"],
    ["app.log-20260101", "app.log"],
    ["app.log-2026010112", "app.log"],
    ["syslog.12", "syslog"],
    ["app-20260101.log", undefined],
    ["app.log", undefined],
    ["release-1.2", "release-1"],
    ["10.0.0.2024", undefined],
  ])("knows what %s was rotated from", (name, base) => {
    const found = rotationBaseOf(join("/logs", name));
    expect(found === undefined ? undefined : basename(found)).toBe(base);
  });

  it("opens each file as a source of its own", async () => {
    put("a.log", "a\n");
    put("b.log", "b\n");
    const opened = await sources("*.log", ONCE);
    expect(opened.map(({ id }) => id)).toEqual([`file:${folder.path}/a.log`, `file:${folder.path}/b.log`]);
    expect(await Promise.all(opened.map(async (source) => (await hear(source)).lines))).toEqual([["a"], ["b"]]);
  });

  it("takes a file whose name looks like a pattern for itself", async () => {
    put("[x].log", "odd\n");
    put("x.log", "even\n");
    const opened = await sources("[x].log", ONCE);
    expect(opened.map(({ id }) => id)).toEqual([`file:${folder.path}/[x].log`]);
  });

  it("says that nothing matches: at once when it reads once, as a source that waits when it follows", async () => {
    expect(await file.open(join(folder.path, "*.log"), ONCE)).toMatchObject({ fault: { code: "not-found" } });
    const [waiting] = await sources("*.log");
    const run = runSource(waiting ?? expect.fail("no source"));
    await run.until(() => run.faults.length === 1);
    put("a.log");
    await run.until(() => run.hasEnded());
    expect(run.received).toEqual([]);
  });

  it("discovers files that come later, from their beginning, and takes a renamed one for none", async () => {
    put("a.log", "a\n");
    const controller = new AbortController();
    const opened = await sources("*.log*");
    const known = new Set(opened.map(({ id }) => id));
    const pattern = join(folder.path, "*.log*");
    const found = file.discover?.(pattern, { ...FOLLOW, history: 0 }, known, controller.signal)[Symbol.asyncIterator]();
    const next = found?.next();
    // Once round with what is known, before anything happens.
    put("b.log", "b 1\nb 2\n");
    const source: Source = (await next)?.value;
    expect(source.id).toBe(`file:${folder.path}/b.log`);
    const run = runSource(source);
    await run.until(() => run.texts().join() === "b 1,b 2");
    await run.stop();
    renameSync(join(folder.path, "a.log"), join(folder.path, "z.log"));
    appendFileSync(join(folder.path, "z.log"), "more\n");
    put("c.log");
    expect((await found?.next())?.value.id).toBe(`file:${folder.path}/c.log`);
    controller.abort();
    expect((await found?.next())?.done).toBe(true);
  });
});
