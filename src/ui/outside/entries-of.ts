import type { Lines, LineRange } from "../../app/outside/lines.js";
import type { LogEntry } from "../../core/entry.js";
import type { Anchor, LogReader } from "../../core/ports.js";

const PAGE_ENTRIES = 1_000;

/** The entries, some at a time, without ever holding all of them. */
export async function* entriesOf(
  reader: Pick<LogReader, "page" | "scan">,
  lines: Lines,
  signal?: AbortSignal,
): AsyncGenerator<readonly LogEntry[]> {
  if (lines.kind === "entries") {
    yield lines.entries;
    return;
  }
  let left = lines.most ?? Number.POSITIVE_INFINITY;
  for await (const entries of lines.from === undefined && lines.context === 0
    ? scanned(reader, lines, signal)
    : paged(reader, lines, signal)) {
    const wanted = entries.filter((entry) => isUpTo(entry, lines)).slice(0, left);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    if (left <= 0 || wanted.length < entries.length) return;
  }
}

function scanned(
  reader: Pick<LogReader, "scan">,
  { query, scope }: LineRange,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly LogEntry[]> {
  return reader.scan({ query, scope, direction: "oldest-first", limit: undefined, parts: "text" }, signal);
}

/** Page by page from the first entry on; nothing before it is read. Neighbours of matches come with pages only. */
async function* paged(
  reader: Pick<LogReader, "page">,
  { query, scope, from, context }: LineRange,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly LogEntry[]> {
  let anchor: Anchor = from === undefined ? { kind: "head" } : { kind: "entry", id: from.id };
  let known: number | undefined;
  for (;;) {
    const page = await reader.page({ query, scope, anchor, before: 0, after: PAGE_ENTRIES, context }, signal);
    const last = known;
    const entries = page.entries.filter(({ id }) => id !== last);
    const end = entries.at(-1);
    if (end === undefined) return;
    yield entries;
    if (page.atEnd) return;
    known = end.id;
    anchor = { kind: "entry", id: end.id };
  }
}

function isUpTo({ order, id }: LogEntry, { to }: LineRange): boolean {
  return to === undefined || order < to.order || (order === to.order && id <= to.id);
}
