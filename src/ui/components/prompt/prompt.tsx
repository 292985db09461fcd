import type { ReactNode } from "react";
import { type PromptView, selectPrompt } from "../../../app/selectors/overlays.js";
import type { Rect } from "../../../app/stream/frame.js";
import { useParts, useSelected } from "../../parts.js";
import { Line } from "../line/line.js";
import { Region } from "../region/region.js";
import { Candidates } from "./candidates.js";
import { FilterPreview } from "./filter-preview.js";
import { promptLine } from "./prompt-layout.js";
import { useCaret } from "./use-caret.js";

/** The line one types a command, a search or a filter in, with what it offers above it. */
export function Prompt({ rect }: { readonly rect: Rect }): ReactNode {
  const view = useSelected(selectPrompt);
  if (view === undefined || view.prompt.kind === "palette") return null;
  return (
    <>
      {view.candidates.length > 1 ? <Candidates view={view} rect={rect} /> : <FilterPreview view={view} rect={rect} />}
      <PromptField view={view} rect={rect} />
    </>
  );
}

function PromptField({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const { label, note, isFaulty, prompt } = view;
  const line = promptLine(
    {
      label: ` ${label}`,
      input: prompt.input,
      role: isFaulty ? "fault" : "text",
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
