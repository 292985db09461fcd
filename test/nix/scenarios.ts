import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StepState } from "../../src/core/build-report.js";
import { nameOfPath } from "../../src/nix/store-path.js";

/**
 * What each scenario of the captures means (`README.md` beside them tells how they were made): which derivations end in
 * which state, and what the program said by its exit code. Written from the expressions, not from what is read.
 */
type Scenario = {
  readonly exitCode: number;
  /** By name. `running` at the end: it was broken off. */
  readonly builds: Readonly<Record<string, StepState>>;
  /** By name; whose failure kept one from being built. */
  readonly causes?: Readonly<Record<string, string>>;
  readonly fetches?: Readonly<Record<string, StepState>>;
  /** One for each error that belongs to no derivation and no fetch. */
  readonly errors?: readonly RegExp[];
  /** What is said of the one that failed by itself. */
  readonly reason?: RegExp;
};

const CHAIN = ["zlib-1.3.1", "openssl-3.3.2", "ncurses-6.5", "readline-8.2", "sqlite-3.46.1"];
const ALL = [...CHAIN, "python3-3.12.8", "curl-8.11.0", "app-1.0"];
const each = (names: readonly string[], state: StepState) => Object.fromEntries(names.map((name) => [name, state]));
const OK: Scenario = { exitCode: 0, builds: { "hello-ok": "done" } };
const evaluation = (error: RegExp): Scenario => ({ exitCode: 1, builds: {}, errors: [error] });
const substituted: Scenario = { exitCode: 0, builds: {}, fetches: { big: "done" } };
const notSubstituted = (reason: RegExp): Scenario => ({ exitCode: 1, builds: {}, fetches: { big: "failed" }, reason });

