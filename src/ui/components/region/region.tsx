import { Box } from "ink";
import type { ReactNode } from "react";
import type { Rect } from "../../../app/stream/frame.js";

export type RegionProps = { readonly rect: Rect; readonly children?: ReactNode };

/** A part of the terminal at its place. */
export function Region({ rect, children }: RegionProps): ReactNode {
  return (
    <Box
      position="absolute"
      top={rect.row}
      left={rect.column}
      width={rect.columns}
      height={rect.rows}
      flexDirection="column"
    >
      {children}
    </Box>
  );
}
