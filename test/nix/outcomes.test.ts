import { describe, expect, it } from "vitest";
import type { BuildReport, BuildStep } from "../../src/core/build-report.js";
import { micros } from "../../src/core/time.js";
import { createBuildModel } from "../../src/nix/build-model.js";
import { decodeNix } from "../../src/nix/decode.js";
import { nameOfPath } from "../../src/nix/store-path.js";
import { type Capture, CAPTURES, needsAmong, readCapture, SCENARIOS } from "./scenarios.js";

/** What the model makes of a whole capture, with a store at hand that knows what needs what. */
function reportOf({ file }: Capture): BuildReport {
  const text = readCapture(file).toString();
  const needsOf = needsAmong(text);
  const model = createBuildModel();
  let at = 0;
  const ask = () => {
    for (const drv of model.derivationsFrom(0)) model.addNeeds(drv, needsOf(drv));
  };
  for (const line of text.trimEnd().split("\n")) {
    at += 1_000;
    const event = line.startsWith("@nix ") ? decodeNix(line.slice("@nix ".length)) : undefined;
    if (event === undefined) model.read(line, micros(at));
    else if (typeof event !== "string") model.apply(event, micros(at));
  }
  ask();
  model.end(micros(at));
  ask();
  return model.report();
}

const statesOf = (steps: readonly BuildStep[]) => Object.fromEntries(steps.map(({ name, state }) => [name, state]));
const reports = new Map(CAPTURES.map((capture) => [capture.file, reportOf(capture)]));

describe("captured runs of nix", () => {
  it("has an expectation for each capture and a capture for each expectation", () => {
    expect(new Set(CAPTURES.map(({ scenario }) => scenario))).toEqual(new Set(Object.keys(SCENARIOS)));
  });

  it.each(CAPTURES.map((capture) => [capture.file, capture] as const))(
    "%s ends as it was meant to",
    (file, capture) => {
      const expected = SCENARIOS[capture.scenario];
      const report = reports.get(file);
      if (expected === undefined || report === undefined) throw new Error(`no expectation for ${file}`);
      expect(report.isEnded).toBe(true);
      expect(statesOf(report.steps)).toEqual(expected.builds);
      const fetches = report.fetches.map(({ path, state }) => [nameOfPath(path), state]);
      expect(Object.fromEntries(fetches)).toEqual(expected.fetches ?? {});
      expect(report.errors.length, report.errors.join("\n")).toBe(expected.errors?.length ?? 0);
      for (const [index, error] of (expected.errors ?? []).entries()) expect(report.errors[index]).toMatch(error);
      const nameOfCause = ({ cause }: BuildStep) => (cause === undefined ? undefined : nameOfPath(cause));
      for (const step of report.steps)
        expect([step.name, nameOfCause(step)]).toEqual([step.name, expected.causes?.[step.name]]);
      const own = [...report.steps.filter(({ cause }) => cause === undefined), ...report.fetches];
      for (const { state, error } of own) if (state === "failed") expect(error).toMatch(expected.reason ?? /^$/);
    },
  );

  it.each(CAPTURES.map(({ file }) => file))("%s counts what it lists, and ends when it ends", (file) => {
    const report = reports.get(file);
    const counts = { planned: 0, waiting: 0, running: 0, done: 0, failed: 0 };
    for (const { state } of report?.steps ?? []) counts[state] += 1;
    expect(report?.counts.builds).toEqual(counts);
    for (const { startedAt, endedAt, state } of report?.steps ?? []) {
      if (startedAt === undefined) expect(["planned", "failed"]).toContain(state);
      else if (state !== "done") expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    }
  });

  it("agrees on a scenario whatever told it: the protocol, human output, or the other version", () => {
    for (const [scenario, { builds }] of Object.entries(SCENARIOS)) {
      const told = CAPTURES.filter((capture) => capture.scenario === scenario);
      for (const { file } of told) expect([file, statesOf(reports.get(file)?.steps ?? [])]).toEqual([file, builds]);
    }
  });

  it("knows the phase and the log of each build where the output says whose the lines are", () => {
    for (const file of ["2.8.0/chain.internal-json.log", "2.8.0/chain.human-L.log", "2.26.3/chain.internal-json.log"]) {
      const report = reports.get(file);
      expect(report?.steps.map(({ phase, logLines }) => [phase, logLines])).toEqual(
        report?.steps.map(() => ["fixupPhase", 22]),
      );
      expect(report?.steps[0]?.logTail.join("\n")).toContain("[ 20%] Building C object");
    }
  });

  it("takes a failed build's log from the failure's own words where nothing else told it", () => {
    const [failed] = reports.get("2.8.0/top.nix-build.log")?.steps.filter(({ name }) => name === "fail-1.0") ?? [];
    expect(failed?.logTail.at(-1)).toBe("make: *** [Makefile:12: f15.o] Error 1");
    expect(failed?.logTail.length).toBe(10);
  });

  it("counts the bytes of what is fetched", () => {
    const [big] = reports.get("2.26.3/subst-slow.internal-json.log")?.fetches ?? [];
    expect(big).toMatchObject({ bytes: 24_000_472, expectedBytes: 24_000_472, from: "http://127.0.0.1:18099/slow" });
    const [part] = reports.get("2.26.3/subst-trunc.internal-json.log")?.fetches ?? [];
    expect(part).toMatchObject({ bytes: 12_000_236, expectedBytes: 24_000_472 });
  });
});