/** What needs what in the expressions, as the store would tell. */
export const NEEDS: Readonly<Record<string, readonly string[]>> = {
  "openssl-3.3.2": ["zlib-1.3.1"],
  "readline-8.2": ["ncurses-6.5"],
  "sqlite-3.46.1": ["readline-8.2", "zlib-1.3.1"],
  "python3-3.12.8": ["openssl-3.3.2", "sqlite-3.46.1", "readline-8.2"],
  "curl-8.11.0": ["openssl-3.3.2", "zlib-1.3.1"],
  "app-1.0": ["python3-3.12.8", "curl-8.11.0"],
  "dependent-2.0": ["fail-1.0", "zlib-1.3.1"],
  "top-3.0": ["dependent-2.0", "fail2-1.0"],
  "uses-fod-1.0": ["source-1.0.tar.gz"],
  "refs-1.0": ["zlib-1.3.1"],
};

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ok: OK,
  evalTrace: OK,
  evalWarn: OK,
  "sqlite-busy": OK,
  "untrusted-user": OK,
  postbuildhook: OK,
  nonutf8: { exitCode: 0, builds: { "nonutf8-1.0": "done" } },
  chain: { exitCode: 0, builds: each(ALL, "done") },
  dryrun: { exitCode: 0, builds: each(ALL, "planned") },
  many: {
    exitCode: 0,
    builds: each(
      Array.from({ length: 24 }, (_, index) => `leaf-${index}`),
      "done",
    ),
  },
  fail: { exitCode: 1, builds: { "fail-1.0": "failed" }, reason: /^builder failed with exit code 2$/ },
  // The first failure ends it: the two that ran are killed.
  top: {
    exitCode: 1,
    builds: {
      "fail-1.0": "failed",
      "fail2-1.0": "running",
      "zlib-1.3.1": "running",
      "dependent-2.0": "failed",
      "top-3.0": "failed",
    },
    causes: { "dependent-2.0": "fail-1.0", "top-3.0": "dependent-2.0" },
    reason: /^builder failed with exit code 2$/,
  },
  keepgoing: {
    exitCode: 1,
    builds: {
      "fail-1.0": "failed",
      "fail2-1.0": "failed",
      "zlib-1.3.1": "done",
      "dependent-2.0": "failed",
      "top-3.0": "failed",
    },
    causes: { "dependent-2.0": "fail-1.0", "top-3.0": "dependent-2.0" },
    reason: /^builder failed with exit code (?:2|139)$/,
  },
  noout: { exitCode: 1, builds: { "no-output-1.0": "failed" }, reason: /failed to produce output path/ },
  killed: { exitCode: 1, builds: { "killed-1.0": "failed" }, reason: /signal 9 \(Killed\)/ },
  silent: { exitCode: 1, builds: { "silent-1.0": "failed" }, reason: /^timed out after 2 seconds of silence$/ },
  timeout: { exitCode: 1, builds: { "silent-1.0": "failed" }, reason: /^timed out after 2 seconds$/ },
  lockwait: { exitCode: 1, builds: { "silent-1.0": "failed" }, reason: /^timed out after 6 seconds of silence$/ },
  nospace: { exitCode: 1, builds: { "nospace-1.0": "failed" }, reason: /exit code 1$/ },
  usesFod: {
    exitCode: 1,
    builds: { "source-1.0.tar.gz": "failed", "uses-fod-1.0": "failed" },
    causes: { "uses-fod-1.0": "source-1.0.tar.gz" },
    reason: /^hash mismatch: specified sha256-A{43}=, got sha256-/,
  },
  foreign: { exitCode: 1, builds: { "foreign-1.0": "failed" }, reason: /^a 'aarch64-linux' .* is required to build/ },
  kvm: { exitCode: 1, builds: { "needs-kvm-1.0": "failed" }, reason: /features \{quantum\}/ },
  badbuilder: { exitCode: 1, builds: { "bad-builder-1.0": "failed" }, reason: /exit code 1$/ },
  wantsRefs: {
    exitCode: 1,
    builds: { "zlib-1.3.1": "done", "refs-1.0": "failed" },
    reason: /is not allowed to refer to/,
  },
  "builder-oom": { exitCode: 100, builds: { "oom-1.0": "failed" }, reason: /exit code 137/ },
  "enospc-build-note": { exitCode: 1, builds: { "fail2-1.0": "failed" }, reason: /exit code 139/ },
  "check-nondeterministic": { exitCode: 1, builds: { "nondeterministic-1.0": "failed" }, reason: /not be determin/ },
  "check-nondeterministic-K": { exitCode: 1, builds: { "nondeterministic-1.0": "failed" }, reason: /not be determin/ },
  "rebuild-nondeterministic": { exitCode: 1, builds: { "nondeterministic-1.0": "failed" }, reason: /not be determin/ },
  // The build was over when the hook failed.
  "postbuildhook-fail": { exitCode: 1, builds: { "hello-ok": "done" }, errors: [/pbhf\.sh' failed with exit code 7/] },
  interrupted: { exitCode: 124, builds: { "long-1.0": "running" }, errors: [/interrupted by the user/] },
  // In the newer capture the client noticed the interrupt first.
  "daemon-killed": {
    exitCode: 1,
    builds: { "long-1.0": "running" },
    errors: [/unexpected end-of-file|interrupted by the user/],
  },
  evalThrow: evaluation(/^the option `services\.foo\.enable' has conflicting definition values/),
  evalInfinite: evaluation(/infinite recursion encountered/),
  evalFetch: evaluation(/unable to download 'http:\/\/127\.0\.0\.1:1\/none\.tar\.gz'/),
  nodaemon: evaluation(/cannot connect to socket/),
  emfile: evaluation(/Too many open files/),
  "invalid-path": evaluation(/build of .*nothing' failed/),
  "subst-e403": evaluation(/build of .*big' failed/),
  "subst-nodns": evaluation(/build of .*big' failed/),
  "subst-noserver": evaluation(/build of .*big' failed/),
  "subst-e500": evaluation(/HTTP error 500/),
  "subst-unsigned": substituted,
  "subst-slow": substituted,
  "subst-refused": substituted,
  "copy-from": substituted,
  "subst-corrupt": notSubstituted(/bad archive/),
  "subst-n404": notSubstituted(/does not exist in binary cache/),
  "subst-n500": notSubstituted(/HTTP error 500/),
  "subst-trunc": notSubstituted(/Transferred a partial file/),
  "sig-substitute": {
    exitCode: 1,
    builds: {},
    fetches: { "zlib-1.3.1": "failed" },
    reason: /not signed by any of the keys/,
  },
  "sig-copy": { exitCode: 1, builds: {}, fetches: { "zlib-1.3.1": "failed" }, reason: /lacks a/ },
  "enospc-store-copy": {
    exitCode: 1,
    builds: {},
    fetches: { big: "failed" },
    errors: [/No space left/],
    reason: /No space left/,
  },
};

const FOLDER = fileURLToPath(new URL("../fixtures/nix/", import.meta.url));

export type Capture = {
  readonly file: string;
  readonly version: string;
  readonly scenario: string;
  readonly kind: string;
};

/** Every capture of nix's output, by version. */
export const CAPTURES: readonly Capture[] = ["2.8.0", "2.26.3"].flatMap((version) =>
  readdirSync(`${FOLDER}${version}`)
    .filter((name) => name.endsWith(".log"))
    .map((name) => {
      const [scenario = "", kind = ""] = name.split(".");
      return { file: `${version}/${name}`, version, scenario, kind };
    }),
);

export function readCapture(file: string): Buffer {
  return readFileSync(`${FOLDER}${file}`);
}

/** As the store would answer for the derivations that a capture names. */
export function needsAmong(text: string): (drv: string) => readonly string[] {
  const known = new Set(Array.from(text.matchAll(/\/nix\/store\/[\w.+-]+?\.drv(?!-)/g), ([path]) => path));
  return (drv) =>
    (NEEDS[nameOfPath(drv)] ?? []).flatMap((name) => [...known].filter((other) => nameOfPath(other) === name));
}
