import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.js";
import { waitForContent, type Expected } from "./wait-for.js";

/** The folder of the project: tests start the program from here, as the README says. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Compiled code is kept from one test to the next. */
const CACHE = join(ROOT, ".tsbuild/cache");
// Node would make it, and the folder around it, for nobody but its user; what other tests put there is run by others, too.
mkdirSync(CACHE, { recursive: true });
export const PROGRAM = join(ROOT, "bin/logstream.js");

/** Tests of the whole program run what `npm run build` made. */
function requireBuild(): void {
  if (!existsSync(join(ROOT, "dist/main.js"))) throw new Error("dist/ is missing: run npm run build");
}

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** How to run a program that permissions hold back: root is let in everywhere. */
export const AS_NOBODY: { readonly uid?: number } = isRoot ? { uid: NOBODY } : {};

/** What keeps the program from being run as somebody who is bound by permissions; said once where tests are skipped. */
export function missingForNobody(): string | undefined {
  if (!isRoot) return undefined;
  const { status } = spawnSync(process.execPath, [PROGRAM, "--version"], { uid: NOBODY, env: {} });
  if (status === 0) return undefined;
  console.warn("NOT TESTED: what permissions forbid, for root may do everything and nobody else can reach this folder");
  return "a folder that everybody may read";
}

/** A home whose owner is bound by permissions. */
export function homeOfNobody(): Home {
  const home = temporaryHome();
  if (isRoot) chownSync(home.path, NOBODY, NOBODY);
  return home;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A user with nothing: a home folder of the test's own, so that no store, config or theme of this machine is met. */
export type Home = {
  readonly path: string;
  /** Where the program keeps its log unless told otherwise. */
  readonly store: string;
  readonly environment: Environment;
  /** Writes a file below the home and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly remove: () => void;
};

export function temporaryHome(): Home {
  requireBuild();
  const folder = temporaryFolder();
  const { path } = folder;
  const state = join(path, ".local/state");
  const config = join(path, ".config");
  return {
    path,
    store: join(state, "logstream/log.db"),
    environment: { HOME: path, XDG_STATE_HOME: state, XDG_CONFIG_HOME: config, XDG_CACHE_HOME: CACHE },
    write: (name, content) => {
      const file = join(path, name);
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => folder.remove(),
  };
}

export type StartOptions = {
  /** Root may become somebody else. */
  readonly uid?: number;
  readonly env?: Environment;
  readonly cwd?: string;
  /** Given to standard input, which then ends; `open` stays open until `end`. Nothing is /dev/null, as services have. */
  readonly stdin?: { readonly text: string | Uint8Array } | "open";
};

export type Ended = {
  /** As a shell would say it: 128 and more for a signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

/** A running program and what it has said so far. */
export type Running = {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly write: (text: string) => void;
  readonly end: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly waitFor: (expected: Expected) => Promise<void>;
  readonly ended: Promise<Ended>;
};

/** Starts the real program without a terminal. */
export function start(home: Home, args: readonly string[], options: StartOptions = {}): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd ?? home.path,
    env: environmentOf(home, options.env),
    ...(options.uid !== undefined && { uid: options.uid }),
    stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  if (typeof options.stdin === "object") feed(child, options.stdin.text);
  return follow(child);
}

/** Runs the real program to its end. */
export function run(home: Home, args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return start(home, args, options).ended;
}

/** Runs a line of a shell in which `logstream` is the program. */
export function runShell(home: Home, line: string, env: Environment = {}): Promise<Ended> {
  const script = `logstream() { "${process.execPath}" "${PROGRAM}" "$@"; }\n${line}`;
  const child = spawn("bash", ["-c", script], {
    cwd: home.path,
    env: environmentOf(home, env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return follow(child).ended;
}

function feed(child: ChildProcess, input: string | Uint8Array): void {
  // A program that does not read to the end is its own affair.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
}

function follow(child: ChildProcess): Running {
  let stdout = "";
  let stderr = "";
  const collect = (stream: NodeJS.ReadableStream | null, take: (text: string) => void): void => {
    stream?.setEncoding("utf8").on("data", take);
  };
  collect(child.stdout, (text) => (stdout += text));
  collect(child.stderr, (text) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code: code ?? 128 + (SIGNAL_NUMBERS[signal ?? ""] ?? 0), stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    write: (text) => child.stdin?.write(text),
    end: () => child.stdin?.end(),
    kill: (signal) => child.kill(signal),
    waitFor: (expected) =>
      waitForContent(expected, { text: () => `${stdout}${stderr}`, settle: async () => undefined }),
    ended,
  };
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

/** The machine's environment without what would change the answers, in a zone of its own. */
export function environmentOf(home: Home, extra: Environment = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  const wanted: Environment = { ...process.env, TZ: "UTC", LANG: "C.UTF-8", ...home.environment, ...extra };
  for (const [name, value] of Object.entries(wanted)) {
    const isUnwanted = UNWANTED.test(name) && !Object.hasOwn(extra, name);
    if (value !== undefined && !isUnwanted) environment[name] = value;
  }
  return environment;
}

const UNWANTED =
  /^(?:NO_COLOR|FORCE_COLOR|CLICOLOR(?:_FORCE)?|LOGSTREAM_.*|NODE_OPTIONS|NODE_ENV|VITEST.*|LC_.*|SYSTEMD_.*)$/;
