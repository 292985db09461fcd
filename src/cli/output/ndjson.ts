import { jsonOf } from "./json-text.js";
import type { OutputFormat } from "./output-format.js";

export const ndjson: OutputFormat = {
  name: "ndjson",
  summary: "one JSON object a line",
  reads: "whole",
  takesFields: true,
  after: "\n",
  entry: jsonOf,
};
