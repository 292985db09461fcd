import type { BuildReport } from "../core/build-report.js";

/** Derivations whose logs streams of this program have told: `nix:` need not read them from the disk as well. */
export type ToldLogs = {
  readonly isTold: (derivation: string) => boolean;
  readonly add: (report: BuildReport) => void;
};

/** A log lies on the disk a moment after its build ended; what was told long before is forgotten. */
const MOST = 10_000;

export function createToldLogs(): ToldLogs {
  const told = new Set<string>();
  return {
    isTold: (derivation) => told.has(derivation),
    add: ({ steps }) => {
      for (const { drv, logLines } of steps) {
        if (logLines === 0) continue;
        // The newest at the end, wherever it stood before.
        told.delete(drv);
        told.add(drv);
      }
      for (const drv of told) {
        if (told.size <= MOST) break;
        told.delete(drv);
      }
    },
  };
}
