import type { StepState } from "../../../core/build-report.js";
import type { SessionResult } from "../../../core/session.js";
import type { Micros } from "../../../core/time.js";
import { visibleLine } from "../../../lib/visible.js";

/** What a stretch of a row is, for whoever colours it. */
export type PanelLook = StepState | SessionResult | "heading" | "text" | "dim" | "unit" | "time" | "bytes" | "phase";

/** Texts are safe to show; times are left to who knows the zone. */
export type PanelPiece =
  | { readonly kind: "text"; readonly text: string; readonly look: PanelLook }
  | { readonly kind: "sign"; readonly sign: StepState | SessionResult | "fetch" }
  | { readonly kind: "time"; readonly at: Micros };

/** One line of what is known of a session. */
export type PanelRow = {
  /** Steps to the right: how deep it lies in the tree. */
  readonly depth: number;
  readonly pieces: readonly PanelPiece[];
  /** Present where something folds below it. */
  readonly fold?: { readonly key: string; readonly isOpen: boolean };
  /** The derivation that it is about, by the name that its entries have for a unit. */
  readonly unit?: string;
};

/** Whether branches are open as they deem best themselves, or all of them, or none. */
export type Folds = "own" | "open" | "closed";

/** What decides on folds and elapsed times; `toggled` are the keys of branches that are not as `folds` has them. */
export type PanelSight = { readonly folds: Folds; readonly toggled: ReadonlySet<string>; readonly now: Micros };

export function text(words: string, look: PanelLook): PanelPiece {
  return { kind: "text", text: visibleLine(words), look };
}

/** A further piece, two columns on; nothing where there is nothing to say. */
export function after(words: string | undefined, look: PanelLook): readonly PanelPiece[] {
  return words === undefined || words === "" ? [] : [text(`  ${words}`, look)];
}

/** A row with others below it while it is open; `isPressing` branches open by themselves. */
export function branch(
  head: Omit<PanelRow, "fold"> & { readonly key: string; readonly isPressing: boolean },
  { folds, toggled }: PanelSight,
  below: () => readonly PanelRow[],
): readonly PanelRow[] {
  const { key, isPressing, ...row } = head;
  const isOpen = toggled.has(key) !== (folds === "own" ? isPressing : folds === "open");
  return [{ ...row, fold: { key, isOpen } }, ...(isOpen ? below() : [])];
}
