import { footprint } from "../block/row-buffer.js";
import type { HeldSource } from "./held-source.js";

/** Row buffers beyond this many bytes are dropped, longest unused first; they come back from disk when needed. */
const BUDGET_BYTES = 16 << 20;

/** The buffers of the sources that were written last. */
export type ResidentSources = {
  get(number: number): HeldSource | undefined;
  /** Notes that the source was just used. */
  keep(held: HeldSource): void;
  drop(number: number): void;
};

export function residentSources(): ResidentSources {
  const held = new Map<number, { readonly source: HeldSource; readonly bytes: number }>();
  let total = 0;
  const drop = (number: number): void => {
    total -= held.get(number)?.bytes ?? 0;
    held.delete(number);
  };
  return {
    get: (number) => held.get(number)?.source,
    drop,
    keep(source) {
      drop(source.number);
      const bytes = footprint(source.rows);
      held.set(source.number, { source, bytes });
      total += bytes;
      for (const number of held.keys()) {
        if (total <= BUDGET_BYTES || number === source.number) break;
        drop(number);
      }
    },
  };
}
