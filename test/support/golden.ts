import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/**
 * Compares a frame with the one kept in `test/golden`. With `UPDATE_GOLDEN=1` it is kept instead: look at the difference
 * before committing it.
 */
export function expectGolden(name: string, frame: string): void {
  const path = fileURLToPath(new URL(`../golden/${name}.txt`, import.meta.url));
  if (process.env["UPDATE_GOLDEN"] === "1" || !existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${frame}\n`);
  }
  expect(`${frame}\n`).toBe(readFileSync(path, "utf8"));
}
