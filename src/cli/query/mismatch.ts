import type { Settings } from "../../config/options.js";
import type { Fault } from "../../core/fault.js";
import type { Question } from "../question.js";

/** What of a question does not go together. */
export function mismatch(settings: Settings, question: Question, sources: readonly string[]): Fault | undefined {
  if (question.stages.length > 0 && settings.follow) return NO_END;
  return cursorMismatch(settings, question, sources);
}

const NO_END: Fault = {
  code: "usage",
  message: "stages need an end, and --follow has none",
  hint: "leave --follow out, or ask without stages",
};

/** Cursors name places in a store or a journal; what has no end has no last one. */
function cursorMismatch(
  { showCursor, follow, count }: Settings,
  { begin, stages }: Question,
  sources: readonly string[],
): Fault | undefined {
  const flag =
    begin !== undefined ? (begin.isBehind ? "--after-cursor" : "--cursor") : showCursor ? "--show-cursor" : "";
  if (flag === "") return undefined;
  const refused = (message: string, hint: string): Fault => ({ code: "usage", message: `${flag} ${message}`, hint });
  if (follow) return refused("does not go with --follow", "leave one of them out");
  if (showCursor && (count || stages.length > 0)) return refused("is for entries, not for tables", "leave it out");
  if (stages.some(({ kind }) => kind === "context"))
    return refused("does not go with context", "leave one of them out");
  const isKept = begin?.place.kind === "kept";
  const others = sources.filter((source) => isKept || !source.startsWith("journal:"));
  if (others.length === 0) return undefined;
  const hint = "ask the store or a journal; files have the numbers of their lines";
  return refused(`names no place in ${isKept ? "what is read without a store" : others.join(", ")}`, hint);
}
