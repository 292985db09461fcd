import type { SourceId } from "./entry.js";
import type { Micros } from "./time.js";

export const GAP_REASONS = ["truncated", "rotated", "dropped", "suppressed", "overrun", "vacuumed", "damaged"] as const;
/**
 * Why something is missing: the file was cut, a rotation took lines along, the source lost entries, journald left out
 * what a service logged too fast, the kernel's ring was overwritten, journal files were deleted before they were read,
 * a part of the store was damaged and taken out.
 */
export type GapReason = (typeof GAP_REASONS)[number];

export const NOTE_KINDS = ["clock-step", "duplicate", "coalesced", "left-out", "expired"] as const;
/**
 * What cost nothing but should be known: the clock was set, an entry came twice and was kept once, progress was folded, a
 * folder holds files that are not text, older entries were removed because they were not to be kept longer.
 */
export type NoteKind = (typeof NOTE_KINDS)[number];

/** What a source says of itself besides its lines; kept with the lines that come next, so that neither is without the other. */
export type Remark =
  /** Something is missing; `lost` entries, where that is known. */
  | { readonly kind: "gap"; readonly reason: GapReason; readonly lost: number | undefined }
  | { readonly kind: "note"; readonly what: NoteKind; readonly count: number }
  | { readonly kind: "error"; readonly at: Micros; readonly message: string };

/** A gap, or a step of the clock, and its place in the log of its source. */
export type PlacedRemark = {
  readonly source: SourceId;
  readonly remark: Extract<Remark, { readonly kind: "gap" | "note" }>;
  /** Ordinal of the entry that came next. */
  readonly ordinal: number;
  /** `order` of the entries around it; undefined where there was none. */
  readonly after: Micros | undefined;
  readonly before: Micros | undefined;
};

/** How far a source can be believed: everything that it missed, left out or stumbled over, since it was first collected. */
export type Truth = {
  /** How often something was missing, by reason. */
  readonly gaps: Readonly<Record<GapReason, number>>;
  /** Entries known to be missing, by reason; a gap of unknown size adds nothing. */
  readonly lost: Readonly<Record<GapReason, number>>;
  readonly notes: Readonly<Record<NoteKind, number>>;
  readonly lastError: { readonly at: Micros; readonly message: string } | undefined;
};

export const NO_TROUBLE: Truth = {
  gaps: { truncated: 0, rotated: 0, dropped: 0, suppressed: 0, overrun: 0, vacuumed: 0, damaged: 0 },
  lost: { truncated: 0, rotated: 0, dropped: 0, suppressed: 0, overrun: 0, vacuumed: 0, damaged: 0 },
  notes: { "clock-step": 0, duplicate: 0, coalesced: 0, "left-out": 0, expired: 0 },
  lastError: undefined,
};

/** How often anything was missing, whatever the reason. */
export function gapCount({ gaps }: Truth): number {
  return GAP_REASONS.reduce((sum, reason) => sum + gaps[reason], 0);
}

/** The truth with one more remark taken in. */
export function withRemark(truth: Truth, remark: Remark): Truth {
  switch (remark.kind) {
    case "gap": {
      const { reason, lost = 0 } = remark;
      return {
        ...truth,
        gaps: { ...truth.gaps, [reason]: truth.gaps[reason] + 1 },
        lost: { ...truth.lost, [reason]: truth.lost[reason] + lost },
      };
    }
    case "note":
      return { ...truth, notes: { ...truth.notes, [remark.what]: truth.notes[remark.what] + remark.count } };
    case "error":
      return { ...truth, lastError: { at: remark.at, message: remark.message } };
  }
}
