import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import fc from "fast-check";
import type { SourceOptions } from "../../../src/core/ports.js";
import { endsBzip2 } from "../../../src/sources/nix/log-file.js";
import { nix } from "../../../src/sources/nix.js";
import { sourceContract } from "../../contracts/source-contract.js";
import { runSource } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const hasBzip2 = hasProgram("bzip2");
if (!hasBzip2) console.warn("NOT TESTED: compressed build logs, because bzip2 is not installed");

function hasProgram(name: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };
const ONCE: SourceOptions = { ...FOLLOW, follow: false };

let folder = temporaryFolder();
let number = 0;
let beganAt = 0;
beforeEach(() => {
  beganAt = Date.now();
  folder = temporaryFolder();
  process.env["NIX_LOG_DIR"] = join(folder.path, "var", "log", "nix");
  mkdirSync(join(folder.path, "var", "log", "nix", "drvs"), { recursive: true });
  number = 0;
});
afterEach(() => {
  delete process.env["NIX_LOG_DIR"];
  folder.remove();
});

const hashOf = (at: number) => `${String.fromCharCode(97 + (at % 3))}0${String(at).padStart(30, "0")}`;
const pathOf = (at: number, name: string, ending: string) => {
  const hash = hashOf(at);
  return join(folder.path, "var/log/nix/drvs", hash.slice(0, 2), `${hash.slice(2)}-${name}.drv${ending}`);
};

/** As nix writes a log: an empty file while the build runs, the whole of it at its end. */
function finishLog(name: string, text: string, minutesAgo = 0): string {
  const at = number++;
  const path = pathOf(at, name, hasBzip2 ? ".bz2" : "");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  appendFileSync(path, hasBzip2 ? execFileSync("bzip2", ["-c"], { input: text }) : text);
  if (minutesAgo === 0) return path;
  const seconds = Date.now() / 1_000 - minutesAgo * 60;
  utimesSync(path, seconds, seconds);
  return path;
}

/** One more log in its place at once, a moment younger than the one before: the clock of files is too coarse to tell. */
function appendLog(lines: readonly string[]): void {
  const at = number++;
  const path = pathOf(at, "more-1.0", "");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, lines.map((line) => `${line}\n`).join(""));
  const seconds = beganAt / 1_000 + at / 1_000;
  utimesSync(`${path}.tmp`, seconds, seconds);
  renameSync(`${path}.tmp`, path);
}

async function open(rest: string, options: SourceOptions) {
  const opened = await nix.open(rest, options);
  return opened.ok ? (opened.value[0] ?? expect.fail("no source")) : expect.fail(opened.fault.message);
}

async function read(rest: string, options: SourceOptions) {
  const run = runSource(await open(rest, options));
  await run.until(run.hasEnded);
  return run;
}

