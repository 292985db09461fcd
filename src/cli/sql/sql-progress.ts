import { FaultError } from "../../core/fault.js";
import { counted } from "../../lib/counted.js";
import type { StoreReader } from "../../store/open-store.js";
import type { Shell } from "../shell.js";

const QUIET_MS = 1_000;
const EVERY_MS = 200;

/** Told by the statement itself while it reads the log: nothing else in this thread has a turn meanwhile. */
export type SqlProgress = { readonly look: () => void; readonly end: () => void };

/** Says on a terminal how long it has been, and ends what takes longer than the limit. */
export function sqlProgress({ stdout, stderr }: Shell, reader: StoreReader, limitMs: number | undefined): SqlProgress {
  const begun = performance.now();
  const isSaid = stderr.isTTY && stderr !== stdout;
  let next = begun + QUIET_MS;
  let isShown = false;
  return {
    look: () => {
      const now = performance.now();
      if (limitMs !== undefined && now - begun > limitMs) throw new FaultError(tooLong(limitMs));
      if (!isSaid || now < next) return;
      next = now + EVERY_MS;
      isShown = true;
      stderr.write(`\r\u001b[K${counted(reader.opened().entries)} entries looked at, ${seconds(now - begun)}`);
    },
    end: () => {
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(0)} s`;
}

function tooLong(limitMs: number) {
  return {
    code: "usage",
    message: `the statement took longer than ${limitMs / 1_000} s`,
    hint: "let it look at less: WHERE time > moment('-1d'), level = 'error', or log('unit:NAME since:-1d')",
  } as const;
}
