import type { OutputFormat } from "./output-format.js";
import { lineOf } from "./short.js";

export const shortIso: OutputFormat = {
  name: "short-iso",
  summary: "as short, with full local times and microseconds",
  reads: "text",
  takesFields: false,
  after: "\n",
  entry: (entry, options) => lineOf(entry, options, options.clock.iso),
};
