import { createRequire } from "node:module";
import type * as pty from "@lydell/node-pty";
import { createEmulator } from "../../test/support/emulator.js";

const { spawn } = createRequire(import.meta.url)("@lydell/node-pty") as typeof pty;
const SIZE = { columns: 200, rows: 50 };

export type Shown = { readonly text: string; readonly lines: readonly string[] };
type Wanted = (shown: Shown) => boolean;

/** A program on a terminal, and a stopwatch. */
export type Probe = {
  readonly shown: () => Shown;
  readonly until: (wanted: Wanted, mostMs?: number) => Promise<void>;
  /** Milliseconds from the keys to the arrival of the bytes that make the wanted picture. */
  readonly press: (keys: string, wanted: Wanted) => Promise<number>;
  readonly close: () => Promise<void>;
};

const PATIENCE_MS = 60_000;

export function openProbe(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Probe {
  const emulator = createEmulator(SIZE.columns, SIZE.rows);
  const { PATH: path = "", LANG: lang = "C.UTF-8" } = process.env;
  const child = spawn(program, [...args], {
    cols: SIZE.columns,
    rows: SIZE.rows,
    name: "xterm-256color",
    env: { PATH: path, LANG: lang, TERM: "xterm-256color", COLORTERM: "truecolor", TZ: "UTC", ...env },
  });
  let arrived: (() => void) | undefined;
  let arrivedAt = 0;
  emulator.terminal.onData((answer) => child.write(answer));
  child.onData((data) => {
    const at = performance.now();
    emulator.terminal.write(data, () => {
      arrivedAt = at;
      arrived?.();
    });
  });
  const exited = new Promise<void>((resolve) => child.onExit(() => resolve()));
  const shown = (): Shown => ({ text: emulator.text(), lines: emulator.lines() });
  const until = async (wanted: Wanted, mostMs = PATIENCE_MS): Promise<void> => {
    const end = performance.now() + mostMs;
    while (!wanted(shown())) {
      if (performance.now() > end) throw new Error(`this never came:\n${wanted.toString()}\nbut\n${emulator.text()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      arrived = undefined;
    }
  };
  return {
    shown,
    until,
    press: async (keys, wanted) => {
      const pressed = performance.now();
      child.write(keys);
      await until(wanted);
      return Math.max(0, arrivedAt - pressed);
    },
    close: async () => {
      child.kill();
      await exited;
    },
  };
}
