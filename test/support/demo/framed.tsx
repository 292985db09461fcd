import { Box, type BoxProps } from "ink";
import type { ReactNode } from "react";
import type { Role } from "../../../src/theme/roles.js";
import { usePainter } from "../../../src/ui/components/styled.js";

/** A box with a border in the look of a role; round unless another `borderStyle` is asked for. */
export function Framed({ role, ...box }: BoxProps & { readonly role: Role; readonly children?: ReactNode }): ReactNode {
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
