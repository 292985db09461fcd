import { readFileSync } from "node:fs";
import { type Shell, sayFault } from "./cli/shell.js";
import { ExitCode } from "./cli/exit-code.js";
import { runProgram } from "./cli/program.js";

const { version } = readPackage();

/** Aborts with the reason "interrupted" on Ctrl-C, "closed" when the reader of stdout has gone. */
const controller = new AbortController();
const ENDING: Readonly<Partial<Record<NodeJS.Signals, string>>> = { SIGINT: "interrupted", SIGTERM: "terminated" };
const TAKEN: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH"];
const abort = (signal: NodeJS.Signals) => controller.abort(ENDING[signal]);
process.on("SIGINT", abort);
process.on("SIGTERM", abort);

/** Node's streams are made when they are first asked for: that changes the descriptor, which a command may share. */
const outer: Shell = {
  environment: process.env,
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    watchStdout();
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  signal: controller.signal,
  leaveSignals: () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, abort);
    return () => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, abort);
    };
  },
  takeSignals: (take) => {
    for (const signal of TAKEN) process.off(signal, abort).on(signal, take);
    return () => {
      for (const signal of TAKEN) process.off(signal, take);
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, abort);
    };
  },
};

let isWatched = false;
function watchStdout(): void {
  if (isWatched) return;
  isWatched = true;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // EIO: the terminal has gone, which Node may find out when it asks for its size.
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    controller.abort("closed");
  });
}

process.exit(await run());

/** The outermost net: a mistake of ours is said in words, with enough of its place to report it. */
async function run(): Promise<number> {
  try {
    const code = await runProgram(process.argv.slice(2), outer, version);
    return controller.signal.reason === "closed" ? ExitCode.done : code;
  } catch (caught) {
    const words = caught instanceof Error ? (caught.stack ?? caught.message) : String(caught);
    const hint = "this is a mistake in logstream; please report it with these lines";
    sayFault(outer, { code: "internal", message: words.split("\n").slice(0, 4).join(" "), hint, cause: caught });
    return ExitCode.fault;
  }
}

function readPackage(): { readonly version: string } {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const value: unknown = JSON.parse(text);
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "version") : undefined;
  return { version: typeof found === "string" ? found : "unknown" };
}
