import { describe, expect, it } from "vitest";
import type { BuildReport, BuildStep } from "../../src/core/build-report.js";
import { micros } from "../../src/core/time.js";
import { type Course, phasesOf } from "../../src/session/phases.js";

const NONE = { planned: 0, waiting: 0, running: 0, done: 0, failed: 0 };
const step = (startedAt: number | undefined): BuildStep => ({
  drv: "/nix/store/x.drv",
  name: "x",
  state: "done",
  phase: undefined,
  host: undefined,
  startedAt: startedAt === undefined ? undefined : micros(startedAt),
  endedAt: undefined,
  error: undefined,
  cause: undefined,
  needs: [],
  logTail: [],
  logLines: 0,
});
const build = (...starts: readonly (number | undefined)[]): BuildReport => ({
  steps: starts.map(step),
  fetches: [],
  counts: { builds: NONE, fetches: NONE },
  errors: [],
  warnings: 0,
  isEnded: true,
});
const course = (said: Partial<Course>): Course => ({
  startedAt: micros(1),
  at: micros(9),
  result: "succeeded",
  build: undefined,
  activatedAt: undefined,
  ...said,
});

describe("the phases of a rebuild", () => {
  it("follow one another without a gap, and only the last can have failed", () => {
    const all = course({ build: build(undefined, 5, 3), activatedAt: micros(7), result: "failed" });
    expect(phasesOf(all)).toEqual([
      { name: "evaluation", startedAt: 1, endedAt: 3, result: "succeeded" },
      { name: "build", startedAt: 3, endedAt: 7, result: "succeeded" },
      { name: "activation", startedAt: 7, endedAt: 9, result: "failed" },
    ]);
  });

  it("leave out what did not happen", () => {
    const names = (said: Partial<Course>) => phasesOf(course(said)).map(({ name }) => name);
    expect(names({ build: build(4) })).toEqual(["evaluation", "build"]);
    expect(names({ activatedAt: micros(4) })).toEqual(["evaluation", "activation"]);
    expect(names({ build: build(undefined) })).toEqual([]);
    expect(names({})).toEqual([]);
  });
});
