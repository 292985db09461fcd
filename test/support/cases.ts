import { readFileSync } from "node:fs";

/** The cases of a data file in `test/cases`, by its path there. */
export function casesOf<Cases>(path: string): Cases {
  return JSON.parse(readFileSync(new URL(`../cases/${path}`, import.meta.url), "utf8")) as Cases;
}
