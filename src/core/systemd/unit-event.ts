import type { FieldValue } from "../entry.js";
import { KNOWN_MESSAGES } from "./message-ids.js";
import { isFromManager, textOf, type AskField } from "./record.js";

/** What a record of systemd tells beside its message; each is asked for as a field of that name. */
export const EVENT_FIELDS = ["event", "result", "invocation", "exit", "restarts", "job"] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

/** The names of all events, for whoever types one. */
export const EVENT_NAMES: readonly string[] = [
  ...new Set([...KNOWN_MESSAGES.values()].map(({ event }) => event)),
  "job-failed",
  "start-limit-hit",
  "unit-timeout",
  "watchdog-timeout",
];

/** What a record tells, undefined where it does not. */
export type UnitEvent = { readonly [name in EventField]: FieldValue | undefined };

/**
 * What a record says of a unit, a process or the system:
 * - `event`: its name (`unit-failed`, `oom-kill`), by its MESSAGE_ID, else by systemd's own words;
 * - `result`: how it ended (`exit-code`, `timeout`, `dependency`);
 * - `invocation`: the run of the unit, 32 hex digits; also of what the unit itself logs;
 * - `exit`: the exit code as a number, or the signal that killed (`SIGSEGV`);
 * - `restarts`: how many there were; `job`: the kind of job (`start`).
 * Nothing but the invocation where the sender only claims to be systemd.
 */
export function unitEvent(ask: AskField, message: () => string): UnitEvent {
  const invocation = invocationOf(ask);
  const told = eventOf(ask, message);
  if (told === undefined) return { ...NOTHING, invocation };
  const restarts = numberOf(textOf(ask("N_RESTARTS")));
  return { ...told, invocation, exit: exitOf(ask), restarts, job: textOf(ask("JOB_TYPE")) };
}

const NOTHING: UnitEvent = {
  event: undefined,
  result: undefined,
  invocation: undefined,
  exit: undefined,
  restarts: undefined,
  job: undefined,
};

export function isEventField(name: string): name is EventField {
  return EVENT_FIELDS.some((known) => known === name);
}

type Told = Pick<UnitEvent, "event" | "result">;

function eventOf(ask: AskField, message: () => string): Told | undefined {
  const id = textOf(ask("MESSAGE_ID"));
  const known = id === undefined ? undefined : KNOWN_MESSAGES.get(id);
  if (known === undefined) return id === undefined && isFromManager(ask) ? eventInWords(message(), ask) : undefined;
  if (!isTrusted(ask)) return undefined;
  const { event, result } = known;
  return { event, result: result?.startsWith("=") === true ? result.slice(1) : textOf(ask(result ?? "")) };
}

/** What systemd says of units without a MESSAGE_ID, in words that it does not translate. */
const WORDS: readonly (readonly [pattern: RegExp, event: string, result: string | undefined])[] = [
  [/: Start request repeated too quickly\.$/, "start-limit-hit", "start-limit-hit"],
  [/: (?:\S+ operation|State '[^']*') timed out\b/, "unit-timeout", "timeout"],
  [/: Watchdog timeout\b/, "watchdog-timeout", "watchdog"],
  [/: Job \S+\/\S+ failed with result '/, "job-failed", undefined],
];

function eventInWords(message: string, ask: AskField): Told | undefined {
  const found = WORDS.find(([pattern]) => pattern.test(message));
  return found && { event: found[1], result: found[2] ?? textOf(ask("JOB_RESULT")) };
}

/** Root, a part of systemd, or a user's manager: any other sender may write any MESSAGE_ID. */
function isTrusted(ask: AskField): boolean {
  const user = textOf(ask("_UID"));
  if (user === undefined || user === "0" || textOf(ask("_SYSTEMD_USER_UNIT")) === "init.scope") return true;
  return textOf(ask("_SYSTEMD_UNIT"))?.startsWith("systemd-") === true;
}

function invocationOf(ask: AskField): string | undefined {
  const about = isFromManager(ask) ? (textOf(ask("INVOCATION_ID")) ?? textOf(ask("USER_INVOCATION_ID"))) : undefined;
  return about ?? textOf(ask("_SYSTEMD_INVOCATION_ID"));
}

function exitOf(ask: AskField): FieldValue | undefined {
  const signal = textOf(ask("COREDUMP_SIGNAL_NAME")) ?? textOf(ask("COREDUMP_SIGNAL"));
  if (signal !== undefined) return signalName(signal);
  const status = textOf(ask("EXIT_STATUS"));
  if (status === undefined) return undefined;
  return textOf(ask("EXIT_CODE")) === "exited" ? numberOf(status) : signalName(status);
}

function numberOf(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** Linux's signals by number, from 1 on (signal(7), x86 and ARM). */
const SIGNALS =
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS".split(
    " ",
  );

function signalName(signal: string): string {
  if (signal.startsWith("SIG")) return signal;
  const number = numberOf(signal);
  if (number === undefined) return `SIG${signal}`;
  const name = SIGNALS[number - 1];
  return name === undefined ? `signal ${number}` : `SIG${name}`;
}
