// Bundles one script (they are TypeScript and use what the tests use) and runs it: node scripts/run.mjs NAME [ARGS...]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const [name = "", ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL("../", import.meta.url));
const folder = `${root}.bench/scripts`;
mkdirSync(folder, { recursive: true });
await build({
  input: `${root}scripts/${name}.ts`,
  platform: "node",
  external: [/^@lydell\//, /^@xterm\//, /^@napi-rs\//],
  output: { file: `${folder}/${name}.mjs`, format: "esm" },
  logLevel: "warn",
});
const { status } = spawnSync(process.execPath, [`${folder}/${name}.mjs`, ...args], { stdio: "inherit", cwd: root });
process.exit(status ?? 1);
