import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { createBuildModel } from "../../src/nix/build-model.js";
import { decodeNix } from "../../src/nix/decode.js";
import { neededDerivations } from "../../src/nix/derivation.js";
import { newProgressLine, readProgress } from "../../src/nix/progress-line.js";
import { readError } from "../../src/nix/statement.js";
import { nameOfPath, programOfName } from "../../src/nix/store-path.js";

const path = (name: string) => `/nix/store/${"a".repeat(32)}-${name}`;
const FAIL = path("fail-1.0.drv");
const TOP = path("top-2.0.drv");

/** The report after lines for people, a second apart. */
function reportOf(lines: readonly string[], needs: Readonly<Record<string, readonly string[]>> = {}) {
  const model = createBuildModel();
  for (const [index, line] of lines.entries()) model.read(line, micros(index * 1_000_000));
  for (const [drv, needed] of Object.entries(needs)) model.addNeeds(drv, needed);
  model.end(micros(lines.length * 1_000_000));
  return model.report();
}

describe("nix's words", () => {
  it("are understood as nix 2.30 and later put failures", () => {
    const lines = [
      "these 2 derivations will be built:",
      `  ${FAIL}`,
      `  ${TOP}`,
      `building '${FAIL}'...`,
      `error: Cannot build '${FAIL}'.`,
      "       Reason: builder failed with exit code 1.",
      "       Output paths:",
      `         ${path("fail-1.0")}`,
      "       Last 2 log lines:",
      "       > compiling",
      "       > no such file",
      "       For full logs, run:",
      `         nix log ${FAIL}`,
      `error: Cannot build '${TOP}'.`,
      "       Reason: 1 dependency failed.",
      "       Output paths:",
      `         ${path("top-2.0")}`,
      "error: Build failed due to failed dependency",
    ];
    const report = reportOf(lines);
    expect(report.steps.map(({ name, state, error, cause }) => [name, state, error, cause])).toEqual([
      ["fail-1.0", "failed", "builder failed with exit code 1", undefined],
      ["top-2.0", "failed", "1 dependency failed", FAIL],
    ]);
    expect(report.steps[0]?.logTail).toEqual(["compiling", "no such file"]);
    expect(report.errors).toEqual([]);
  });

  it("tell where something is built, from where it is fetched, and what waits", () => {
    const lines = [
      "this path will be fetched (1.00 MiB download, 2.00 MiB unpacked):",
      `  ${path("lib-1")}`,
      `copying path '${path("lib-1")}' from 'https://cache.nixos.org'...`,
      `building '${FAIL}' on 'ssh://builder'...`,
      `waiting for lock on '${path("top-2.0")}'...`,
    ];
    const model = createBuildModel();
    model.read("this derivation will be built:", micros(0));
    model.read(`  ${TOP}`, micros(0));
    for (const line of lines) model.read(line, micros(1));
    const report = model.report();
    expect(report.steps.map(({ name, state, host }) => [name, state, host])).toEqual([
      ["top-2.0", "waiting", undefined],
      ["fail-1.0", "running", "ssh://builder"],
    ]);
    expect(report.fetches[0]).toMatchObject({ state: "running", from: "https://cache.nixos.org" });
  });

  it("leave open what broke off, but for what another build that began has needed", () => {
    const lines = [`building '${path("a-1.drv")}'...`, `building '${path("b-1.drv")}'...`, `building '${FAIL}'...`];
    const failed = `error: builder for '${FAIL}' failed with exit code 2`;
    const report = reportOf([...lines, failed], { [FAIL]: [path("a-1.drv")] });
    expect(report.steps.map(({ name, state }) => [name, state])).toEqual([
      ["a-1", "done"],
      ["b-1", "running"],
      ["fail-1.0", "failed"],
    ]);
  });

  it("count warnings, and pass over errors that nix itself ignores", () => {
    const report = reportOf([
      "warning: error: unable to download 'http://x': HTTP error 500",
      "",
      "       boom; retrying in 257 ms",
      "error (ignored): error: cannot unlink '/tmp/x'",
      "evaluation warning: foo is deprecated",
      "trace: warning: old",
    ]);
    expect(report).toMatchObject({ warnings: 3, errors: [], steps: [] });
  });

  it("give the real message of an error whose trace comes first", () => {
    const text =
      "error:\n       … while calling the 'throw' builtin\n         at x:1:1:\n\n       error: no\n       more of it";
    expect(readError(text)).toEqual({ kind: "error", text: "no\n       more of it" });
  });

  it("take linear time, whatever they say", () => {
    const hostile = [
      `error: ${"derivation '".repeat(50_000)}`,
      `error: builder for '${"x.drv!".repeat(50_000)}`,
      `error:${"\n       error:".repeat(50_000)}`,
      `error: build of ${"'!".repeat(50_000)} failed`,
      `error: x\n log lines:${"\n>".repeat(50_000)}`,
    ];
    for (const text of hostile) expect(["error", "failed", "goals-failed"]).toContain(readError(text).kind);
  }, 5_000);
});

