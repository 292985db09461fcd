import type { Fields } from "../core/entry.js";
import { levelNumber } from "../core/level.js";
import { UNIT_TELLING, unitOf } from "../core/systemd/unit-names.js";
import { NIX_EVENT } from "../nix/shown.js";
import { journal } from "./formats/journal.js";
import { kmsg } from "./formats/kmsg.js";
import { nix } from "./formats/nix.js";
import { firstText, JOURNAL_IDENTIFIERS, JOURNAL_PIDS, levelOfPriority } from "./journal-fields.js";
import { pidOf } from "./tag.js";

/** What an entry's columns take from the fields of its record. */
export type RecordFacts = {
  /** Syslog number; undefined when the fields do not tell. */
  readonly level: number | undefined;
  readonly format: string;
  readonly unit: string | undefined;
  readonly identifier: string | undefined;
  readonly host: string | undefined;
  readonly pid: number | undefined;
};

const PRIORITY = ["PRIORITY"];
const HOST = ["_HOSTNAME"];
/** Records straight from the kernel carry the journal's names and, as only they do, this. */
const KERNEL_MARK = "MONOTONIC_USEC";

/** The fields that are read here. */
export const TELLING: ReadonlySet<string> = new Set([
  ...PRIORITY,
  ...UNIT_TELLING,
  ...JOURNAL_IDENTIFIERS,
  ...HOST,
  ...JOURNAL_PIDS,
  KERNEL_MARK,
  NIX_EVENT,
]);

export function factsOf(fields: Fields): RecordFacts {
  const level = levelOfPriority(firstText(fields, PRIORITY));
  return {
    level: level === undefined ? undefined : levelNumber(level),
    format: formatOf(fields),
    unit: unitOf((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined)),
    identifier: firstText(fields, JOURNAL_IDENTIFIERS),
    host: firstText(fields, HOST),
    pid: pidOf(firstText(fields, JOURNAL_PIDS)),
  };
}

function formatOf(fields: Fields): string {
  if (Object.hasOwn(fields, KERNEL_MARK)) return kmsg.name;
  return Object.hasOwn(fields, NIX_EVENT) ? nix.name : journal.name;
}
