import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SourceOptions } from "../../src/core/ports.js";
import { discoverSpec, openSpec, SOURCE_KINDS } from "../../src/sources/registry.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ONCE: SourceOptions = { follow: false, history: undefined, since: undefined };

describe("naming a source", () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const idsOf = async (spec: string, options = ONCE): Promise<readonly string[] | string> => {
    const opened = await openSpec(spec, options);
    return opened.ok ? opened.value.map(({ id }) => id) : opened.fault.code;
  };

  it("takes a path, a pattern, a dash and a scheme", async () => {
    const path = join(folder.path, "a.log");
    writeFileSync(path, "a\n");
    expect(await idsOf(path)).toEqual([`file:${path}`]);
    expect(await idsOf(`file:${path}`)).toEqual([`file:${path}`]);
    expect(await idsOf(`FILE://${path}`)).toEqual([`file:${path}`]);
    expect(await idsOf(join(folder.path, "*.log"))).toEqual([`file:${path}`]);
    expect(await idsOf("exec:true")).toEqual(["exec:true"]);
    expect((await idsOf("-"))[0]).toMatch(/^stdin:#/);
  });

  it("gives a file the same name however its path is written", async () => {
    writeFileSync(join(folder.path, "a.log"), "a\n");
    const path = join(folder.path, "a.log");
    expect(await idsOf(`${folder.path}/./x/..//a.log`)).toEqual([`file:${path}`]);
  });

  it("takes a text with a colon for a path when there is such a file", async () => {
    const path = join(folder.path, "odd:name");
    writeFileSync(path, "a\n");
    expect(await idsOf(path)).toEqual([`file:${path}`]);
    const cwd = process.cwd();
    process.chdir(folder.path);
    try {
      expect(await idsOf("odd:name")).toEqual([`file:${path}`]);
    } finally {
      process.chdir(cwd);
    }
  });

  it("suggests what a mistyped scheme may have meant", async () => {
    expect(await openSpec("jurnal:unit=x", ONCE)).toMatchObject({
      ok: false,
      fault: { code: "source-unknown", hint: "did you mean journal: ?" },
    });
    const strange = await openSpec("zzz:x", ONCE);
    const schemes = SOURCE_KINDS.map(({ scheme }) => `${scheme}:`).join(" ");
    expect(strange).toMatchObject({ ok: false, fault: { hint: `known are ${schemes}` } });
  });

  it("suggests the scheme for its bare name, when there is no file called so", async () => {
    for (const options of [ONCE, { ...ONCE, follow: true }]) {
      expect(await openSpec("journal", options)).toMatchObject({
        ok: false,
        fault: { hint: "did you mean journal: ?" },
      });
    }
  });

  it("discovers nothing for what cannot grow", async () => {
    for (const spec of ["-", "exec:true", "zzz:x"]) {
      const found = [];
      for await (const source of discoverSpec(spec, ONCE, new Set(), AbortSignal.abort())) found.push(source);
      expect(found).toEqual([]);
    }
  });

  it("has kinds that can be listed: unlike schemes, a summary, an example of the scheme", () => {
    expect(new Set(SOURCE_KINDS.map(({ scheme }) => scheme)).size).toBe(SOURCE_KINDS.length);
    for (const { scheme, summary, example } of SOURCE_KINDS) {
      expect(summary.length).toBeGreaterThan(10);
      expect(example === "-" || example.startsWith(`${scheme}:`)).toBe(true);
    }
  });
});
