import { PassThrough } from "node:stream";

import { render } from "ink";
import type { ReactNode } from "react";

import { createFrameClock } from "../../src/ui/terminal/clock.js";
import type { Output } from "../../src/ui/terminal/output.js";
import { createScreen, type Screen } from "../../src/ui/terminal/screen.js";
import { ScreenContext } from "../../src/ui/terminal/surface.js";
import { createEmulator, type Emulator } from "./emulator.js";
import { sequenceOfKey } from "./keys.js";
import { type Expected, waitForContent } from "./wait-for.js";

/** A screen on a terminal within the test. */
export type RenderedTerminal = Emulator & {
  readonly screen: Screen;
  readonly rerender: (node: ReactNode) => void;
  readonly press: (...keys: readonly string[]) => void;
  readonly type: (text: string) => void;
  readonly waitFor: (expected: Expected) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  /** How many writes there were, and how long they are together. */
  readonly written: () => { readonly writes: number; readonly characters: number };
  readonly unmount: () => void;
};

/** Draws a component by Ink and a real `Screen` on an emulated terminal, in this process and in milliseconds. */
export async function renderToTerm(
  node: ReactNode,
  { columns = 80, rows = 24 }: { readonly columns?: number; readonly rows?: number } = {},
): Promise<RenderedTerminal> {
  const emulator = createEmulator(columns, rows);
  const resizes = new Set<() => void>();
  let writes = 0;
  let characters = 0;
  const write = (text: string): boolean => {
    writes++;
    characters += text.length;
    emulator.write(text);
    return true;
  };
  const output: Output = {
    size: () => ({ columns: emulator.terminal.cols, rows: emulator.terminal.rows }),
    write,
    writeNow: write,
    onDrain: () => () => undefined,
    onResize: (listener) => {
      resizes.add(listener);
      return () => void resizes.delete(listener);
    },
    close: () => undefined,
  };
  const screen = createScreen(output, createFrameClock(1000));
  screen.enter();
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  });
  const wrap = (child: ReactNode): ReactNode => <ScreenContext value={screen}>{child}</ScreenContext>;
  const instance = render(wrap(node), {
    stdout: screen.stdout,
    stdin,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await emulator.settle();
  };
  await waitForContent(() => screen.statistics().frames > 0, { text: emulator.text, settle });
  return {
    ...emulator,
    settle,
    screen,
    rerender: (next) => instance.rerender(wrap(next)),
    press: (...keys) => {
      for (const key of keys) stdin.write(sequenceOfKey(key));
    },
    type: (text) => void stdin.write(text),
    waitFor: (expected) => waitForContent(expected, { text: emulator.text, settle }),
    resize: (wantedColumns, wantedRows) => {
      emulator.terminal.resize(wantedColumns, wantedRows);
      for (const listener of resizes) listener();
    },
    written: () => ({ writes, characters }),
    unmount: () => instance.unmount(),
  };
}
