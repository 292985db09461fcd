import { Box, type BoxProps, Text, type TextProps } from "ink";
import { createContext, type ReactNode, useContext } from "react";

import { Bug } from "../../core/fault.js";
import type { Painter } from "../../theme/painter.js";
import type { Role } from "../../theme/roles.js";

/** The painter of the theme in use. */
export const PainterContext = createContext<Painter | undefined>(undefined);

export function usePainter(): Painter {
  const painter = useContext(PainterContext);
  if (painter === undefined) throw new Bug("styled text needs a PainterContext around it");
  return painter;
}

export type StyledProps = Pick<TextProps, "children" | "wrap"> & {
  readonly role: Role;
  /** A role that lies under it, as a selected row does. */
  readonly base?: Role;
};

/** Text in the look of a role. With `Framed`, the only component that gives Ink a colour. */
export function Styled({ role, base, children, wrap }: StyledProps): ReactNode {
  const look = usePainter().ink(role, base);
  return (
    <Text {...look} {...(wrap !== undefined && { wrap })}>
      {children}
    </Text>
  );
}

export type FramedProps = BoxProps & { readonly role: Role; readonly children?: ReactNode };

/** A box with a border in the look of a role; round unless another `borderStyle` is asked for. */
export function Framed({ role, ...box }: FramedProps): ReactNode {
  const { color, bold, dimColor } = usePainter().ink(role);
  return (
    <Box
      borderStyle={bold ? "bold" : "round"}
      {...(color !== undefined && { borderColor: color })}
      borderDimColor={dimColor}
      {...box}
    />
  );
}
