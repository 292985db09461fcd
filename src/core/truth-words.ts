import { counted } from "../lib/counted.js";
import {
  GAP_REASONS,
  gapCount,
  type GapReason,
  NOTE_KINDS,
  type NoteKind,
  type PlacedRemark,
  type Truth,
} from "./truth.js";

const LOST: Readonly<Record<GapReason, string>> = {
  truncated: "cut off with their file",
  rotated: "lost in a rotation",
  dropped: "lost by the source",
  suppressed: "suppressed by journald",
  overrun: "overwritten in the kernel's ring",
  vacuumed: "deleted before they were read",
  damaged: "damaged in the store and taken out",
};

/** What keeps it from happening again. */
export const MENDS: Readonly<Record<GapReason, string>> = {
  truncated: "copytruncate loses what is written between copy and cut; let the rotation create new files instead",
  rotated: "keep logstream running over rotations, or delay compression (logrotate: delaycompress)",
  dropped: "see the journal of the program that writes it; `logstream query --explain` tells when",
  suppressed: "raise RateLimitBurst= in journald.conf, or LogRateLimitBurst= of the unit that logs so much",
  overrun: "boot with a larger log_buf_len=, or let the journal collect the kernel's messages",
  vacuumed: "raise SystemMaxUse= in journald.conf, or collect more often",
  damaged: "look at the health of the disk; what was taken out lies beside the store",
};

/** `130 entries suppressed by journald`; the number is left out where nobody knows it. */
export function lostWords(reason: GapReason, lost: number | undefined): string {
  if (lost === undefined || lost === 0) return `entries ${LOST[reason]}, nobody knows how many`;
  return `${counted(lost)} ${lost === 1 ? "entry" : "entries"} ${LOST[reason]}`;
}

/** `before this 130 entries suppressed by journald`, for who looks at the entry that came next. */
export function remarkWords({ remark }: PlacedRemark): string {
  return remark.kind === "gap"
    ? `before this ${lostWords(remark.reason, remark.lost)}`
    : "before this the clock was set";
}

function noteWords(what: NoteKind, count: number): string {
  switch (what) {
    case "clock-step":
      return count === 1 ? "the clock was set once" : `the clock was set ${counted(count)} times`;
    case "duplicate":
      return `${counted(count)} ${count === 1 ? "entry" : "entries"} came twice and ${count === 1 ? "was" : "were"} kept once`;
    case "left-out":
      return `${counted(count)} ${count === 1 ? "file is" : "files are"} left out: not text, or with a name that is not`;
    case "expired":
      return `${counted(count)} older ${count === 1 ? "entry was" : "entries were"} removed by retention`;
    case "coalesced":
      return `${counted(count)} progress ${count === 1 ? "report" : "reports"} folded`;
  }
}

/** All that is missing, a phrase a reason: `130 entries suppressed by journald, in 2 gaps`. */
export function gapPhrases({ gaps, lost }: Truth): readonly string[] {
  return GAP_REASONS.filter((reason) => gaps[reason] > 0).map((reason) => {
    const words = lostWords(reason, lost[reason]);
    return gaps[reason] === 1 ? words : `${words}, in ${counted(gaps[reason])} gaps`;
  });
}

/** What cost nothing but should be known. */
export function notePhrases({ notes }: Truth): readonly string[] {
  return NOTE_KINDS.filter((what) => notes[what] > 0).map((what) => noteWords(what, notes[what]));
}

/** `2 gaps (130 suppressed)`: the reason that cost most; "" when nothing is missing. */
export function gapSummary(truth: Truth): string {
  const gaps = gapCount(truth);
  if (gaps === 0) return "";
  const words = `${counted(gaps)} ${gaps === 1 ? "gap" : "gaps"}`;
  const [worst] = GAP_REASONS.toSorted((one, other) => truth.lost[other] - truth.lost[one]);
  const lost = worst === undefined ? 0 : truth.lost[worst];
  return worst === undefined || lost === 0 ? words : `${words} (${counted(lost)} ${worst})`;
}
