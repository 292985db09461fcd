import type { BuildFetch, BuildReport, BuildStep, StepCounts, StepState } from "../../src/core/build-report.js";
import { sourceId } from "../../src/core/entry.js";
import { type Session, type SessionId } from "../../src/core/session.js";
import { micros, type Micros } from "../../src/core/time.js";
import { newSession } from "./new-session.js";

/** 2026-03-15 11:40:00 UTC. */
const BEGAN = Date.UTC(2026, 2, 15, 11, 40) * 1000;
const after = (seconds: number): Micros => micros(BEGAN + seconds * 1_000_000);

export function stepOf(name: string, state: StepState, parts: Partial<BuildStep> = {}): BuildStep {
  return {
    drv: `/nix/store/00000000000000000000000000000000-${name}.drv`,
    name,
    state,
    phase: undefined,
    host: undefined,
    startedAt: undefined,
    endedAt: undefined,
    error: undefined,
    cause: undefined,
    needs: [],
    logTail: [],
    logLines: 0,
    ...parts,
  };
}

export function buildOf(
  steps: readonly BuildStep[],
  fetches: readonly BuildFetch[] = [],
  parts: Partial<BuildReport> = {},
): BuildReport {
  const counts = (all: readonly { readonly state: StepState }[]): StepCounts => {
    const of = (state: StepState): number => all.filter((one) => one.state === state).length;
    return {
      planned: of("planned"),
      waiting: of("waiting"),
      running: of("running"),
      done: of("done"),
      failed: of("failed"),
    };
  };
  return {
    steps,
    fetches,
    counts: { builds: counts(steps), fetches: counts(fetches) },
    errors: [],
    warnings: 0,
    isEnded: true,
    ...parts,
  };
}

export function sessionOf(id: number, parts: Parameters<typeof newSession>[0]): Session {
  return { ...newSession(parts), id: id as SessionId };
}

const zlib = stepOf("zlib-1.3.1", "done", { startedAt: after(4), endedAt: after(13) });
const openssl = stepOf("openssl-3.3.2", "failed", {
  phase: "checkPhase",
  startedAt: after(13),
  endedAt: after(95),
  error: "builder failed with exit code 2",
  needs: [zlib.drv],
  logTail: [
    "running tests",
    "test 12 of 90: bad \u001b[31msignature\u001b[0m",
    "make: *** [Makefile:12: test] Error 1",
  ],
  logLines: 812,
});
const curl = stepOf("curl-8.11.0", "failed", { cause: openssl.drv, needs: [openssl.drv, zlib.drv] });
const linux = stepOf("linux-6.12.4", "running", { phase: "buildPhase", startedAt: after(5), host: "builder-2" });
const waits = stepOf("nixos-manual", "waiting", { needs: [linux.drv] });
const system = stepOf("nixos-system-box-25.05", "planned", { needs: [curl.drv, waits.drv, linux.drv] });
const PATHS: readonly BuildFetch[] = [
  ["firefox-129.0", "running", 31_457_280],
  ["glibc-2.40", "done", 29_000_000],
].map(([name, state, bytes]) => ({
  path: `/nix/store/11111111111111111111111111111111-${name}`,
  from: "https://cache.nixos.org",
  state: state as StepState,
  bytes: bytes as number,
  expectedBytes: 62_914_560,
  startedAt: after(3),
  endedAt: state === "done" ? after(9) : undefined,
  error: undefined,
}));

/** A rebuild that runs, one that failed, one that a unit spoiled, and commands; the newest first. */
export const SAMPLE_SESSIONS: readonly Session[] = [
  sessionOf(5, {
    kind: "rebuild",
    command: ["nixos-rebuild", "switch", "--flake", ".#box"],
    folder: "/etc/nixos",
    host: "box",
    user: "root",
    startedAt: after(900),
    source: sourceId("run:5"),
    generationBefore: { number: 42, path: "/nix/store/a" },
    build: buildOf([{ ...system, needs: [waits.drv, linux.drv] }, waits, linux, zlib], PATHS, { isEnded: false }),
  }),
  sessionOf(4, {
    kind: "rebuild",
    name: "upgrade",
    command: ["nixos-rebuild", "switch", "--upgrade"],
    folder: "/etc/nixos",
    host: "box",
    user: "root",
    startedAt: after(0),
    endedAt: after(97),
    exitCode: 1,
    result: "failed",
    source: sourceId("run:4"),
    generationBefore: { number: 42, path: "/nix/store/a" },
    generationAfter: { number: 42, path: "/nix/store/a" },
    phases: [
      { name: "evaluation", startedAt: after(0), endedAt: after(3), result: "succeeded" },
      { name: "build", startedAt: after(3), endedAt: after(97), result: "failed" },
    ],
    build: buildOf([system, curl, openssl, zlib, { ...linux, state: "done", endedAt: after(80) }], [], {
      errors: ["1 dependencies of derivation '/nix/store/…-nixos-system-box-25.05.drv' failed to build"],
      warnings: 2,
    }),
    tags: ["weekly"],
    note: "openssl again",
  }),
  sessionOf(3, {
    kind: "rebuild",
    origin: "noticed",
    command: [],
    startedAt: after(-86_400),
    endedAt: after(-86_200),
    result: "failed",
    generationBefore: { number: 41, path: "/nix/store/b" },
    generationAfter: { number: 42, path: "/nix/store/a" },
    units: [
      { unit: "nginx.service", state: "failed", result: "exit-code", invocation: undefined },
      { unit: "sshd.service", state: "started", result: undefined, invocation: undefined },
    ],
  }),
  sessionOf(2, {
    command: ["./backup.sh", "--all"],
    name: "backup",
    startedAt: after(-90_000),
    endedAt: after(-89_000),
    exitCode: 0,
    result: "succeeded",
  }),
  sessionOf(1, { command: ["sleep", "60"], startedAt: after(-95_000), result: "interrupted", signal: "SIGINT" }),
];
