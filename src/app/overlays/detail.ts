import { type FieldValue, type LogEntry, Mark } from "../../core/entry.js";
import type { Page } from "../../core/ports.js";
import { EVERYTHING, type Query } from "../../core/query/ast.js";
import { eventOfEntry } from "../../core/query/match/entry-row.js";
import { literalPattern } from "../../core/query/match/pattern.js";
import { findLinks } from "../../core/links/find-links.js";
import type { LinkSpan } from "../../core/links/link.js";
import type { Micros } from "../../core/time.js";
import { visible, visibleLine } from "../../lib/visible.js";
import { wrapToWidth } from "../../lib/width.js";
import type { Step } from "../effect.js";
import type { DetailOverlay } from "../overlay.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { type Rect, frameOf } from "../stream/frame.js";
import { entryAtCursor, markOf } from "../stream/marks.js";
import { missingBefore } from "../stream/missing-before.js";
import { replaceOverlay } from "./stack.js";

/** One line of the detail panel. Texts are safe to show. */
export type DetailItem =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "time"; readonly at: Micros; readonly note: string | undefined }
  /** `query` asks for entries with the same value; undefined where that makes no sense. */
  | {
      readonly kind: "field";
      readonly name: string;
      readonly value: string;
      readonly query: Query | undefined;
      readonly links: readonly LinkSpan[];
    }
  | { readonly kind: "text"; readonly text: string; readonly links: readonly LinkSpan[] }
  /** Between the neighbours: what is not there. */
  | { readonly kind: "missing"; readonly text: string }
  | { readonly kind: "neighbour"; readonly entry: LogEntry; readonly isSelf: boolean };

const NEIGHBOURS = { before: 4, after: 5 } as const;
/** More lines of one record than anybody scrolls through; what is left out is said. */
const MOST_TEXT_LINES = 2_000;
const HEX_BYTES = 512;

/** The panel's contents below its title line: the rest of its rows; beside the stream two columns go to the border. */
export function detailArea(state: State): Rect | undefined {
  const frame = frameOf(state);
  if (frame.detail === undefined) return undefined;
  const { row, column, rows, columns } = frame.detail;
  const border = frame.detail.column > 0 ? 2 : 0;
  return { row: row + 1, column: column + border, rows: Math.max(0, rows - 1), columns: Math.max(1, columns - border) };
}

/** The panel, wherever it is in the stack. */
export function detailOf(state: State): DetailOverlay | undefined {
  return state.overlays.find((overlay) => overlay.kind === "detail");
}

/** The lines of the panel, top to bottom. */
export function detailItems(state: State): readonly DetailItem[] {
  const detail = detailOf(state);
  const columns = detailArea(state)?.columns ?? 1;
  if (detail === undefined) return [];
  const { entry, hex, neighbours } = detail;
  return [
    { kind: "time", at: entry.at, note: timeNote(entry.marks) },
    ...noteItems(state, entry),
    ...columnItems(entry),
    ...wholeText(entry, columns),
    ...ownFieldItems(entry),
    ...(hex === undefined ? [] : textItems("Bytes", hex, columns)),
    ...neighbourItems(entry, neighbours),
  ];
}

/** Keeps the panel on the entry under the cursor, and asks for what it needs once. */
export function syncDetail(state: State): Step<State> {
  const detail = detailOf(state);
  const entry = entryAtCursor(state);
  if (detail === undefined || entry === undefined || detail.entry.id === entry.id) return still(state);
  return loadDetail(replaceOverlay(state, detailFor(entry)), entry);
}

/** A panel that shows the entry from its top. */
export function detailFor(entry: LogEntry): DetailOverlay {
  return { kind: "detail", entry, selected: 0, scroll: 0, neighbours: undefined, hex: undefined };
}