describe("logs of nix builds", () => {
  it("gives the lines of finished builds, oldest build first, with whose they are", async () => {
    finishLog("zlib-1.3.1", "new\n", 1);
    finishLog("curl-8.11.0", "old one\nold two\n", 5);
    const { received, texts } = await read("", ONCE);
    expect(texts()).toEqual(["old one", "old two", "new"]);
    expect(received.map(({ record }) => record?.fields["NIX_DRV"])).toEqual([
      `/nix/store/${hashOf(1)}-curl-8.11.0.drv`,
      `/nix/store/${hashOf(1)}-curl-8.11.0.drv`,
      `/nix/store/${hashOf(0)}-zlib-1.3.1.drv`,
    ]);
    expect(received[0]?.record?.fields).toMatchObject({ UNIT: "curl-8.11.0", NIX_EVENT: "log" });
  });

  it("waits for the end of a build: an empty file and half a log say nothing yet", async () => {
    const run = runSource(await open("", FOLLOW));
    await run.until(run.isCaughtUp);
    const at = number++;
    const path = pathOf(at, "slow-1.0", ".bz2");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    if (!hasBzip2) return run.stop();
    const whole = execFileSync("bzip2", ["-c"], { input: "one\ntwo\n" });
    appendFileSync(path, whole.subarray(0, 20));
    finishLog("quick-1.0", "first\n");
    await run.until(() => run.texts().length > 0);
    expect(run.texts()).toEqual(["first"]);
    appendFileSync(path, whole.subarray(20));
    await run.until(() => run.texts().length === 3);
    expect(run.texts()).toEqual(["first", "one", "two"]);
    await run.stop();
  });

  it("gives the log of the same derivation again when it is built again", async () => {
    const run = runSource(await open("", FOLLOW));
    await run.until(run.isCaughtUp);
    const path = finishLog("again-1.0", "first try\n");
    await run.until(() => run.texts().length === 1);
    const again = finishLog("again-1.0", "second try\n");
    renameSync(again, path);
    utimesSync(path, Date.now() / 1_000, Date.now() / 1_000);
    await run.until(() => run.texts().length === 2);
    expect(run.texts()).toEqual(["first try", "second try"]);
    await run.stop();
  });

  it("brings as much history as is wanted, of the newest builds", async () => {
    finishLog("old-1.0", "1\n2\n3\n", 9);
    finishLog("mid-1.0", "4\n5\n6\n", 8);
    finishLog("new-1.0", "7\n", 7);
    expect((await read("", { ...ONCE, history: 3 })).texts()).toEqual(["5", "6", "7"]);
    expect((await read("", { ...ONCE, history: 0 })).texts()).toEqual([]);
  });

  it("leaves out what a stream of this program has told", async () => {
    finishLog("told-1.0", "told\n", 2);
    finishLog("other-1.0", "other\n", 1);
    const isTold = (derivation: string) => derivation.endsWith("-told-1.0.drv");
    expect((await read("", { ...ONCE, isTold })).texts()).toEqual(["other"]);
  });

  it("goes on beside a damaged log, and says which", async () => {
    if (!hasBzip2) return;
    const path = finishLog("damaged-1.0", "x\n", 3);
    const whole = execFileSync("bzip2", ["-c"], { input: "y".repeat(100_000) });
    whole.fill(7, 12, 30);
    writeFileSync(path, whole);
    utimesSync(path, 1_000_000, 1_000_000);
    finishLog("sound-1.0", "sound\n", 1);
    const { texts, faults } = await read("", ONCE);
    expect(texts()).toEqual(["sound"]);
    expect(faults).toMatchObject([{ message: expect.stringContaining("damaged-1.0") }]);
  });

  it("waits where nix has not built anything yet, and says that there is no nix", async () => {
    rmSync(join(folder.path, "var/log/nix/drvs"), { recursive: true });
    const run = runSource(await open("", FOLLOW));
    await run.until(() => run.faults.length > 0);
    expect(run.faults[0]).toMatchObject({ code: "not-found" });
    await run.stop();
    rmSync(join(folder.path, "var"), { recursive: true });
    expect(await nix.open("", FOLLOW)).toMatchObject({ ok: false, fault: { code: "not-found" } });
    expect(await nix.open("", ONCE)).toMatchObject({ ok: false, fault: { code: "not-found" } });
  });
});

describe("one log of a nix build", () => {
  it("is found by its derivation, with or without the folder before it", async () => {
    finishLog("one-1.0", "hello\n\nworld");
    const name = `${hashOf(0)}-one-1.0.drv`;
    for (const named of [name, `/nix/store/${name}`]) {
      expect((await read(`log=${named}`, ONCE)).texts()).toEqual(["hello", "", "world"]);
    }
  });

  it("says where there is none", async () => {
    const missing = `/nix/store/${"0".repeat(32)}-none.drv`;
    expect(await nix.open(`log=${missing}`, ONCE)).toMatchObject({
      ok: false,
      fault: { code: "not-found", message: `build log of ${missing} is not available` },
    });
    expect(await nix.open("log=", ONCE)).toMatchObject({ ok: false, fault: { code: "usage" } });
    expect(await nix.open("nonsense", ONCE)).toMatchObject({ ok: false, fault: { code: "usage" } });
  });
});

describe("the end of a bzip2 stream", () => {
  it.skipIf(!hasBzip2)("is told from any earlier place, whatever was compressed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, at) => {
        const whole = execFileSync("bzip2", ["-c"], { input: Buffer.from(bytes) });
        expect(endsBzip2(whole)).toBe(true);
        expect(endsBzip2(whole.subarray(0, at % whole.length))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });
});

for (const [name, options] of [
  ["followed", FOLLOW],
  ["read once", ONCE],
] as const) {
  sourceContract(`nix:, ${name}`, async () => {
    const texts = ["unpacking", "building\nlinking", "", "done"];
    for (const [at, text] of texts.entries()) finishLog(`part${at}-1.0`, `${text}\n`, 10 - at);
    return {
      open: () => open("", options),
      lines: texts.flatMap((text) => text.split("\n")),
      ...(options.follow
        ? {
            append: async (lines: readonly string[]) => {
              appendLog(lines);
            },
          }
        : {}),
      ends: !options.follow,
      resumes: true,
      close: async () => undefined,
    };
  });
}
