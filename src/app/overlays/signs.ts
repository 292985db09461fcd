/** The signs of the screen in the order of the legend; what each looks like is for the glyphs to say. */
export const SIGNS = [
  { sign: "levels", meaning: "Error, warning, notice, info" },
  { sign: "grave", meaning: "Emergency, alert, critical" },
  { sign: "guessed", meaning: "Level found in the words, not in a field" },
  { sign: "inherited", meaning: "After a time: of the line before, or of arrival" },
  { sign: "future", meaning: "After a time: over a day ahead of the clock" },
  { sign: "mark", meaning: "A bookmark" },
  { sign: "cut", meaning: "Text goes on left, right: h and l move it" },
  { sign: "bar", meaning: "Scrollbar: some errors or warnings, many" },
  { sign: "hit", meaning: "Scrollbar: matches of the search" },
  { sign: "sources", meaning: "Source: opened, read, followed, ended" },
  { sign: "trouble", meaning: "Source: failed, collected by another logstream" },
] as const;

export type Sign = (typeof SIGNS)[number]["sign"];
