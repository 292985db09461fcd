import type { ReactNode } from "react";
import { type PromptView, selectPrompt } from "../../../app/selectors/overlays.js";
import type { Rect } from "../../../app/stream/frame.js";
import { useParts, useSelected } from "../../parts.js";
import { Line } from "../line/line.js";
import { Region } from "../region/region.js";
import { usePainter } from "../styled.js";
import { Candidates } from "./candidates.js";
import { FilterPreview, PromptFault } from "./filter-preview.js";
import { promptLine } from "./prompt-layout.js";
import { useCaret } from "./use-caret.js";

/** The line one types a command, a search or a filter in, with what it offers above it. */
export function Prompt({ rect }: { readonly rect: Rect }): ReactNode {
  const view = useSelected(selectPrompt);
  if (view === undefined || view.prompt.kind === "palette") return null;
  return (
    <>
      <AbovePrompt view={view} rect={rect} />
      <PromptField view={view} rect={rect} />
    </>
  );
}

function AbovePrompt({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const least = view.candidate === undefined ? 1 : 2;
  if (view.candidates.length >= least) return <Candidates view={view} rect={rect} />;
  return view.fault === undefined ? <FilterPreview view={view} rect={rect} /> : <PromptFault view={view} rect={rect} />;
}

function PromptField({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const { depth } = usePainter();
  const { label, note, isFaulty, prompt } = view;
  const line = promptLine(
    {
      label: ` ${label}`,
      input: prompt.input,
      role: isFaulty ? "fault" : "text",
      // Without colours what is offered would look as if it had been typed.
      ghost: depth === 0 ? "" : view.ghost,
      note,
      noteRole: isFaulty ? "fault" : "dim",
    },
    rect.columns,
    glyphs,
  );
  useCaret({ x: rect.column + line.caret, y: rect.row });
  return (
    <Region rect={rect}>
      <Line segments={line.segments} />
    </Region>
  );
}
