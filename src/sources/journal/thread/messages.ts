import type { Fault } from "../../../core/fault.js";
import type { JournalArguments } from "../arguments.js";
import type { Range } from "../files/range.js";
import type { PackedRead } from "./packed-read.js";

/** What a thread that reads journal files is started with. */
export type ReadingOrder = {
  readonly asked: JournalArguments;
  readonly range: Omit<Range, "selection">;
  readonly countsHoles: boolean;
};

/** What it tells. For each `read` it is told `more`; it is never further ahead than `MOST_AHEAD`. */
export type FromReading =
  | { readonly kind: "read"; readonly read: PackedRead }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly fault: Fault };

export type ToReading = "more";

/** Batches that may be on their way: one is being taken while the next is made. */
export const MOST_AHEAD = 3;
