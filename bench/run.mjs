// Bundles one bench (they are TypeScript and import from src/) and runs it: node bench/run.mjs NAME [ARGS...]
// NAME is a part of the suite (suite/settings.ts lists them), or a file of bench/ without .ts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));
const given = process.argv.slice(2);
const isAlone = given[0] !== undefined && existsSync(`${root}bench/${given[0]}.ts`);
const name = isAlone ? given[0] : "suite/main";
const args = isAlone ? given.slice(1) : given;
mkdirSync(`${root}.bench`, { recursive: true });
await build({
  input: `${root}bench/${name}.ts`,
  platform: "node",
  external: ["better-sqlite3", "react-devtools-core", /@lydell/, /@xterm/, /@napi-rs/],
  transform: { define: { "process.env.NODE_ENV": '"production"' } },
  output: { dir: `${root}.bench/${name}`, format: "esm" },
  logLevel: "warn",
});
const run = spawnSync(process.execPath, ["--expose-gc", `${root}.bench/${name}/${basename(name)}.js`, ...args], {
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
process.exit(run.status ?? 1);
