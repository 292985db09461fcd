#!/usr/bin/env -S sh -c 'n="${0%/*}/../node_modules/node/bin/node"; [ -x "$n" ] || n=node; exec "$n" --max-semi-space-size=4 --heap-growing-percent=20 "$0" "$@"'
// The project's own Node where it has one: another may be too old, and would only start to hand over.
// The flags keep the screen's memory flat: V8 lets 128 MB of young garbage lie, and the heap double, before it looks.
// Must parse on any Node that knows modules. Our SQLite crashes the process on older ones (it needs Node-API 10, and we
// need zstd), so the version is checked before anything of ours is imported.
import { existsSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 15);

if (isNewEnough) {
  process.env.NODE_ENV = process.env.NODE_ENV || "production";
  keepCompiledCode();
  import(new URL("../dist/main.js", import.meta.url).href).catch(explainMissingBuild);
} else if (process.env.LOGSTREAM_REEXEC === undefined) {
  runUnderOwnNode();
} else {
  refuse();
}

/** Compiled code is kept in the user's own cache folder: Node's default lies in /tmp, where others could plant it. */
function keepCompiledCode() {
  const cache = process.env.XDG_CACHE_HOME || (process.env.HOME && join(process.env.HOME, ".cache"));
  if (!cache || !cache.startsWith("/")) return;
  try {
    makeFolder(join(cache, "logstream"));
    nodeModule.enableCompileCache(join(cache, "logstream"));
  } catch {
    // Nobody needs it: it only saves time.
  }
}

/** One by one: Node's own way never ends where a folder cannot be made in one that is there, as in /proc. */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The project brings a Node of its own; a global install may name another by LOGSTREAM_NODE. */
async function runUnderOwnNode() {
  const candidates = [
    process.env.LOGSTREAM_NODE,
    join(here, "../node_modules/node/bin/node"),
    join(here, "../../node/bin/node"),
  ];
  const node = candidates.find((path) => path && existsSync(path));
  if (node === undefined) return refuse();
  const { spawn } = await import("node:child_process");
  const env = Object.assign({}, process.env, { LOGSTREAM_REEXEC: "1" });
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
    env,
  });
  // The terminal sends Ctrl-C to both of us; only the child decides what it means.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP", "SIGQUIT"]) process.on(signal, () => child.kill(signal));
  child.on("error", refuse);
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse() {
  process.stderr.write(
    `logstream: needs Node.js 22.15 or newer, this is ${process.version}\n` +
      "  run it from its folder with `npm start`, or set LOGSTREAM_NODE to a newer node\n",
  );
  process.exit(2);
}

function explainMissingBuild(error) {
  if (error && error.code === "ERR_MODULE_NOT_FOUND" && String(error.message).includes("dist/main.js")) {
    process.stderr.write("logstream: is not built yet\n  run `npm run build` in its folder\n");
    process.exit(2);
  }
  throw error;
}
