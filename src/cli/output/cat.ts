import { visible } from "../../lib/visible.js";
import type { OutputFormat } from "./output-format.js";

export const cat: OutputFormat = {
  name: "cat",
  summary: "the message alone",
  isBrief: true,
  after: "\n",
  entry: (entry, options) =>
    entry.message
      .split("\n")
      .map((line) => options.paint(entry, visible(line)))
      .join("\n"),
};
