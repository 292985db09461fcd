import { durationText } from "../lib/duration-text.js";
import type { BuildReport, StepCounts } from "./build-report.js";
import type { Generation, NewSession } from "./session.js";

/** Words for sessions, the same on the screen and on standard output. None of them is safe to show yet. */

/** How long it took; of what runs nothing is known yet, of what nobody saw end nothing ever. */
export function tookText({ startedAt, endedAt }: Pick<NewSession, "startedAt" | "endedAt">): string {
  return endedAt === undefined ? "-" : durationText(endedAt - startedAt);
}

/** `12 built, 1 failed`, without what there is none of; "" when there is nothing. */
export function buildsText({ counts, isEnded }: BuildReport): string {
  return countsText(counts.builds, "built", isEnded);
}

export function downloadsText({ counts, isEnded }: BuildReport): string {
  return countsText(counts.fetches, "downloaded", isEnded);
}

function countsText(counts: StepCounts, done: string, isEnded: boolean): string {
  const parts = [
    [counts.done, done],
    [counts.failed, "failed"],
    [counts.running, isEnded ? "broken off" : "running"],
    [counts.planned + counts.waiting, "not begun"],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(", ");
}

export function failedUnits({ units }: Pick<NewSession, "units">): NewSession["units"] {
  return units.filter(({ state }) => state === "failed");
}

export function generationText({
  generationBefore: before,
  generationAfter: after,
}: Pick<NewSession, "generationBefore" | "generationAfter">): string | undefined {
  if (after === undefined) return before === undefined ? undefined : nameOf(before);
  if (before === undefined) return nameOf(after);
  const isSame = before.path === after.path && before.number === after.number;
  return isSame ? `${nameOf(after)}, as before` : `${nameOf(before)} -> ${nameOf(after)}`;
}

function nameOf({ number, path }: Generation): string {
  return number === undefined ? path : String(number);
}

/** What the command line was, with quotes where a shell needs them. */
export function commandText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
