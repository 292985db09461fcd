import type { Collector } from "./ports.js";

/** `logstream record journal: (process 4711, since Nov 21 11:59:58)`; the command as it was typed, not yet safe to show. */
export function collectorWords({ command, pid, since }: Collector, clock: (at: number) => string): string {
  const moment = `since ${clock(since)}`;
  return `${command} (${pid === undefined ? moment : `process ${pid}, ${moment}`})`;
}
