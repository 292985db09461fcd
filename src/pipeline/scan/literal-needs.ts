import type { Needs } from "../../core/query/match/needs.js";
import { openByteSearch } from "../../bytes/byte-search.js";

/** What is put into a search's memory at once. */
const ROOM_BYTES = 512 * 1024;

/** Whether bytes hold what is needed: what does not can be skipped. Each test keeps half a megabyte a literal. */
export function compileNeeds(needs: Needs): (bytes: Uint8Array) => boolean {
  switch (needs.kind) {
    case "anything":
      return () => true;
    case "literal": {
      const search = openByteSearch(needs, ROOM_BYTES);
      // What is larger than any batch of a source's usual size is not worth skipping.
      return (bytes) => {
        if (bytes.length > ROOM_BYTES) return true;
        search.room.set(bytes);
        return search.find(0, bytes.length) >= 0;
      };
    }
    case "all": {
      const parts = needs.parts.map(compileNeeds);
      return (bytes) => parts.every((part) => part(bytes));
    }
    case "one": {
      const parts = needs.parts.map(compileNeeds);
      return (bytes) => parts.some((part) => part(bytes));
    }
  }
}
