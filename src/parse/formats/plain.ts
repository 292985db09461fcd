import type { Format } from "../format.js";

/** What is left: the line is the message. Never chosen over a format that reads more than a line or two in a page. */
export const plain: Format = {
  name: "plain",
  summary: "Lines without a form of their own",
  confidence: 0.05,
  multiline: "blocks",
  parse: () => ({ message: 0 }),
  fields: () => ({}),
  samples: [
    { line: "building the system configuration...", gives: { message: "building the system configuration..." } },
    { line: "gcc -c f1.c -o f1.o", gives: { message: "gcc -c f1.c -o f1.o" } },
    { line: "", gives: { message: "" } },
  ],
};
