import type { Session } from "../../core/session.js";
import { columns } from "../text-table.js";
import { buildsText, commandText, failedUnits, tookText } from "../../core/session-words.js";
import { momentText } from "./session-words.js";

const COMMAND_WIDTH = 50;

/** The list, the newest first. `sessions` are those from the first place on. */
export function listText(sessions: readonly Session[]): string {
  const rows = sessions.map((session, index) => [
    `@${index + 1}`,
    String(session.id),
    session.kind,
    momentText(session.startedAt),
    tookText(session),
    session.result,
    session.exitCode === undefined ? "-" : String(session.exitCode),
    (session.build === undefined ? "" : buildsText(session.build)) || "-",
    unitsText(session),
    nameOf(session),
  ]);
  return columns(["", "id", "kind", "began", "took", "result", "exit", "builds", "units", "name or command"], rows);
}

function unitsText(session: Session): string {
  if (session.units.length === 0) return "-";
  const failed = failedUnits(session).length;
  return failed === 0 ? `${session.units.length}` : `${session.units.length}, ${failed} failed`;
}

function nameOf({ name, command }: Session): string {
  const text = commandText(command);
  return name ?? (text.length <= COMMAND_WIDTH ? text : `${text.slice(0, COMMAND_WIDTH - 3)}...`);
}
