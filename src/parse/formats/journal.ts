import type { Format } from "../format.js";

/**
 * Records that come with their fields from the journal itself; the text is the MESSAGE. Never met as a line: `records.ts`
 * reads the fields. The sample stands for the text.
 */
export const journal: Format = {
  name: "journal",
  summary: "Records read from the systemd journal",
  confidence: 0,
  parse: () => undefined,
  fields: () => ({}),
  samples: [],
};
