import { useLayoutEffect } from "react";
import type { Position } from "../../terminal/canvas.js";
import { useScreen } from "../../terminal/surface.js";

/** Puts the terminal's cursor where one types, also for input methods; hidden when undefined or unmounted. */
export function useCaret(position: Position | undefined): void {
  const screen = useScreen();
  const x = position?.x;
  const y = position?.y;
  useLayoutEffect(() => {
    if (x !== undefined && y !== undefined) screen.setCursor({ x, y });
    return () => screen.setCursor(undefined);
  }, [screen, x, y]);
}
