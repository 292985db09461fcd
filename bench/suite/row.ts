import type { TargetId, Unit } from "./target.js";

/** What was measured: one figure, what it is held against, who else did it in the same run. */
export type Row = {
  readonly part: PartName;
  readonly says: string;
  /** Undefined where it could not be measured; `note` says why. */
  readonly value: number | undefined;
  readonly unit: Unit;
  readonly targets: readonly TargetId[];
  /** The others' figures, in the same unit. */
  readonly beside: readonly { readonly who: string; readonly value: number }[];
  readonly note: string;
};

/** Something that must be so: an answer that another tool gives, too, nothing lost. */
export type Check = {
  readonly part: PartName;
  readonly says: string;
  readonly holds: boolean;
  readonly detail: string;
};

export const PART_NAMES = ["store", "query", "crowd", "open", "journal", "peers"] as const;
export type PartName = (typeof PART_NAMES)[number];

/** Where the parts of a run write down what they find; each line is said as soon as it is known. */
export type Findings = {
  readonly rows: Row[];
  readonly checks: Check[];
  row(row: Omit<Row, "part" | "targets" | "beside" | "note"> & Partial<Pick<Row, "targets" | "beside" | "note">>): void;
  check(says: string, holds: boolean, detail: string): void;
};
