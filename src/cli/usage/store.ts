import type { Usage } from "../command.js";

/** What `logstream store` can do, as help says it; the first is what it does when nothing is said. */
const STORE_ACTION_SUMMARIES = {
  info: "what the store holds and costs, by source; what retention will remove; its archives",
  check: "look into every block of the store and its archives; exit code 1 when something is damaged",
  repair: "take damaged blocks out into a file beside the store, and say which entries are lost; the rest stays",
  prune: "remove now what is beyond --keep-days and --keep-size, and give the space back",
  archive:
    "move what happened before --before TIME to a file each month, or to one with --to FILE; questions still find it",
} as const;

export type StoreActionName = keyof typeof STORE_ACTION_SUMMARIES;

export const store: Usage = {
  name: "store",
  summary: `look after what is kept: ${Object.keys(STORE_ACTION_SUMMARIES).join(", ")}`,
  args: "[action]",
  options: ["keepDays", "keepSize", "before", "to", "output", "json"],
  examples: [
    "logstream store",
    ...Object.entries(STORE_ACTION_SUMMARIES).map(
      ([name, summary]) => `logstream store ${name.padEnd(8)} # ${summary}`,
    ),
    "logstream store archive --before -30d",
    "logstream query timeout --store ~/.local/state/logstream/log-2026-10.db",
  ],
};
