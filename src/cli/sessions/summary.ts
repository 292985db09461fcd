import type { SeenSession } from "../run/run-view.js";
import { buildsText, downloadsText, failedUnits, generationText, tookText } from "../../core/session-words.js";

/** The last lines of a rebuild: how it went, what failed, what changed, and where to see more. */
export function summaryText(session: SeenSession): readonly string[] {
  const { build, result, exitCode, id } = session;
  const code = exitCode === undefined || exitCode === 0 ? "" : ` with exit code ${exitCode}`;
  const failed = failedUnits(session);
  const generation = generationText(session);
  const steps = build?.steps.filter(({ state, cause }) => state === "failed" && cause === undefined) ?? [];
  return [
    `logstream: the rebuild ${WORDS[result]}${code} after ${tookText(session)}`,
    ...part("builds", build === undefined ? "" : buildsText(build)),
    ...part("downloads", build === undefined ? "" : downloadsText(build)),
    ...steps.map(({ name, phase }) => row("failed", phase === undefined ? name : `${name} in ${phase}`)),
    ...failed.map(({ unit, result: word }) => row("failed", word === undefined ? unit : `${unit} (${word})`)),
    ...part("generation", generation ?? ""),
    ...(id === undefined ? [] : [row("more", `logstream sessions show ${id}; logstream query session:${id}`)]),
  ];
}

const WORDS = {
  running: "still runs",
  succeeded: "succeeded",
  failed: "failed",
  interrupted: "was interrupted",
  unknown: "ended",
} as const;

function part(name: string, text: string): readonly string[] {
  return text === "" ? [] : [row(name, text)];
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(11)}${text}`;
}
