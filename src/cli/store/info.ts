import { type KeepLimits, keepLimits } from "../../core/keep.js";
import { ok } from "../../core/fault.js";
import type { StoredArchive } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import { collectorWords } from "../../core/collector-words.js";
import { counted } from "../../lib/counted.js";
import { sizeText } from "../../lib/size-text.js";
import type { KeptStore, StoreFigures } from "../../store/keeping/kept-store.js";
import { ExitCode } from "../exit-code.js";
import { safeJson } from "../output/json-text.js";
import { isoUtc } from "../output/time-text.js";
import { momentText } from "../sessions/session-words.js";
import { write } from "../shell.js";
import { columns } from "../text-table.js";
import { localClock } from "../local-clock.js";
import { visible } from "../../lib/visible.js";
import { STORE_JSON_VERSION, type StoreAction, wantsJson } from "./action.js";

export const info: StoreAction = {
  changes: false,
  run: async (invocation, store) => {
    const { settings, shell } = invocation;
    const limits = keepLimits(settings.keepDays, settings.keepSize);
    if (!limits.ok) return limits;
    const figures = store.figures();
    const picture = { store, figures, limits: limits.value, archives: store.archives() };
    await write(shell, wantsJson(invocation) ? `${safeJson(jsonOf(picture))}\n` : textOf(picture));
    return ok(ExitCode.done);
  },
};

type Picture = {
  readonly store: KeptStore;
  readonly figures: StoreFigures;
  readonly limits: KeepLimits;
  readonly archives: readonly StoredArchive[];
};

function textOf({ store, figures, limits, archives }: Picture): string {
  const { sources, fileBytes, freeBytes, sessions, emptySources } = figures;
  const sum = sumOf(sources);
  const empty = emptySources === 0 ? "" : `, ${counted(emptySources)} with none left`;
  const rows: (readonly [string, string])[] = [
    [store.isArchive ? "archive" : "store", store.path],
    ["size", `${sizeText(fileBytes)}, ${sizeText(freeBytes)} of it free for what comes`],
    [
      "entries",
      `${counted(sum.entries)} of ${counted(sources.length)} ${sources.length === 1 ? "source" : "sources"}${empty}${spanText(sum)}`,
    ],
    ...(sum.entries === 0 ? [] : [["cost", costText(sum)] as const]),
    ...(store.isArchive ? [] : keptRows(figures, limits)),
    ...store.collectors().map((collector) => ["collects", collectorWords(collector, localClock)] as const),
    ["sessions", counted(sessions)],
    ...archives.map((archive) => ["archive", archiveText(archive)] as const),
  ];
  const head = rows.map(([name, text]) => `${name.padEnd(10)}${visible(text)}\n`).join("");
  return sources.length === 0 ? head : `${head}\n${sourceTable(sources)}`;
}

type Sum = Pick<StoreFigures["sources"][number], "entries" | "textBytes" | "bytes" | "first" | "last">;

function sumOf(sources: StoreFigures["sources"]): Sum {
  return {
    entries: sources.reduce((sum, { entries }) => sum + entries, 0),
    textBytes: sources.reduce((sum, { textBytes }) => sum + textBytes, 0),
    bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0),
    first: micros(sources.reduce((least, { first }) => Math.min(least, first), Infinity)),
    last: micros(sources.reduce((most, { last }) => Math.max(most, last), -Infinity)),
  };
}

function spanText({ entries, first, last }: Sum): string {
  return entries === 0 ? "" : `, from ${momentText(first)} to ${momentText(last)}`;
}

function costText({ entries, textBytes, bytes }: Sum): string {
  const each = (of: number) => (of / entries).toFixed(1);
  return `${each(bytes)} bytes an entry, ${each(textBytes)} as text: 1/${(textBytes / Math.max(1, bytes)).toFixed(1)}`;
}

/** What retention will do, and when. */
function keptRows(figures: StoreFigures, { days, bytes }: KeepLimits): readonly (readonly [string, string])[] {
  const { usedBytes, bytesPerDay } = figures;
  const size =
    bytes === undefined
      ? "nothing is removed for the store's size"
      : `the oldest entries go when the store is larger than ${sizeText(bytes)}: ${whenText(bytes - usedBytes, bytesPerDay)}`;
  const age =
    days === undefined ? "nothing is removed for its age" : `entries go ${counted(days)} days after they happened`;
  return [
    ["keeps", size],
    ["", age],
  ];
}

function whenText(left: number, bytesPerDay: number | undefined): string {
  if (left <= 0) return "that is now";
  if (bytesPerDay === undefined || bytesPerDay < 1) return `${sizeText(left)} are left`;
  const daily = `${sizeText(left)} are left, and ${sizeText(bytesPerDay)} come a day`;
  const days = left / bytesPerDay;
  return days > 3_650 ? `${daily}: in more than ten years` : `${daily}: in about ${counted(Math.ceil(days))} days`;
}

function archiveText({ path, entries, first, last, fault }: StoredArchive): string {
  const what = `${path}: ${counted(entries)} entries from ${momentText(first)} to ${momentText(last)}`;
  return fault === undefined ? what : `${what}; not read: ${fault.message}`;
}

function sourceTable(sources: StoreFigures["sources"]): string {
  const head = ["entries", "from", "to", "packed", "bytes an entry", "removed", "source"];
  const rows = sources.map(({ label, entries, first, last, bytes, expired }) => [
    counted(entries),
    momentText(first),
    momentText(last),
    sizeText(bytes),
    (bytes / entries).toFixed(1),
    expired === 0 ? "-" : counted(expired),
    label,
  ]);
  return columns(head, rows);
}

function jsonOf({ store, figures, limits, archives }: Picture) {
  const { sources, ...sizes } = figures;
  return {
    v: STORE_JSON_VERSION,
    path: store.path,
    isArchive: store.isArchive,
    fileBytes: sizes.fileBytes,
    usedBytes: sizes.usedBytes,
    freeBytes: sizes.freeBytes,
    entries: sumOf(sources).entries,
    sessions: sizes.sessions,
    bytesPerDay: sizes.bytesPerDay ?? null,
    keep: { days: limits.days ?? null, bytes: limits.bytes ?? null },
    collectors: store.collectors().map(({ command }) => command),
    sources: sources.map(({ first, last, ...source }) => ({ ...source, first: isoUtc(first), last: isoUtc(last) })),
    archives: archives.map(({ path, entries, first, last, fault }) => {
      return { path, entries, first: isoUtc(first), last: isoUtc(last), missing: fault?.message ?? null };
    }),
  };
}