/** Asks for the entries around this one and, where its text is not all there is, for its bytes. */
export function loadDetail(state: State, entry: LogEntry): Step<State> {
  const id = state.requests.next;
  const anchor = { kind: "entry", id: entry.id } as const;
  const page = { query: EVERYTHING, scope: state.scope, anchor, ...NEIGHBOURS };
  const raw = (entry.marks & Mark.notUtf8) !== 0;
  return {
    state: { ...state, requests: { ...state.requests, next: id + 1, detail: id } },
    effects: [{ kind: "load-detail", request: id, id: entry.id, raw, page }],
  };
}

/** Takes in what was asked for; answers about another entry change nothing. */
export function detailLoaded(
  state: State,
  answer: { readonly request: number; readonly neighbours: Page; readonly raw: Uint8Array | undefined },
): State {
  const detail = detailOf(state);
  if (state.requests.detail !== answer.request || detail === undefined) return state;
  const hex = answer.raw === undefined ? undefined : hexText(answer.raw);
  const taken = { ...state, requests: { ...state.requests, detail: undefined } };
  return replaceOverlay(taken, { ...detail, neighbours: answer.neighbours, hex });
}

/** Moves the focus by lines and scrolls to keep it in sight. */
export function focusDetail(state: State, detail: DetailOverlay, to: number): State {
  const rows = Math.max(1, detailArea(state)?.rows ?? 1);
  const selected = Math.max(0, Math.min(detailItems(state).length - 1, to));
  const scroll = Math.max(Math.min(detail.scroll, selected), selected - rows + 1);
  return replaceOverlay(state, { ...detail, selected, scroll });
}

function noteItems(state: State, { id }: LogEntry): readonly DetailItem[] {
  const mark = markOf(state, id);
  if (mark === undefined) return [];
  const bookmark = fieldItem("bookmark", visible(mark.note ?? "set"), undefined);
  if (mark.tags.length === 0) return [bookmark];
  return [bookmark, fieldItem("tags", visible(mark.tags.join(" ")), undefined)];
}

function timeNote(marks: number): string | undefined {
  if ((marks & Mark.timeInherited) !== 0) return "taken from the entry before: this one has no time";
  if ((marks & Mark.timeReceived) !== 0) return "when it arrived: it has no time of its own";
  if ((marks & Mark.timeFuture) !== 0) return "ahead of the clock: sorted by its arrival";
  return undefined;
}

function columnItems(entry: LogEntry): readonly DetailItem[] {
  const level = entry.level ?? "not said";
  const guessed = (entry.marks & Mark.levelGuessed) === 0 ? "" : " (found in the words)";
  const items: DetailItem[] = [
    fieldItem("level", level + guessed, levelQuery(entry)),
    ...named("unit", entry.unit),
    ...named("identifier", entry.identifier),
    ...named("pid", entry.pid),
    ...named("host", entry.host),
    ...eventItems(entry),
    ...named("category", entry.category),
    ...named("source", entry.source),
    ...named("format", entry.format),
    fieldItem("line", lineText(entry), undefined),
  ];
  return items;
}

function eventItems(entry: LogEntry): readonly DetailItem[] {
  return Object.entries(eventOfEntry(entry)).flatMap(([name, value]) =>
    value === undefined ? [] : named(name, String(value)),
  );
}

function levelQuery({ level }: LogEntry): Query {
  return { kind: "level", operator: "=", level: level ?? "none" };
}

function lineText({ line, lines }: LogEntry): string {
  return lines > 1 ? `${line}–${line + lines - 1} (${lines} lines)` : String(line);
}

function named(name: string, value: string | number | undefined): readonly DetailItem[] {
  if (value === undefined || value === "") return [];
  const text = String(value);
  return [fieldItem(name, visible(text), fieldQuery(name, text))];
}

function fieldItem(name: string, value: string, query: Query | undefined): DetailItem {
  return { kind: "field", name, value, query, links: linksOfField(name, value) };
}

