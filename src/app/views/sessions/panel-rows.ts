import type { Session, SessionUnit } from "../../../core/session.js";
import { commandText, failedUnits, generationText, tookText } from "../../../core/session-words.js";
import { durationText } from "../../../lib/duration-text.js";
import { buildRows } from "./build-rows.js";
import { after, branch, type PanelPiece, type PanelRow, type PanelSight, text } from "./panel-row.js";

/** Everything that is known of a session, a line each, what went wrong first; `place` is N of `@N`. */
export function panelRows(session: Session, place: number, sight: PanelSight): readonly PanelRow[] {
  return [
    headRow(session, place),
    ...(session.build === undefined ? [] : buildRows(session.build, sight)),
    ...unitRows(session, sight),
    ...factRows(session, sight),
  ];
}

function headRow(session: Session, place: number): PanelRow {
  const { id, kind, origin, name } = session;
  const noticed = origin === "noticed" ? ", noticed in the journal" : "";
  const pieces = [
    text(`Session ${id}`, "heading"),
    ...(name === undefined ? [] : [text(` ${name}`, "text")]),
    text(` (@${place}), a ${kind}${noticed}  `, "dim"),
    ...resultPieces(session),
  ];
  return { depth: 0, pieces };
}

function factRows(session: Session, sight: PanelSight): readonly PanelRow[] {
  const { command, folder, user, host, tags, note, startedAt, removed } = session;
  const where = [folder, ...named("as", user), ...named("on", host)].filter((word) => word !== undefined).join(" ");
  const facts: readonly (readonly [string, readonly PanelPiece[]])[] = [
    ["command", pieceOf(commandText(command))],
    ["where", pieceOf(where)],
    ["began", [{ kind: "time", at: startedAt }, ...after(tookWords(session, sight), "time")]],
    ["generation", pieceOf(generationText(session))],
    ["phases", phasePieces(session)],
    ["tags", pieceOf(tags.join(" "))],
    ["note", pieceOf(note)],
    ["entries", removed === undefined ? [] : [text(REMOVED[removed], "dim")]],
  ];
  const rows = facts
    .filter(([, pieces]) => pieces.length > 0)
    .map(([key, pieces]): PanelRow => ({ depth: 1, pieces: [text(key.padEnd(11), "dim"), ...pieces] }));
  return branch({ key: "facts", depth: 0, pieces: [text("About", "heading")], isPressing: true }, sight, () => rows);
}

function named(word: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} ${value}`];
}

function pieceOf(words: string | undefined): readonly PanelPiece[] {
  return words === undefined || words === "" ? [] : [text(words, "text")];
}

const REMOVED = { some: "some were removed by retention", all: "removed by retention" } as const;

function tookWords(session: Session, { now }: PanelSight): string {
  const { startedAt, result, endedAt } = session;
  if (endedAt !== undefined) return `took ${tookText(session)}`;
  return result === "running" ? `for ${durationText(now - startedAt)} now` : "";
}

function resultPieces({ result, exitCode, signal }: Session): readonly PanelPiece[] {
  const how =
    signal !== undefined
      ? `, killed by ${signal}`
      : result === "unknown"
        ? ": who recorded it went away before its end"
        : exitCode === undefined
          ? ""
          : `, exit code ${exitCode}`;
  return [{ kind: "sign", sign: result }, text(` ${result}`, result), text(how, "text")];
}

function phasePieces({ phases }: Session): readonly PanelPiece[] {
  return phases.flatMap(({ name, startedAt, endedAt, result }, index) => {
    const took = endedAt === undefined ? "" : ` ${durationText(endedAt - startedAt)}`;
    return [text(index === 0 ? "" : "  ", "dim"), { kind: "sign", sign: result }, text(` ${name}${took}`, result)];
  });
}

function unitRows(session: Session, sight: PanelSight): readonly PanelRow[] {
  const { units } = session;
  if (units.length === 0) return [];
  const failed = failedUnits(session);
  const others = units.filter(({ state }) => state !== "failed");
  const counts = failed.length === 0 ? [] : after(`${failed.length} failed`, "failed");
  const pieces = [text("Units", "heading"), ...after(`${units.length}`, "text"), ...counts];
  const isPressing = failed.length > 0;
  return branch({ key: "units", depth: 0, pieces, isPressing }, sight, () => [...failed, ...others].map(unitRow));
}

function unitRow({ unit, state, result }: SessionUnit): PanelRow {
  return {
    depth: 1,
    pieces: [
      { kind: "sign", sign: state === "failed" ? "failed" : "done" },
      text(` ${unit}`, "unit"),
      ...after(result === undefined ? state : `${state} (${result})`, state === "failed" ? "failed" : "dim"),
    ],
    unit,
  };
}
