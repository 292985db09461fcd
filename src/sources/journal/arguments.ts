import { resolve } from "node:path";
import { type SourceId, sourceId } from "../../core/entry.js";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import { levelFromName, levelNumber } from "../../core/level.js";

/** What `journal:` was asked to read. Everything left out means all of it. */
export type JournalArguments = {
  readonly units: readonly string[];
  readonly identifiers: readonly string[];
  /** Syslog number; this severe or more. */
  readonly priority: number | undefined;
  /** An absolute path; undefined is this machine's own journal. */
  readonly directory: string | undefined;
  /** As written (`0`, `-1`, an id); an id once it is resolved. */
  readonly boot: string | undefined;
  readonly isUser: boolean;
  /** A journal namespace (systemd-journald.service(8)); undefined is the one without a name. */
  readonly namespace: string | undefined;
};

const NAMES = ["unit", "identifier", "priority", "dir", "boot", "user", "namespace"] as const;
type Name = (typeof NAMES)[number];

/** The whole journal of this machine. */
export const WHOLE_JOURNAL: JournalArguments = {
  units: [],
  identifiers: [],
  priority: undefined,
  directory: undefined,
  boot: undefined,
  isUser: false,
  namespace: undefined,
};

/** Reads `unit=a.service,dir=/path,user`; a comma within a value is written `\,`. */
export function parseJournalArguments(text: string): Result<JournalArguments> {
  let known = WHOLE_JOURNAL;
  for (const part of text.split(/(?<!\\),/)) {
    if (part.trim() === "") continue;
    const [, name = "", value] = /^\s*([^=]*?)\s*(?:=(.*))?$/s.exec(part) ?? [];
    const added = isName(name) ? withArgument(known, name, value?.replaceAll("\\,", ",")) : failed(unknown(name));
    if (!added.ok) return added;
    known = added.value;
  }
  return known.directory === undefined || known.namespace === undefined ? ok(known) : failed(TWO_PLACES);
}

/** journalctl ignores the namespace where a directory is named. */
const TWO_PLACES: Fault = {
  code: "usage",
  message: "journal: takes dir or namespace, not both",
  hint: "name the namespace's own folder, as in journal:dir=/var/log/journal/MACHINE.NAME",
};

function isName(text: string): text is Name {
  return NAMES.some((name) => name === text);
}

function withArgument(known: JournalArguments, name: Name, value: string | undefined): Result<JournalArguments> {
  if (name === "user") return value === undefined ? ok({ ...known, isUser: true }) : failed(notAValue(name, value));
  if (name === "boot") return bootArgument(known, value ?? "0");
  if (value === undefined || value === "") return failed(needsValue(name));
  switch (name) {
    case "unit":
      return ok({ ...known, units: [...known.units, unitName(value)] });
    case "identifier":
      return ok({ ...known, identifiers: [...known.identifiers, value] });
    case "namespace":
      return NAMESPACE.test(value) ? ok({ ...known, namespace: value }) : failed(notAValue(name, value));
    case "dir":
      return ok({ ...known, directory: resolve(value) });
    case "priority": {
      const level = levelFromName(value);
      return level === undefined ? failed(notAValue(name, value)) : ok({ ...known, priority: levelNumber(level) });
    }
  }
}

/** What is a folder's name behind the machine's id; `*` and `+NAME` of journalctl are several journals at once. */
const NAMESPACE = /^[\w.@-]{1,200}$/;

function bootArgument(known: JournalArguments, value: string): Result<JournalArguments> {
  const boot = value.replaceAll("-", "").length === 32 ? value.replaceAll("-", "").toLowerCase() : value;
  return /^(?:[0-9a-f]{32}|[+-]?\d{1,6})$/.test(boot) ? ok({ ...known, boot }) : failed(notAValue("boot", value));
}

const UNIT_TYPES = /\.(?:service|socket|target|device|mount|automount|swap|timer|path|slice|scope)$/;

/** As journalctl and systemctl complete it: a name without a type is a service; patterns stay as they are. */
function unitName(text: string): string {
  return UNIT_TYPES.test(text) || /[*?[]/.test(text) ? text : `${text}.service`;
}

function unknown(name: string): Fault {
  const hint = `known are ${NAMES.join(", ")}, as in journal:unit=nginx.service,boot=0`;
  return { code: "usage", message: `journal: has no argument "${name}"`, hint };
}

function needsValue(name: Name): Fault {
  return { code: "usage", message: `journal:${name} needs a value`, hint: `write ${name}=… behind journal:` };
}

const EXAMPLES: Readonly<Partial<Record<Name, string>>> = {
  user: "user takes no value",
  priority: "write a level such as warning, or 0 to 7",
  namespace: "write its name, as in systemd-journald@NAME.service",
  boot: "write 0 for this boot, -1 for the one before, or a boot id",
};

function notAValue(name: Name, value: string): Fault {
  return { code: "usage", message: `journal:${name} cannot be "${value}"`, hint: EXAMPLES[name] ?? `see ${name}` };
}

/** The same arguments in any order and spelling give the same id. */
export function journalId(known: JournalArguments): SourceId {
  const parts = [
    ...known.units.map((unit) => ["unit", unit] as const),
    ...known.identifiers.map((identifier) => ["identifier", identifier] as const),
    ...(known.priority === undefined ? [] : [["priority", String(known.priority)] as const]),
    ...(known.directory === undefined ? [] : [["dir", known.directory] as const]),
    ...(known.boot === undefined ? [] : [["boot", known.boot] as const]),
    ...(known.namespace === undefined ? [] : [["namespace", known.namespace] as const]),
  ].map(([name, value]) => `${name}=${value.replaceAll(",", "\\,")}`);
  if (known.isUser) parts.push("user");
  return sourceId(`journal:${[...new Set(parts)].toSorted().join(",")}`);
}

/** Short name for the header. */
export function journalLabel(known: JournalArguments): string {
  const { units, identifiers, directory, boot, namespace } = known;
  const words = [...units.map((unit) => unit.replace(/\.service$/, "")), ...identifiers];
  if (known.isUser) words.unshift("user");
  if (namespace !== undefined) words.push(`namespace ${namespace}`);
  if (directory !== undefined) words.push(directory);
  if (boot !== undefined) words.push(`boot ${boot.slice(0, 8)}`);
  return ["journal", ...words].join(" ");
}

/** Whether entries are left out on purpose, so that their numbers have holes. */
export function isFiltered(known: JournalArguments): boolean {
  const { units, identifiers, priority, boot, isUser } = known;
  return units.length + identifiers.length > 0 || priority !== undefined || boot !== undefined || isUser;
}

/**
 * journalctl's flags for the arguments. `--merge` because without it `-f` shows the newest boot only and ends on an
 * empty directory; it does not go together with `--boot`, which is why a boot is a match for its id.
 */
export function journalFlags(known: JournalArguments): readonly string[] {
  return [
    "--no-pager",
    "--merge",
    ...(known.directory === undefined ? [] : [`--directory=${known.directory}`]),
    ...(known.namespace === undefined ? [] : [`--namespace=${known.namespace}`]),
    ...(known.isUser ? ["--user"] : []),
    ...known.units.map((unit) => (known.isUser ? `--user-unit=${unit}` : `--unit=${unit}`)),
    ...known.identifiers.map((identifier) => `--identifier=${identifier}`),
    ...(known.priority === undefined ? [] : [`--priority=${known.priority}`]),
    ...(known.boot === undefined ? [] : [`_BOOT_ID=${known.boot}`]),
  ];
}