/** A number is a process where the field's name says so. */
function linksOfField(name: string, value: string): readonly LinkSpan[] {
  if (/^(?:|_|object_|coredump_|syslog_)pid$/i.test(name) && /^[1-9]\d{0,6}$/.test(value)) {
    return [{ start: 0, end: value.length, link: { kind: "pid", pid: Number(value) } }];
  }
  return findLinks(value);
}

/** Entries whose field has exactly this value. */
export function fieldQuery(field: string, value: string): Query {
  return { kind: "field", field, pattern: literalPattern(value) };
}

function ownFieldItems(entry: LogEntry): readonly DetailItem[] {
  const fields = Object.entries(entry.fields);
  if (fields.length === 0) return [];
  const items = fields.map(([name, value]): DetailItem => {
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    const query = isPlain && String(value) !== "" ? fieldQuery(name, String(value)) : undefined;
    return fieldItem(visible(name), valueText(value), query);
  });
  return [{ kind: "heading", text: "Fields" }, ...items];
}

function valueText(value: FieldValue): string {
  if (value instanceof Uint8Array) return `${value.length} bytes: ${hexLine(value.subarray(0, 32))}`;
  if (Array.isArray(value)) return value.map((part: FieldValue) => valueText(part)).join(", ");
  return visible(String(value));
}

/** The lines of an entry's text: kept, since a long one would be wrapped anew for every key. */
function wholeText(entry: LogEntry, columns: number): readonly DetailItem[] {
  const known = texts.get(entry);
  if (known?.columns === columns) return known.items;
  const items = textItems("Text", entry.text, columns);
  texts.set(entry, { columns, items });
  return items;
}

const texts = new WeakMap<LogEntry, { readonly columns: number; readonly items: readonly DetailItem[] }>();

function textItems(title: string, text: string, columns: number): readonly DetailItem[] {
  const rows: DetailItem[] = [];
  let left = 0;
  for (const line of text.split("\n")) {
    const room = MOST_TEXT_LINES - rows.length;
    const head = line.slice(0, room * columns * 2);
    left += line.length - head.length;
    if (room <= 0) continue;
    rows.push(...linkedRows(visibleLine(head), columns, room));
  }
  const rest: readonly DetailItem[] = left > 0 ? [{ kind: "heading", text: `… ${left} more characters` }] : [];
  return [{ kind: "heading", text: title }, ...rows, ...rest];
}

/** A line in rows; what is named across the end of one is in both. */
function linkedRows(line: string, columns: number, room: number): readonly DetailItem[] {
  const links = findLinks(line);
  let from = 0;
  return wrapToWidth(line, columns, room).map((text): DetailItem => {
    const start = from;
    from += text.length;
    return { kind: "text", text, links: linksWithin(links, start, from) };
  });
}

/** The links of [from, to), by their places in it. */
function linksWithin(links: readonly LinkSpan[], from: number, to: number): readonly LinkSpan[] {
  return links
    .filter(({ start, end }) => start < to && end > from)
    .map((span) => ({ ...span, start: Math.max(0, span.start - from), end: Math.min(to, span.end) - from }));
}

function neighbourItems(entry: LogEntry, neighbours: Page | undefined): readonly DetailItem[] {
  if (neighbours === undefined) return [];
  const missing = missingBefore(neighbours.remarks);
  const items = neighbours.entries.flatMap((other): readonly DetailItem[] => {
    const item: DetailItem = { kind: "neighbour", entry: other, isSelf: other.id === entry.id };
    const words = missing(other);
    return words === "" ? [item] : [{ kind: "missing", text: words }, item];
  });
  return [{ kind: "heading", text: "Around it, filters or not" }, ...items];
}

function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, HEX_BYTES); at += 16) lines.push(hexLine(bytes.subarray(at, at + 16)));
  if (bytes.length > HEX_BYTES) lines.push(`… ${bytes.length - HEX_BYTES} more bytes`);
  return lines.join("\n");
}

function hexLine(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
