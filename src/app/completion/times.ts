import type { Candidate } from "./candidate.js";

/** Times that people ask for. */
const TIMES: readonly Candidate[] = [
  { text: "-15m", about: "15 minutes ago" },
  { text: "-1h", about: "an hour ago" },
  { text: "-6h", about: "six hours ago" },
  { text: "-1d", about: "a day ago" },
  { text: "today", about: "since midnight" },
  { text: "yesterday", about: "the midnight before the last" },
  { text: "@boot", about: "when this machine was started" },
  { text: "@rebuild", about: "when the last rebuild began" },
  { text: "now", about: "" },
];

const UNITS = [
  ["s", "seconds"],
  ["m", "minutes"],
  ["h", "hours"],
  ["d", "days"],
] as const;

/** Times that go on from what is typed: a number wants its unit. */
export function timesFor(typed: string): readonly Candidate[] {
  const [, count] = /^-(\d{1,6})$/.exec(typed) ?? [];
  if (count === undefined) return TIMES;
  return UNITS.map(([unit, words]) => ({ text: `-${count}${unit}`, about: `${count} ${words} ago` }));
}

/** For `between:`. */
export const STRETCHES: readonly Candidate[] = [
  { text: "yesterday..today", about: "all of yesterday" },
  { text: "-2h..-1h", about: "the hour before the last" },
  { text: "@boot..now", about: "since this machine was started" },
];

/** For `around:`. */
export const MOMENTS: readonly Candidate[] = [
  { text: "now±10m", about: "ten minutes either way" },
  { text: "-1h±5m", about: "five minutes either way of an hour ago" },
];
