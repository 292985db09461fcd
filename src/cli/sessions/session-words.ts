import type { BuildReport, StepCounts } from "../../core/build-report.js";
import type { Generation, NewSession } from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import { durationText } from "../duration-text.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { isoLocal } from "../output/time-text.js";

/** `2026-11-24 21:38:42`, in local time. */
export function momentText(at: Micros): string {
  return isoLocal(at, machineOffsetMinutes(at / 1_000))
    .slice(0, 19)
    .replace("T", " ");
}

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
