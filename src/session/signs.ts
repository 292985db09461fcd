import type { SessionPhaseName, SessionUnit } from "../core/session.js";
import type { FactFields, JournalFact } from "./facts.js";
import { MessageId } from "../core/systemd/message-ids.js";
import {
  COMMAND_IDENTIFIERS,
  loggedCommand,
  type LoggedCommand,
  type RebuildCommand,
  rebuildCommandOf,
} from "./rebuild-command.js";
import { unitChangeOf } from "./units.js";

/** Transient unit in which nixos-rebuild runs the activation. */
const SWITCH_UNIT = "nixos-rebuild-switch-to-configuration.service";
/** NixOS' automatic upgrade, which runs nixos-rebuild. */
const UPGRADE_UNIT = "nixos-upgrade.service";
const DAEMON_UNIT = "nix-daemon.service";
const SWITCHER = "nixos";
const MANAGER = "systemd";

/** Units and identifiers of which a record may be a sign while no rebuild is known to run. */
export const SIGNING_UNITS: readonly string[] = [SWITCH_UNIT, UPGRADE_UNIT, DAEMON_UNIT];
export const SIGNING_IDENTIFIERS: readonly string[] = [SWITCHER, ...COMMAND_IDENTIFIERS];
/** Identifiers whose records matter while one runs. */
export const WATCHED_IDENTIFIERS: readonly string[] = [...SIGNING_IDENTIFIERS, MANAGER];

/** How a unit of a rebuild goes: begun, its process gone with an exit status, ended. */
export type UnitStep =
  | { readonly kind: "began" }
  | { readonly kind: "exited"; readonly status: number | undefined }
  | { readonly kind: "ended"; readonly isGood: boolean };

/** What a journal record says about a rebuild. */
export type Sign =
  | {
      readonly kind: "command";
      readonly command: LoggedCommand;
      readonly does: RebuildCommand;
      readonly pid: string | undefined;
    }
  | { readonly kind: "command-ended"; readonly pid: string }
  /** Somebody talks to the nix-daemon; a rebuild's first trace, or anything else. */
  | { readonly kind: "client"; readonly user: string }
  | { readonly kind: "upgrade"; readonly step: UnitStep }
  | { readonly kind: "stage"; readonly phase: SessionPhaseName }
  | { readonly kind: "switch-unit"; readonly step: UnitStep }
  | { readonly kind: "switching"; readonly path: string }
  | { readonly kind: "switched"; readonly path: string; readonly status: number }
  | { readonly kind: "unit"; readonly change: SessionUnit };

/** Undefined for all that says nothing of a rebuild: nearly every record there is. */
export function signOf({ fields, message }: JournalFact): Sign | undefined {
  const identifier = fields.SYSLOG_IDENTIFIER ?? fields._COMM;
  if (isManager(fields)) return managerSign(fields);
  if (identifier === SWITCHER) return isRoot(fields) ? switcherSign(message) : undefined;
  if (COMMAND_IDENTIFIERS.includes(identifier ?? "")) return commandSign(message, fields);
  if (fields._SYSTEMD_UNIT === UPGRADE_UNIT) return stageSign(message);
  return fields._SYSTEMD_UNIT === DAEMON_UNIT ? clientSign(message) : undefined;
}

/** Fields that begin with an underscore are journald's own word: nobody else can claim to be PID 1 or root. */
function isManager(fields: FactFields): boolean {
  return fields._PID === "1" && fields.UNIT !== undefined && isRoot(fields);
}

function isRoot(fields: FactFields): boolean {
  return fields._UID === "0";
}

function managerSign(fields: FactFields): Sign | undefined {
  if (fields.UNIT === SWITCH_UNIT || fields.UNIT === UPGRADE_UNIT) {
    const step = stepOf(fields);
    if (step === undefined) return undefined;
    return { kind: fields.UNIT === SWITCH_UNIT ? "switch-unit" : "upgrade", step };
  }
  const change = unitChangeOf(fields);
  return change === undefined ? undefined : { kind: "unit", change };
}

function stepOf(fields: FactFields): UnitStep | undefined {
  switch (fields.MESSAGE_ID) {
    case MessageId.starting:
      return { kind: "began" };
    case MessageId.processExited:
      return { kind: "exited", status: wholeNumber(fields.EXIT_STATUS) };
    case MessageId.deactivated:
      return { kind: "ended", isGood: true };
    case MessageId.failed:
    case MessageId.startFailed:
      return { kind: "ended", isGood: false };
    default:
      return undefined;
  }
}

function switcherSign(message: string): Sign | undefined {
  const [, path, status] =
    /^switching to system configuration (\S+)(?: failed \(status (-?\d{1,9})\))?$/.exec(message) ?? [];
  if (path !== undefined) {
    return status === undefined ? { kind: "switching", path } : { kind: "switched", path, status: Number(status) };
  }
  const [, finished] = /^finished switching to system configuration (\S+)$/.exec(message) ?? [];
  return finished === undefined ? undefined : { kind: "switched", path: finished, status: 0 };
}

/** Whoever else writes under such a name is not believed. */
function commandSign(message: string, fields: FactFields): Sign | undefined {
  const { SYSLOG_IDENTIFIER: identifier, _COMM: program, _PID: pid } = fields;
  if (identifier !== program) return undefined;
  if (pid !== undefined && /^pam_unix\(\S+:session\): session closed for user /.test(message)) {
    return { kind: "command-ended", pid };
  }
  const command = loggedCommand(identifier, message);
  const does = command === undefined ? undefined : rebuildCommandOf(command.words);
  return command === undefined || does === undefined ? undefined : { kind: "command", command, does, pid };
}

/** nixos-rebuild's own lines and nix's, which are in the journal only when a unit runs them. */
function stageSign(message: string): Sign | undefined {
  if (message.startsWith("building the system configuration")) return { kind: "stage", phase: "evaluation" };
  const isBuild = /^(?:th(?:is|ese) (?:\d+ )?(?:derivations?|paths?) will be |building '|copying path ')/.test(message);
  return isBuild ? { kind: "stage", phase: "build" } : undefined;
}

function clientSign(message: string): Sign | undefined {
  const [, user] = /^accepted connection from pid \d+, user (\S+)/.exec(message) ?? [];
  return user === undefined ? undefined : { kind: "client", user };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
