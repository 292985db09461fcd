import { visible } from "../../lib/visible.js";
import { chosenValue, valueText } from "./field-choice.js";
import type { OutputFormat } from "./output-format.js";

export const cat: OutputFormat = {
  name: "cat",
  summary: "the message alone, or each chosen field on a line of its own; with --raw the bytes as they came",
  reads: "message",
  takesFields: true,
  after: "\n",
  entry: (entry, options) => {
    const paint = (line: string): string => options.paint(entry, visible(line));
    if (typeof options.fields === "string") return linesOf(entry.message).map(paint).join("\n");
    const values = options.fields.map((name) => valueText(chosenValue(entry, name)));
    return values.flatMap((value) => linesOf(value).map(paint)).join("\n");
  },
};

function linesOf(text: string): readonly string[] {
  return text.includes("\n") ? text.split("\n") : [text];
}
