import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { ReadStream } from "node:tty";

import type { RenderOptions } from "ink";

import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { luminance } from "../../theme/contrast.js";
import { createFrameClock, type FrameClock } from "./clock.js";
import { createInput, type Input } from "./input.js";
import type { TerminalEvent } from "./input-filter.js";
import { MODE } from "./modes.js";
import { openOutput, type TerminalStream } from "./output.js";
import { type EndingSignal, guardTerminal } from "./restore.js";
import { createScreen, type Screen } from "./screen.js";

/** The terminal as the screen has it: full, raw, and given back whatever happens. */
export type Terminal = {
  readonly screen: Screen;
  readonly input: Input;
  readonly clock: FrameClock;
  /** How Ink must be started to draw on this screen. */
  readonly inkOptions: RenderOptions;
  /** Whether the mouse reports to us; off at first, so that the terminal's own selection works. */
  readonly setMouse: (isOn: boolean) => void;
  /** Asks for the background: undefined if the terminal does not say within the time. */
  readonly askBackground: (timeoutMs: number) => Promise<"dark" | "light" | undefined>;
  /** Lends the terminal to another program (an editor, a pager) while the work runs. */
  readonly lend: (work: () => Promise<void>) => Promise<void>;
  /** Stops this job, as Ctrl-Z does elsewhere; everything is drawn again when it goes on. */
  readonly stop: () => void;
  /** Gives the terminal back for good. */
  readonly close: () => void;
};

export type TerminalOptions = {
  readonly stdin: ReadStream;
  readonly stdout: TerminalStream;
  readonly framesPerSecond: number;
  /** Called when a signal wants the program to end, with the terminal given back already. */
  readonly onSignal?: (signal: EndingSignal) => void;
};

const BACKGROUND_AND_ATTRIBUTES = "\u001b]11;?\u001b\\\u001b[c";

/**
 * Takes the terminal: `stdout` must be one. Where `stdin` is not, because a log comes through it, keys are read from the
 * terminal that controls the process.
 */
export function openTerminal({ stdin, stdout, framesPerSecond, onSignal }: TerminalOptions): Result<Terminal> {
  if (!stdout.isTTY) return failed(notATerminal("the output is not a terminal"));
  const keyboard = openKeyboard(stdin);
  if (!keyboard.ok) return keyboard;
  const output = openOutput(stdout);
  const clock = createFrameClock(framesPerSecond);
  const screen = createScreen(output, clock);
  const input = createInput(keyboard.value);
  let isLent = false;
  const giveBack = (): void => {
    clock.stop();
    screen.leave();
    pauseIfThere(input);
  };
  const takeAgain = (): void => {
    if (isLent) return;
    input.resume();
    screen.enter();
    clock.start();
    // Nobody told us of another size while the terminal was not ours.
    process.kill(process.pid, "SIGWINCH");
  };
  const guard = guardTerminal({ giveBack, takeAgain, isLent: () => isLent }, onSignal);
  takeAgain();
  return ok({
    screen,
    input,
    clock,
    inkOptions: {
      stdout: screen.stdout,
      stdin: input.stdin,
      // Each commit comes as one string, and at once; the screen sees to the rest.
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
    setMouse: (isOn) => {
      for (const mode of [MODE.mouseButtons, MODE.mouseDrag, MODE.mouseSgr]) screen.setMode(mode, isOn);
    },
    askBackground: (timeoutMs) => askBackground(screen, input, timeoutMs),
    lend: async (work) => {
      isLent = true;
      giveBack();
      try {
        await work();
      } finally {
        isLent = false;
        takeAgain();
      }
    },
    stop: guard.stop,
    close: () => {
      giveBack();
      guard.release();
      output.close();
      if (keyboard.value !== stdin) keyboard.value.destroy();
    },
  });
}

function openKeyboard(stdin: ReadStream): Result<ReadStream> {
  if (stdin.isTTY) return ok(stdin);
  try {
    const descriptor = openSync("/dev/tty", "r");
    try {
      return ok(new ReadStream(descriptor));
    } catch (cause) {
      closeSync(descriptor);
      throw cause;
    }
  } catch (cause) {
    return failed({ ...notATerminal("there is no terminal to read keys from"), cause });
  }
}

function notATerminal(message: string): Fault {
  return {
    code: "not-a-terminal",
    message,
    hint: "start it in a terminal, or use 'logstream tail' or 'logstream query', which need none",
  };
}

/** A terminal that has gone away cannot be told to stop reading. */
function pauseIfThere(input: Input): void {
  try {
    input.pause();
  } catch {
    // Nothing is left to restore.
  }
}

function askBackground(screen: Screen, input: Input, timeoutMs: number): Promise<"dark" | "light" | undefined> {
  return new Promise((resolve) => {
    const finish = (background: "dark" | "light" | undefined): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(background);
    };
    const unsubscribe = input.onEvent((event: TerminalEvent) => {
      if (event.kind === "background") finish(luminance(event.hex) < 0.18 ? "dark" : "light");
      // Terminals answer in order: one that says what it is has passed over the question before.
      if (event.kind === "attributes") finish(undefined);
    });
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    screen.ask(BACKGROUND_AND_ATTRIBUTES);
  });
}
