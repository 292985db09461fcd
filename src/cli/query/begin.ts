import type { Settings } from "../../config/options.js";
import type { EntryId, LogEntry } from "../../core/entry.js";
import { type Result, failed, ok } from "../../core/fault.js";
import { type Micros, micros } from "../../core/time.js";
import { cursorOf, placeIn } from "../../library/cursor.js";

/** Where an answer begins: at an entry or right behind it; going back, right before it. */
export type Begin = { readonly place: Place; readonly isBehind: boolean; readonly goesBack: boolean };

export type Place =
  | { readonly kind: "kept"; readonly id: EntryId; readonly order: Micros }
  | { readonly kind: "journal"; readonly cursor: JournalCursor };

/** An entry's place as journald tells it, parts of sd_journal_get_cursor(3); numbers are exact below 2^53. */
type JournalCursor = {
  readonly seqnumId: string;
  readonly seqnum: number;
  readonly bootId: string;
  readonly monotonic: number;
  readonly at: Micros;
};

/** `--cursor` and `--after-cursor`; undefined where neither is given. */
export function beginOf({ cursor, afterCursor, reverse }: Settings): Result<Begin | undefined> {
  const text = cursor ?? afterCursor;
  if (text === undefined) return ok(undefined);
  if (cursor !== undefined && afterCursor !== undefined) {
    return failed({
      code: "usage",
      message: "--cursor does not go with --after-cursor",
      hint: "leave one of them out",
    });
  }
  const journal = journalCursor(text);
  const place: Place | undefined = journal === undefined ? keptPlace(text) : { kind: "journal", cursor: journal };
  if (place !== undefined) return ok({ place, isBehind: cursor === undefined, goesBack: reverse });
  return failed({
    code: "usage",
    message: `'${text.slice(0, 60)}' is no cursor`,
    hint: "--show-cursor prints one; so does `journalctl --show-cursor`",
  });
}

function keptPlace(text: string): Place | undefined {
  const place = placeIn(text);
  return place === undefined ? undefined : { kind: "kept", ...place };
}

const CURSOR =
  /^s=([0-9a-f]{32});i=([0-9a-f]{1,16});b=([0-9a-f]{32});m=([0-9a-f]{1,16});t=([0-9a-f]{1,16});x=[0-9a-f]{1,16}$/;

function journalCursor(text: string): JournalCursor | undefined {
  const [, seqnumId, seqnum, bootId, monotonic, at] = CURSOR.exec(text) ?? [];
  if (seqnumId === undefined || bootId === undefined) return undefined;
  const number = (hex: string | undefined) => Number.parseInt(hex ?? "", 16);
  return { seqnumId, seqnum: number(seqnum), bootId, monotonic: number(monotonic), at: micros(number(at)) };
}

/** The cursor that names the entry's place: journald's own where it has one and journals are asked, else the store's. */
export function cursorText(entry: LogEntry, isKept: boolean): string | undefined {
  if (isKept) return cursorOf(entry);
  const own = entry.fields["__CURSOR"];
  return typeof own === "string" ? own : undefined;
}

/** How the entry lies to the place: negative before it, 0 the very entry. */
export function distance({ id, order, fields }: LogEntry, place: Place): number {
  if (place.kind === "kept") return order - place.order || id - place.id;
  const own = fields["__CURSOR"];
  const cursor = typeof own === "string" ? journalCursor(own) : undefined;
  return cursor === undefined ? order - place.cursor.at || 1 : journalOrder(cursor, place.cursor);
}

/** As journald itself compares places (journal-file.c, compare_locations): by writer, then by boot, then by time. */
function journalOrder(one: JournalCursor, other: JournalCursor): number {
  if (one.seqnumId === other.seqnumId) return one.seqnum - other.seqnum;
  if (one.bootId === other.bootId && one.monotonic !== other.monotonic) return one.monotonic - other.monotonic;
  return one.at - other.at || 1;
}
