import { MessageId } from "../../../core/systemd/message-ids.js";
import type { JournalArguments } from "../arguments.js";
import { ALL, everyOf, type Selection, someOf } from "./selection.js";

/** What journalctl's flags for the arguments mean as matches; see journalctl(1) and systemd.journal-fields(7). */
export function selectionOf({ units, identifiers, priority, boot, isUser }: JournalArguments): Selection {
  const levels = Array.from({ length: (priority ?? -1) + 1 }, (_, level) => is("PRIORITY", String(level)));
  return everyOf([
    units.length === 0 ? ALL : someOf(units.map((unit) => (isUser ? ofUserUnit(unit) : ofUnit(unit)))),
    identifiers.length === 0 ? ALL : someOf(identifiers.map((identifier) => is("SYSLOG_IDENTIFIER", identifier))),
    levels.length === 0 ? ALL : someOf(levels),
    boot === undefined ? ALL : is("_BOOT_ID", boot),
  ]);
}

/** `-u`: what the unit wrote, its crashes, what systemd and other daemons of root say about it, and all of a slice. */
function ofUnit(unit: string): Selection {
  return someOf([
    named("_SYSTEMD_UNIT", unit),
    everyOf([is("MESSAGE_ID", MessageId.coredump), is("_UID", "0"), named("COREDUMP_UNIT", unit)]),
    everyOf([is("_PID", "1"), named("UNIT", unit)]),
    everyOf([is("_UID", "0"), named("OBJECT_SYSTEMD_UNIT", unit)]),
    ...(unit.endsWith(".slice") ? [named("_SYSTEMD_SLICE", unit)] : []),
  ]);
}

/** `--user-unit` as the user who runs this. */
function ofUserUnit(unit: string): Selection {
  const user = is("_UID", String(process.getuid?.() ?? 0));
  return someOf([
    everyOf([named("_SYSTEMD_USER_UNIT", unit), user]),
    everyOf([named("USER_UNIT", unit), user]),
    everyOf([named("COREDUMP_USER_UNIT", unit), user]),
    everyOf([named("OBJECT_SYSTEMD_USER_UNIT", unit), is("_UID", "0")]),
    ...(unit.endsWith(".slice") ? [everyOf([named("_SYSTEMD_USER_SLICE", unit), user])] : []),
  ]);
}

function is(name: string, value: string): Selection {
  return { kind: "is", name, value };
}

/** A unit's name, or a pattern as of fnmatch(3). */
function named(name: string, unit: string): Selection {
  if (!/[*?[]/.test(unit)) return is(name, unit);
  const pattern = patternOf(unit);
  return {
    kind: "passes",
    names: [name],
    test: (value) => typeof value === "string" && pattern.test(value),
  };
}

/** `*`, `?` and `[...]` as a regular expression; linear in time, for only `*` repeats and it never nests. */
function patternOf(glob: string): RegExp {
  const source = glob.replaceAll(/\*+|\?|\[!?[^\]]+\]|[^*?]/gs, (piece) => {
    if (piece.startsWith("*")) return "[^]*";
    if (piece === "?") return "[^]";
    if (piece.length > 1)
      return `[${piece.startsWith("[!") ? "^" : ""}${piece.slice(piece.startsWith("[!") ? 2 : 1, -1).replaceAll(/[\\\]^]/g, "\\$&")}]`;
    return piece.replaceAll(/[.+^${}()|[\]\\/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
