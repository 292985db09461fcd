import { Box, type BoxProps, type DOMElement, measureElement } from "ink";
import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from "react";

import { Bug } from "../../core/fault.js";
import type { Screen } from "./screen.js";

/** The screen that surfaces below this component are on. */
export const ScreenContext = createContext<Screen | undefined>(undefined);

/** The screen, for components that place the cursor or ask for frames. */
export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === undefined) throw new Bug("a surface needs a ScreenContext around it");
  return screen;
}

export type SurfaceProps = BoxProps & {
  /** Row `index` as visible text and SGR sequences, at most `width` columns of it. Asked for in every frame: must be fast. */
  readonly row: (index: number, width: number) => string;
  /** 1 for a surface within a dialog, to lie above what Ink draws; 0, below it, if not given. */
  readonly layer?: number;
};

/**
 * A box that Ink lays out and the screen fills. What it shows may change without React: call the screen's `invalidate`.
 * Another `row` function does so by itself.
 */
export function Surface({ row, layer = 0, ...box }: SurfaceProps): ReactNode {
  const screen = useScreen();
  const element = useRef<DOMElement>(null);
  const newest = useRef(row);
  useLayoutEffect(() => {
    newest.current = row;
    screen.invalidate();
  }, [row, screen]);
  useLayoutEffect(
    () =>
      screen.add({
        measure: () => (element.current === null ? undefined : measureElement(element.current)),
        row: (index, width) => newest.current(index, width),
        layer,
      }),
    [screen, layer],
  );
  return <Box ref={element} {...box} />;
}
