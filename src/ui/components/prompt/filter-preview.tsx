import type { ReactNode } from "react";
import type { PromptView } from "../../../app/selectors/overlays.js";
import { highlightRanges } from "../../../core/query/highlight.js";
import type { Rect } from "../../../app/stream/frame.js";
import { useParts } from "../../parts.js";
import { Dialog } from "../dialog/dialog.js";
import { DIALOG_MARGIN } from "../dialog/dialog-layout.js";
import { faultLines } from "./fault-lines.js";
import { previewLine } from "./preview-layout.js";

/** What is wrong with what is typed, at its place. */
export function PromptFault({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const { fault, prompt } = view;
  if (fault === undefined) return null;
  const lines = faultLines(prompt.input.text, fault, rect.columns - DIALOG_MARGIN);
  return <Dialog title="" note="" lines={lines} columns={rect.columns} place={above(rect, lines.length)} />;
}

/** The nearest lines that would stay, while a filter is typed. */
export function FilterPreview({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const parts = useParts();
  const { prompt } = view;
  if (prompt.kind !== "filter") return null;
  const columns = rect.columns;
  const inner = columns - DIALOG_MARGIN;
  const { preview } = prompt;
  const sample = preview?.sample;
  if (sample === undefined || preview === undefined) return null;
  const find = prompt.mode === "include" ? highlightRanges(preview.query) : () => [];
  const lines = sample.map((entry) => previewLine(entry, inner, parts, find));
  const none = [{ text: "nothing would stay", role: "level.warning" } as const];
  const shown = lines.length === 0 ? [none] : lines;
  return <Dialog title="Would stay" note="" lines={shown} columns={columns} place={above(rect, shown.length)} />;
}

function above(rect: Rect, lines: number): { readonly row: number; readonly column: number } {
  return { row: Math.max(0, rect.row - lines - 2), column: rect.column };
}
