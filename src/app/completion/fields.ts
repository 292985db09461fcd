import type { FIELD_NAMES } from "../../core/query/matchable.js";
import type { Candidate } from "./candidate.js";

type Named = (typeof FIELD_NAMES)[number] | "since" | "until" | "between" | "around" | "filter";

/** What can stand before a colon, and what it asks for; in the order in which people want them. */
const ABOUT: Readonly<Record<Named, string>> = {
  unit: "the systemd unit",
  level: "how severe; level>=warning is that or worse",
  since: "from this time on",
  until: "before this time",
  identifier: "the program's own name",
  event: "what systemd said of a unit",
  session: "a rebuild or command that was recorded",
  boot: "0 is this boot, -1 the one before",
  filter: "what is saved under this name",
  host: "the machine",
  pid: "the process",
  source: "where it was read from",
  message: "its text without time and name",
  category: "what it is about",
  between: "a stretch of time: a..b",
  around: "near a time: 14:30±10m",
  template: "a message, as the patterns view names it",
  generation: "the generation of NixOS that ran",
  format: "how its line is written",
  result: "how a unit's job or process ended",
  invocation: "one start of a unit",
  exit: "an exit code or signal",
  restarts: "how often it was started again",
  job: "a job of systemd",
  line: "the number of its line",
  text: "its whole line",
  time: "a moment, a minute, a day",
};

/** Names of fields and times, each with its colon. */
export const FIELDS: readonly Candidate[] = Object.entries(ABOUT).map(([name, about]) => ({ text: `${name}:`, about }));
