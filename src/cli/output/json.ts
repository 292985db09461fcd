import { jsonOf } from "./json-text.js";
import type { OutputFormat } from "./output-format.js";

export const json: OutputFormat = {
  name: "json",
  summary: "one JSON array of objects; an object a line where the output has no end (tail, --follow)",
  reads: "whole",
  takesFields: true,
  head: () => "[\n",
  between: ",\n",
  after: "",
  tail: "\n]\n",
  entry: jsonOf,
};
