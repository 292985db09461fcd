import type { FieldValue } from "../entry.js";

/** Asks a journal record for one of its fields, as `ownField` does. */
export type AskField = (name: string) => FieldValue | undefined;

/** The text of a field; of several values the first. An empty one says as little as none. */
export function textOf(value: FieldValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  return undefined;
}

/** Whether it is systemd that speaks of a unit; everybody else can only write the same field (journalctl asks for _PID=1). */
export function isFromManager(ask: AskField): boolean {
  return isFromSystemManager(ask) || isFromUserManager(ask);
}

export function isFromSystemManager(ask: AskField): boolean {
  return ask("UNIT") !== undefined && (textOf(ask("_PID")) ?? "1") === "1";
}

export function isFromUserManager(ask: AskField): boolean {
  return ask("USER_UNIT") !== undefined && (textOf(ask("_SYSTEMD_UNIT")) ?? "user@").startsWith("user@");
}
