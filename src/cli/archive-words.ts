import type { StoredArchive } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { boundsOf } from "../core/query/bounds.js";
import { counted } from "../lib/counted.js";
import { visible } from "../lib/visible.js";
import type { StoreReader } from "../store/open-store.js";
import { momentText } from "./sessions/session-words.js";
import type { Shell } from "./shell.js";

/** Says which archives a question would need and cannot have; with `isExplained` also those that it has. */
export async function sayArchives(
  { stderr }: Pick<Shell, "stderr">,
  reader: StoreReader,
  { query, isExplained }: { readonly query: Query; readonly isExplained: boolean },
): Promise<void> {
  const { from, to } = boundsOf(query);
  const needed = (await reader.archives()).filter(({ first, last }) => first < to && last >= from);
  for (const archive of needed) {
    if (archive.fault !== undefined)
      stderr.write(`logstream: ${missing(archive, archive.fault.message)}\n  ${visible(archive.fault.hint)}\n`);
    else if (isExplained) stderr.write(`explain: archive: ${visible(archive.path)}, ${spanOf(archive)}\n`);
  }
}

function missing(archive: StoredArchive, why: string): string {
  return `${visible(why)}; its ${spanOf(archive)} are not in the answer`;
}

function spanOf({ entries, first, last }: StoredArchive): string {
  return `${counted(entries)} ${entries === 1 ? "entry" : "entries"} from ${momentText(first)} to ${momentText(last)}`;
}
