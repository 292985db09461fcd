import type { FieldValue } from "../entry.js";
import { MessageId } from "./message-ids.js";
import { type AskField, isFromSystemManager, isFromUserManager, textOf } from "./record.js";

const byRoot = (ask: AskField): boolean => (textOf(ask("_UID")) ?? "0") === "0";
const byCoredump = (ask: AskField): boolean => textOf(ask("MESSAGE_ID")) === MessageId.coredump && byRoot(ask);
const always = (): boolean => true;

/**
 * Where a journal record names a unit, and whom it is believed of, as `journalctl -u` and `--user-unit` look for it. What
 * a record is about comes before who wrote it: systemd's own records about a unit are written by init.scope.
 */
// oxfmt-ignore
const UNIT_FIELDS: readonly (readonly [name: string, counts: (ask: AskField) => boolean])[] = [
  ["UNIT", isFromSystemManager],
  ["USER_UNIT", isFromUserManager],
  ["COREDUMP_USER_UNIT", byCoredump],
  ["COREDUMP_UNIT", byCoredump],
  ["OBJECT_SYSTEMD_USER_UNIT", byRoot],
  ["OBJECT_SYSTEMD_UNIT", byRoot],
  ["_SYSTEMD_UNIT", always],
  ["_SYSTEMD_USER_UNIT", always],
];
const SLICE_FIELDS: typeof UNIT_FIELDS = [
  ["_SYSTEMD_SLICE", always],
  ["_SYSTEMD_USER_SLICE", always],
];
const ALL_FIELDS = [...UNIT_FIELDS, ...SLICE_FIELDS];

/** The fields that `unitOf` looks at. */
export const UNIT_TELLING: readonly string[] = [...UNIT_FIELDS.map(([name]) => name), "_PID", "_UID", "MESSAGE_ID"];

/** The fields that `unitsIn` looks at. */
export const UNIT_SOURCES: ReadonlySet<string> = new Set([...UNIT_TELLING, ...SLICE_FIELDS.map(([name]) => name)]);

/** The unit that a journal record is shown under: the one it is about, else the one it comes from. */
export function unitOf(ask: AskField): string | undefined {
  for (const [name, counts] of UNIT_FIELDS) {
    const text = textOf(ask(name));
    if (text !== undefined && counts(ask)) return text;
  }
  return undefined;
}

/** Formats whose fields are those of the journal. */
const JOURNAL_FORMATS: ReadonlySet<string> = new Set(["journal", "journal-json"]);

/** Whether `unitsIn` has anything to say of entries of this format. */
export function namesUnits(format: string): boolean {
  return JOURNAL_FORMATS.has(format);
}

/** Every unit that `journalctl -u` or `--user-unit` would find the record by. */
export function unitsIn(ask: AskField): readonly string[] {
  return ALL_FIELDS.flatMap(([name, counts]) => {
    const value = ask(name);
    return value === undefined || !counts(ask) ? [] : textsOf(value);
  });
}

function textsOf(value: FieldValue): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}
