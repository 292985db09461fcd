import type { BuildReport, BuildStep } from "../../core/build-report.js";
import type { Session } from "../../core/session.js";
import { visible } from "../../lib/visible.js";
import { durationText } from "../../lib/duration-text.js";
import {
  buildsText,
  commandText,
  downloadsText,
  failedUnits,
  generationText,
  tookText,
} from "../../core/session-words.js";
import { momentText } from "./session-words.js";

/** So many lines of a failed build's log are shown; the rest is in the entries. */
const LOG_LINES = 10;

/** Everything about one session, for a person; made safe for a terminal. */
export function sessionText(session: Session, place: number): string {
  const lines = [
    ...headLines(session, place),
    ...section("phases", phaseLines(session)),
    ...section("units", unitLines(session)),
    ...(session.build === undefined ? [] : section("builds", buildLines(session.build))),
    ...section("more", moreLines(session)),
  ];
  return lines.map((line) => `${visible(line)}\n`).join("");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function headLines(session: Session, place: number): readonly string[] {
  const { id, kind, origin, name, command, folder, user, host, tags, note } = session;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["command", command.length === 0 ? undefined : commandText(command)],
    [
      "where",
      [folder, user === undefined ? "" : `as ${user}`, host === undefined ? "" : `on ${host}`].join(" ").trim(),
    ],
    ["began", momentText(session.startedAt)],
    ["took", tookText(session)],
    ["result", resultText(session)],
    ["generation", generationText(session)],
    ["entries", REMOVED[session.removed ?? "none"]],
    ["tags", tags.join(" ")],
    ["note", note],
  ];
  const title = `session ${id} (@${place}), a ${kind}${origin === "noticed" ? " that was noticed" : ""}`;
  const shown = rows.filter(([, value]) => value !== undefined && value !== "");
  return [
    name === undefined ? title : `${title}: ${name}`,
    ...shown.map(([key, value]) => `  ${key.padEnd(11)}${value}`),
  ];
}

const REMOVED = {
  none: undefined,
  some: "some were removed by retention",
  all: "removed by retention",
} as const;

function resultText({ result, exitCode, signal }: Session): string {
  if (signal !== undefined) return `${result}, killed by ${signal}`;
  if (result === "unknown") return "unknown: who recorded it went away before its end";
  return exitCode === undefined ? result : `${result}, exit code ${exitCode}`;
}

function phaseLines({ phases }: Session): readonly string[] {
  return phases.map(({ name, startedAt, endedAt, result }) => {
    const took = endedAt === undefined ? "-" : durationText(endedAt - startedAt);
    return `${name.padEnd(11)}${took.padStart(8)}  ${result}`;
  });
}

/** Those that failed first, each with systemd's word for it. */
function unitLines(session: Session): readonly string[] {
  const failed = failedUnits(session);
  const others = session.units.filter(({ state }) => state !== "failed");
  return [...failed, ...others].map(({ state, unit, result }) =>
    result === undefined ? `${state.padEnd(9)}${unit}` : `${state.padEnd(9)}${unit} (${result})`,
  );
}

function buildLines(build: BuildReport): readonly string[] {
  const counts = [buildsText(build), downloadsText(build)].filter((text) => text !== "");
  const failed = build.steps.filter(({ state }) => state === "failed");
  return [
    ...(counts.length === 0 ? [] : [counts.join("; ")]),
    ...failed.flatMap(stepLines),
    ...build.fetches.flatMap(({ state, path, error }) =>
      state === "failed" ? [`not downloaded: ${path}${error === undefined ? "" : ` (${error})`}`] : [],
    ),
    ...build.errors.flatMap((error) => error.split("\n")),
  ];
}

function stepLines({ drv, name, phase, error, cause, logTail }: BuildStep): readonly string[] {
  if (cause !== undefined) return [`not built: ${name}, for it needs ${cause}`];
  const where = phase === undefined ? "" : ` in ${phase}`;
  return [
    `failed: ${name}${where}${error === undefined ? "" : `: ${error}`}`,
    ...logTail.slice(-LOG_LINES).map((line) => `  > ${line}`),
    `  nix log ${drv}`,
  ];
}

function moreLines({ id }: Session): readonly string[] {
  return [`logstream query session:${id}`, `logstream query 'session:${id} level>=warning'`];
}
