import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "rolldown";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Bundles the demo, as the program itself is, and says where it is; below the package, where themes are found. */
export async function buildDemo(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "demo-"));
  await build({
    input: { demo: join(root, "test/support/demo/demo.tsx") },
    platform: "node",
    external: ["react-devtools-core"],
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
    output: { dir: folder, format: "esm", entryFileNames: "[name].mjs" },
    logLevel: "silent",
  });
  return { path: join(folder, "demo.mjs"), remove: () => rmSync(folder, { recursive: true }) };
}
