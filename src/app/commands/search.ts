import type { Command } from "../command.js";
import { whenEmpty, whenNoSearch } from "./reasons.js";

/** Looking for text among what is shown. */
export const SEARCH_COMMANDS = {
  search: {
    summary: "Search as you type (small letters match any case; /regex/ too)",
    group: "Search",
    hint: { text: "search", priority: 1 },
    argument: { name: "TEXT", required: false },
  },
  "next-match": {
    summary: "Go to the next match",
    group: "Search",
    hint: { text: "next match", priority: 4 },
    disabled: whenNoSearch,
  },
  "previous-match": { summary: "Go to the previous match", group: "Search", disabled: whenNoSearch },
  "search-word": {
    summary: "Search for a word of this line; again for its next word",
    group: "Search",
    disabled: whenEmpty,
  },
} as const satisfies Partial<Record<string, Command>>;
