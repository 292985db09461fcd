import { Text, type TextProps } from "ink";
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

/** Text in the look of a role: the only component that gives Ink a colour. */
export function Styled({ role, base, children, wrap }: StyledProps): ReactNode {
  const look = usePainter().ink(role, base);
  return (
    <Text {...look} {...(wrap !== undefined && { wrap })}>
      {children}
    </Text>
  );
}
