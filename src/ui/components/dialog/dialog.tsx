import { Box } from "ink";
import type { ReactNode } from "react";
import type { Rect } from "../../../app/stream/frame.js";
import { useParts } from "../../parts.js";
import { Line } from "../line/line.js";
import { Region } from "../region/region.js";
import { type DialogContent, framed, type Place } from "./dialog-layout.js";

export type DialogProps = DialogContent & {
  readonly place: Place;
  readonly columns: number;
  /** Index of the line that lies on the look of a selection. */
  readonly selected?: number;
};

/** Lines in a border, over whatever is below. */
export function Dialog({ place, columns, selected, ...content }: DialogProps): ReactNode {
  const { glyphs } = useParts();
  const lines = framed(content, columns, glyphs);
  const rect: Rect = { ...place, columns, rows: lines.length };
  return (
    <Region rect={rect}>
      {lines.map(({ before, inside, after }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no identity but their place
        <Box key={index}>
          <Line segments={before} />
          {inside.length > 0 && <Line segments={inside} {...(index - 1 === selected && { base: "selection" as const })} />}
          {after.length > 0 && <Line segments={after} />}
        </Box>
      ))}
    </Region>
  );
}
