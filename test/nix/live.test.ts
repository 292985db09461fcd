import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildReport } from "../../src/core/build-report.js";
import { micros } from "../../src/core/time.js";
import { neededDerivations } from "../../src/nix/derivation.js";
import { nameOfPath } from "../../src/nix/store-path.js";
import { openNixTap } from "../../src/pipeline/nix-tap.js";
import { createFramer } from "../../src/sources/framing.js";
import { missingForNix, openRealNix, type RealNix } from "../support/real-nix.js";
import { NEEDS, SCENARIOS } from "./scenarios.js";

const missing = missingForNix("following builds as they run");
const JSON_FLAGS = ["--log-format", "internal-json", "-v"];
const QUICK = ["--argstr", "slow", "0"];
const clock = () => micros(Date.now() * 1_000);

type Run = { readonly exitCode: number | null; readonly report: BuildReport; readonly output: string };

/** Runs a command and follows its standard error as it comes; `during` gets all of it so far and the process. */
async function follow(command: readonly string[], during?: (text: string, pid: number) => void): Promise<Run> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const framer = createFramer();
  const tap = openNixTap();
  let text = "";
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    const batch = framer.push(chunk);
    if (batch !== undefined) tap.push(batch);
    during?.(text, child.pid ?? 0);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const last = framer.end();
  if (last !== undefined) tap.push(last);
  tap.end(clock());
  return { exitCode, report: tap.report(), output };
}

const statesOf = ({ steps }: BuildReport) => Object.fromEntries(steps.map(({ name, state }) => [name, state]));

describe.skipIf(missing !== undefined)("builds that nix runs now", () => {
  let nix: RealNix;
  beforeAll(() => {
    nix = openRealNix();
  });
  afterAll(async () => {
    await nix.stop();
  });

  it.each([
    ["ok", "ok", []],
    ["chain", "chain", QUICK],
    ["many", "many", QUICK],
    ["fail", "fail", []],
    ["killed", "killed", []],
    ["top", "top", ["--max-jobs", "4"]],
    ["keepgoing", "top", ["--keep-going", "--max-jobs", "4", ...QUICK]],
  ])("%s ends as it was meant to, told by the protocol and told to people", async (name, attribute, flags) => {
    const expected = SCENARIOS[name];
    const told = await follow(nix.build(attribute, ...flags, ...JSON_FLAGS));
    expect(statesOf(told.report)).toEqual(expected?.builds);
    // Without a daemon nix-build itself says that it was the builder.
    expect(told.exitCode).toBe(expected?.exitCode === 0 ? 0 : 100);
    if (name !== "chain" && name !== "keepgoing") return;
    const shown = await follow(nix.build(attribute, ...flags));
    expect(statesOf(shown.report)).toEqual(expected?.builds);
  });

  it("ends the same way through a daemon", async () => {
    await nix.startDaemon();
    for (const [name, attribute, flags] of [
      ["chain", "chain", QUICK],
      ["top", "top", ["--max-jobs", "4"]],
    ] as const) {
      const { report, exitCode } = await follow(nix.build(attribute, ...flags, ...JSON_FLAGS));
      expect([name, statesOf(report), exitCode]).toEqual([name, SCENARIOS[name]?.builds, SCENARIOS[name]?.exitCode]);
    }
  });

  it("calls broken off what ran when the user interrupted", async () => {
    let isSent = false;
    const { report } = await follow(nix.build("long", ...JSON_FLAGS), (text, pid) => {
      if (isSent || !text.includes("step 2 of 120")) return;
      isSent = true;
      process.kill(-pid, "SIGINT");
    });
    expect(statesOf(report)).toEqual({ "long-1.0": "running" });
    expect(report.errors.join()).toContain("interrupted by the user");
    expect(report.steps[0]?.endedAt).toBeGreaterThan(report.steps[0]?.startedAt ?? 0);
  });

  it("knows while a build runs what runs, in which phase, and what is to come", async () => {
    const seen: BuildReport[] = [];
    const [program = "", ...args] = nix.build("zlib", ...JSON_FLAGS);
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    const framer = createFramer();
    const tap = openNixTap();
    for await (const chunk of child.stderr) {
      const batch = framer.push(chunk as Buffer);
      if (batch !== undefined) tap.push(batch);
      seen.push(tap.report());
    }
    const during = seen.filter(({ counts }) => counts.builds.running === 1);
    expect(seen.some(({ counts }) => counts.builds.planned === 1)).toBe(true);
    expect(during.map(({ steps }) => steps[0]?.phase)).toContain("buildPhase");
    expect(seen.at(-1)?.counts.builds).toMatchObject({ done: 1, running: 0 });
  });

  it("reads from the store what a derivation needs", async () => {
    const { report } = await follow(nix.build("chain", "--dry-run"));
    for (const { drv, name } of report.steps) {
      const { output } = await follow(nix.commandLine("cat", drv));
      expect(neededDerivations(output).map(nameOfPath).toSorted()).toEqual([...(NEEDS[name] ?? [])].toSorted());
    }
    expect(report.steps.length).toBe(8);
  });
});
