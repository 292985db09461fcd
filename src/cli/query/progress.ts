import { counted } from "../../lib/counted.js";
import type { Shell } from "../shell.js";

/** A question that is answered sooner needs no comfort. */
const QUIET_MS = 1_000;
const EVERY_MS = 200;

export type Progress = { end(): void };

/** How far the search is: what was read, of how much if that is known. */
export type HowFar = () => Promise<{
  readonly done: number;
  readonly total: number | undefined;
  readonly what: string;
}>;

/**
 * Says on the terminal how far a long search is, on one line that `end` takes away again; nothing where stderr is no
 * terminal or goes into the pager. Where entries are printed on the same terminal, end it before the first of them.
 */
export function startProgress({ stdout, stderr }: Shell, howFar: HowFar): Progress {
  if (!stderr.isTTY || stderr === stdout) return { end: () => undefined };
  let isShown = false;
  let hasEnded = false;
  const show = async (): Promise<void> => {
    const text = progressText(await howFar());
    if (hasEnded) return;
    isShown = true;
    stderr.write(`\r\u001b[K${text.slice(0, Math.max(10, stderr.columns - 1))}`);
  };
  let timer = setTimeout(function again() {
    void show();
    timer = setTimeout(again, EVERY_MS);
  }, QUIET_MS);
  return {
    end: () => {
      hasEnded = true;
      clearTimeout(timer);
      if (isShown) stderr.write("\r\u001b[K");
    },
  };
}

function progressText({ done, total, what }: Awaited<ReturnType<HowFar>>): string {
  if (total === undefined) return `${counted(done)} ${what} read`;
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
  return `${percent} %: ${counted(done)} of ${counted(total)} ${what} read`;
}
