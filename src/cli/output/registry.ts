import { cat } from "./cat.js";
import { csv } from "./csv.js";
import { json } from "./json.js";
import { ndjson } from "./ndjson.js";
import type { OutputFormat } from "./output-format.js";
import { shortIso } from "./short-iso.js";
import { short } from "./short.js";
import { verbose } from "./verbose.js";

export const OUTPUTS: readonly OutputFormat[] = [short, shortIso, verbose, json, ndjson, csv, cat];

/** The format of that name; the option's choices are these names, so an unknown one cannot come here. */
export function outputNamed(name: string): OutputFormat {
  return OUTPUTS.find((format) => format.name === name) ?? short;
}
