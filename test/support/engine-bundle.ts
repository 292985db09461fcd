import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";
import type { startEngine } from "../../src/engine/start.js";
import { ROOT } from "./program.js";

/** The engine with its worker threads: a thread needs a file that a plain Node can run, so it is bundled as the program is. */
export async function bundledEngine(): Promise<{ readonly startEngine: typeof startEngine }> {
  const folder = join(ROOT, ".tsbuild/test-programs/engine");
  mkdirSync(folder, { recursive: true });
  await build({
    input: { start: join(ROOT, "src/engine/start.ts"), "engine-worker": join(ROOT, "src/engine/worker.ts") },
    platform: "node",
    external: ["better-sqlite3"],
    output: { dir: folder, format: "esm" },
    logLevel: "warn",
  });
  const bundled: unknown = await import(/* @vite-ignore */ pathToFileURL(join(folder, "start.js")).href);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was bundled from that very file
  return bundled as { readonly startEngine: typeof startEngine };
}
