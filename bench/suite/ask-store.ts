import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import type { StoreReader } from "../../src/store/open-store.js";
import type { Work } from "./measure.js";

export const EVERYWHERE = { sources: undefined } as const;

/** A question to a reader that knows what there is and has answered nothing yet: one that has remembers the answer. */
export function asking(path: string, work: (reader: StoreReader) => Promise<unknown>): Work<StoreReader> {
  return {
    before: async () => {
      const reader = openStoreReader(path);
      await reader.page({ query: EVERYTHING, scope: EVERYWHERE, anchor: { kind: "tail" }, before: 1, after: 0 });
      return reader;
    },
    work,
    after: (reader) => reader.close(),
  };
}