describe("names and derivations", () => {
  it("splits a name from its version as nix does", () => {
    const names = [
      "zlib-1.3.1",
      "hello-ok",
      "python3-3.12.8",
      "python3.12-requests-2.32",
      "source-1.0.tar.gz",
      "a--1",
      "x-",
    ];
    expect(names.map(programOfName)).toEqual([
      "zlib",
      "hello-ok",
      "python3",
      "python3.12-requests",
      "source",
      "a",
      "x-",
    ]);
    expect(nameOfPath(FAIL)).toBe("fail-1.0");
  });

  it("reads what a derivation needs, and nothing from what is none", () => {
    const outputs = `[("out","${path("x")}","","")]`;
    const inputs = `[("${FAIL}",["out","dev"]),("${TOP}",["out"])]`;
    const rest = `["${path("src")}"],"x86_64-linux","/bin/sh",["-c","echo \\"(["],[("name","x")])`;
    expect(neededDerivations(`Derive(${outputs},${inputs},${rest}`)).toEqual([FAIL, TOP]);
    expect(neededDerivations(`DrvWithVersion("xp-dyn-drv",${outputs},[("${FAIL}",(["out"],[]))],${rest}`)).toEqual([
      FAIL,
    ]);
    expect(neededDerivations(`Derive(${outputs},[],${rest}`)).toEqual([]);
    fc.assert(fc.property(fc.string(), (text) => neededDerivations(`Derive(${text}`).length >= 0));
  });
});

describe("a progress line", () => {
  const read = (json: string) => {
    const bytes = Buffer.from(`xx${json}yy`);
    const line = newProgressLine();
    return readProgress(bytes, 2, bytes.length - 2, line) ? line : undefined;
  };

  it("is read from its bytes as it would be from its JSON", () => {
    const number = fc.maxSafeNat();
    const id = fc.nat({ max: 999_999_999_999_999 });
    const property = fc.property(fc.array(number, { minLength: 4, maxLength: 4 }), id, (fields, owner) => {
      const json = JSON.stringify({ action: "result", fields, id: owner, type: 105 });
      const line = read(json);
      // What may not be exact goes the long way.
      if (fields.some((field) => String(field).length > 15)) expect(line).toBeUndefined();
      else {
        const [done, expected, running, failed] = line?.fields ?? [];
        const event = decodeNix(json);
        expect(event).toEqual({ kind: "progress", id: String(line?.id), done, expected, running, failed });
      }
    });
    fc.assert(property);
  });

  it("is nothing else", () => {
    expect(read('{"action":"result","fields":[101,24000472],"id":7,"type":106}')?.type).toBe(106);
    for (const json of [
      '{"action":"result","fields":[1,2,3,4],"id":7,"type":106}',
      '{"action":"result","fields":[1,2],"id":7,"type":105}',
      '{"action":"result","fields":[1,2,3],"id":7,"type":105}',
      '{"action":"result","fields":[1,2,3,4,5],"id":7,"type":105}',
      '{"action":"result","fields":[],"id":7,"type":105}',
      '{"action":"result","fields":["a"],"id":7,"type":101}',
      '{"action":"result","fields":[1,2,3,4],"id":18014398509481985,"type":105}',
      '{"action":"result","fields":[1,2,3,4],"id":7,"type":105,"more":1}',
      '{"action":"result","fields":[1,2,3,4],"id":7,"type":10',
    ]) {
      expect([json, read(json)]).toEqual([json, undefined]);
    }
  });

  it("keeps an id that a number cannot hold", () => {
    const event = decodeNix('{"action":"result","fields":[1,2,3,4],"id":18014398509481985,"type":105}');
    expect(event).toMatchObject({ kind: "progress", id: "18014398509481985" });
    expect(decodeNix('{"action":"stop","id":18446744073709551615}')).toEqual({
      kind: "stop",
      id: "18446744073709551615",
    });
    expect(decodeNix('{"action":"msg","level":3,"msg":"\\"id\\":18014398509481985,"}')).toMatchObject({
      text: '"id":18014398509481985,',
    });
  });
});
