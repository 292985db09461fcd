/** The signs of the screen in the order of the legend; what each looks like is for the glyphs to say. */
export const SIGNS = [
  { sign: "levels", meaning: "Error, warning, notice, info; debug and unknown have none" },
  { sign: "grave", meaning: "Emergency, alert, critical" },
  { sign: "guessed", meaning: "The level was found in the words of the line, not in a field for it" },
  { sign: "inherited", meaning: "After a time: not in the line; that of the line before, or of its arrival" },
  { sign: "future", meaning: "After a time: more than a day ahead of the clock" },
  { sign: "mark", meaning: "A bookmark" },
  { sign: "cut", meaning: "The text goes on to the left or the right: h and l, or wrap it" },
  { sign: "bar", meaning: "On the scrollbar: errors or warnings, and more of them than usual" },
  { sign: "hit", meaning: "On the scrollbar: matches of the search" },
  { sign: "sources", meaning: "A source that is opened, read, followed, at its end" },
  { sign: "trouble", meaning: "A source that failed; one that another logstream collects" },
] as const;

export type Sign = (typeof SIGNS)[number]["sign"];
