// Bundles one bench (they are TypeScript and import from src/) and runs it: node bench/run.mjs NAME [ARGS...]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  process.stderr.write("usage: node bench/run.mjs NAME [ARGS...]\n  NAME is a file of bench/ without .ts\n");
  process.exit(2);
}
const root = fileURLToPath(new URL("../", import.meta.url));
mkdirSync(`${root}.bench`, { recursive: true });
await build({
  input: `${root}bench/${name}.ts`,
  platform: "node",
  external: ["better-sqlite3", "react-devtools-core", /@lydell/, /@xterm/, /@napi-rs/],
  transform: { define: { "process.env.NODE_ENV": '"production"' } },
  output: { dir: `${root}.bench/${name}`, format: "esm" },
  logLevel: "warn",
});
const run = spawnSync(process.execPath, ["--expose-gc", `${root}.bench/${name}/${name}.js`, ...args], {
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
process.exit(run.status ?? 1);
