import type { Session } from "../../core/session.js";

/** What retention left of the sources that a session's entries are in. */
export type Removals = {
  /** Of the session's own source: how many entries it ever had, and before which of them all were removed. */
  readonly next_ordinal: number | null;
  readonly expired: number | null;
  /** Up to this order entries of journals were removed. */
  readonly journal_until: number | null;
};

/** How much of a session's entries is gone: of its output, and of what the journal said of its units meanwhile. */
export function removedOf(session: Session, removals: Removals): Session["removed"] {
  const parts = [ofOutput(removals), ofJournal(session, removals)].filter((part) => part !== undefined);
  if (parts.every((part) => part === "none")) return undefined;
  return parts.every((part) => part === "all") ? "all" : "some";
}

type Part = "none" | "some" | "all" | undefined;

/** Undefined where there is nothing of this part. */
function ofOutput({ next_ordinal: next, expired }: Removals): Part {
  if (next === null || expired === null || next === 0) return undefined;
  if (expired === 0) return "none";
  return expired >= next ? "all" : "some";
}

function ofJournal({ origin, units, startedAt, endedAt }: Session, { journal_until: until }: Removals): Part {
  if (origin === "started" && units.length === 0) return undefined;
  if (until === null || until < startedAt) return "none";
  return endedAt !== undefined && until >= endedAt ? "all" : "some";
}
