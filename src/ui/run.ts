import type { ReadStream } from "node:tty";
import { ok, type Result } from "../core/fault.js";
import type { ScreenExit, ScreenInput } from "./screen-settings.js";
import { showOn } from "./show-on.js";
import type { TerminalStream } from "./terminal/output.js";
import { openTerminal } from "./terminal/terminal.js";

export { historyFile } from "./kept/history-file.js";
export { screenFiles } from "./kept/screen-files.js";

export type ScreenOptions = ScreenInput & {
  /** Where it is no terminal, keys are read from the one that controls the process. */
  readonly stdin: ReadStream;
  readonly stdout: TerminalStream;
};

/** So often a second the picture may change: news wait half as long as anybody could see. */
const FRAMES_PER_SECOND = 60;

/**
 * Shows the engine's log until the user quits. Fails when there is no terminal to show it on. Closes neither the engine
 * nor the streams; whatever happens, the terminal has been given back.
 */
export async function runScreen(options: ScreenOptions): Promise<Result<ScreenExit>> {
  const ended = Promise.withResolvers<ScreenExit>();
  const opened = openTerminal({
    stdin: options.stdin,
    stdout: options.stdout,
    framesPerSecond: FRAMES_PER_SECOND,
    onSignal: (signal) => {
      ended.resolve({ kind: "signal", signal });
    },
  });
  if (!opened.ok) return opened;
  try {
    const close = await showOn(opened.value, options, ended.resolve);
    const exit = await ended.promise;
    close();
    return ok(exit);
  } finally {
    opened.value.close();
  }
}
