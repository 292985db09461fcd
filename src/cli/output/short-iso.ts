import type { OutputFormat } from "./output-format.js";
import { lineOf } from "./short.js";
import { isoLocal } from "./time-text.js";

export const shortIso: OutputFormat = {
  name: "short-iso",
  summary: "as short, with full local times and microseconds",
  isBrief: true,
  after: "\n",
  entry: (entry, options) => lineOf(entry, options, isoLocal),
};
