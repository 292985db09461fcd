import { durationText } from "../../../lib/duration-text.js";
import type { BuildFetch, BuildReport, BuildStep, StepState } from "../../../core/build-report.js";
import { buildsText } from "../../../core/session-words.js";
import { type Micros, MICROS_PER_SECOND } from "../../../core/time.js";
import { bytesText, elapsedText } from "../../../nix/amount-text.js";
import { nameOfPath } from "../../../nix/store-path.js";
import { after, branch, type PanelPiece, type PanelRow, type PanelSight, text } from "./panel-row.js";

/** Of a failed build's log; all of it is in the entries. */
const LOG_LINES = 12;

/**
 * A build as a tree: each derivation once, below the first that needs it; what failed or runs comes first, and its branches
 * are open. Where it is not known who needs whom, all of them stand side by side.
 */
export function buildRows(build: BuildReport, sight: PanelSight): readonly PanelRow[] {
  return [...stepRows(build, sight), ...fetchRows(build, sight), ...errorRows(build, sight)];
}

/** The most pressing first; done last. */
const PRESSING: readonly StepState[] = ["failed", "running", "waiting", "planned", "done"];
const WAITING = PRESSING.indexOf("waiting");

/** A build that did not begin because of another is less pressing than that one. */
const SPARED = 0.5;

type Forest = {
  readonly byDrv: ReadonlyMap<string, BuildStep>;
  /** How pressing the most pressing of a branch is. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly isEnded: boolean;
};

function stepRows(build: BuildReport, sight: PanelSight): readonly PanelRow[] {
  const { steps } = build;
  if (steps.length === 0) return [];
  const forest = forestOf(build);
  const needed = new Set(steps.flatMap(({ drv, needs }) => needs.filter((other) => other !== drv)));
  const shown = new Set<string>();
  const trees = (roots: readonly BuildStep[]): readonly PanelRow[] =>
    inOrder(roots, forest).flatMap((root) => treeRows(root, { forest, sight, shown, depth: 1 }));
  const pieces = [text("Build", "heading"), ...after(buildsText(build), "text"), ...warningsOf(build)];
  return branch({ key: "build", depth: 0, pieces, isPressing: true }, sight, () => {
    const rooted = trees(steps.filter(({ drv }) => !needed.has(drv)));
    // Steps that need each other in a ring have no root: a damaged record must not hide them.
    return [...rooted, ...trees(steps.filter(({ drv }) => !shown.has(drv)))];
  });
}

function warningsOf({ warnings }: BuildReport): readonly PanelPiece[] {
  return warnings === 0 ? [] : after(`${warnings} ${warnings === 1 ? "warning" : "warnings"}`, "dim");
}

type Place = {
  readonly forest: Forest;
  readonly sight: PanelSight;
  /** Derivations that have their row, open or below a fold. */
  readonly shown: Set<string>;
  readonly depth: number;
};

function treeRows(step: BuildStep, place: Place): readonly PanelRow[] {
  const { forest, sight, shown, depth } = place;
  if (shown.has(step.drv)) return [];
  shown.add(step.drv);
  const needs = step.needs.flatMap((drv) => forest.byDrv.get(drv) ?? []);
  const children = inOrder(needs, forest).flatMap((child) => treeRows(child, { ...place, depth: depth + 1 }));
  const log = step.logTail.slice(-LOG_LINES).map((line): PanelRow => ({
    depth: depth + 1,
    pieces: [text(line, "dim")],
  }));
  const head: PanelRow = { depth, pieces: stepPieces(step, forest.isEnded, sight.now), unit: step.name };
  if (children.length + log.length === 0) return [head];
  const isPressing = (forest.ranks.get(step.drv) ?? PRESSING.length) <= WAITING;
  return branch({ ...head, key: step.drv, isPressing }, sight, () => [...log, ...children]);
}

function stepPieces(step: BuildStep, isEnded: boolean, now: Micros): readonly PanelPiece[] {
  const { state, name, phase, error, cause, host } = step;
  const isBroken = state === "running" && isEnded;
  return [
    { kind: "sign", sign: state },
    text(` ${name}`, state),
    ...(state === "done" ? [] : after(phase, "phase")),
    ...(isBroken ? after("broken off", "interrupted") : []),
    ...(state === "waiting" || state === "planned" ? after(state, "dim") : []),
    ...(cause === undefined ? after(error, "failed") : after(`needs ${nameOfPath(cause)}`, "dim")),
    ...after(host === undefined ? undefined : `on ${host}`, "dim"),
    ...(isBroken ? [] : after(spanText(step, now), "time")),
  ];
}

function forestOf({ steps, isEnded }: BuildReport): Forest {
  const byDrv = new Map(steps.map((step) => [step.drv, step]));
  const ranks = new Map<string, number>();
  const rankOf = (step: BuildStep): number => {
    const known = ranks.get(step.drv);
    if (known !== undefined) return known;
    let rank = PRESSING.indexOf(step.state) + (step.cause === undefined ? 0 : SPARED);
    // Before its branches, so that a ring ends.
    ranks.set(step.drv, rank);
    for (const drv of step.needs) {
      const other = byDrv.get(drv);
      if (other !== undefined) rank = Math.min(rank, rankOf(other));
    }
    ranks.set(step.drv, rank);
    return rank;
  };
  for (const step of steps) rankOf(step);
  return { byDrv, ranks, isEnded };
}

function inOrder(steps: readonly BuildStep[], { ranks }: Forest): readonly BuildStep[] {
  const rank = ({ drv }: BuildStep): number => ranks.get(drv) ?? PRESSING.length;
  const begun = ({ startedAt }: BuildStep): number => startedAt ?? Number.MAX_SAFE_INTEGER;
  return steps.toSorted((left, right) => rank(left) - rank(right) || begun(left) - begun(right));
}

function fetchRows({ fetches, counts, isEnded }: BuildReport, sight: PanelSight): readonly PanelRow[] {
  if (fetches.length === 0) return [];
  const sum = (part: "bytes" | "expectedBytes"): number => fetches.reduce((all, fetch) => all + (fetch[part] ?? 0), 0);
  const bytes = sum("bytes");
  const expected = sum("expectedBytes");
  const amount = expected > bytes ? `${bytesText(bytes)} of ${bytesText(expected)}` : bytesText(bytes);
  const failed = counts.fetches.failed === 0 ? [] : after(`${counts.fetches.failed} failed`, "failed");
  const pieces = [
    text("Downloads", "heading"),
    ...after(`${counts.fetches.done} of ${fetches.length}`, "text"),
    ...(bytes + expected === 0 ? [] : after(amount, "bytes")),
    ...failed,
  ];
  const isPressing = counts.fetches.failed > 0 || (counts.fetches.running > 0 && !isEnded);
  const order = fetches.toSorted((left, right) => PRESSING.indexOf(left.state) - PRESSING.indexOf(right.state));
  return branch({ key: "fetches", depth: 0, pieces, isPressing }, sight, () =>
    order.map((fetch) => ({ depth: 1, pieces: fetchPieces(fetch, isEnded, sight.now) })),
  );
}

function fetchPieces(fetch: BuildFetch, isEnded: boolean, now: Micros): readonly PanelPiece[] {
  const { path, state, bytes, expectedBytes, from, error } = fetch;
  const isBroken = state === "running" && isEnded;
  const of = expectedBytes === undefined || expectedBytes === bytes ? "" : ` of ${bytesText(expectedBytes)}`;
  return [
    { kind: "sign", sign: state === "running" ? "fetch" : state },
    text(` ${nameOfPath(path)}`, state),
    ...(bytes === undefined ? [] : after(`${bytesText(bytes)}${of}`, "bytes")),
    ...after(error, "failed"),
    ...after(from === undefined ? undefined : `from ${from}`, "dim"),
    ...(isBroken ? after("broken off", "interrupted") : after(spanText(fetch, now), "time")),
  ];
}

function errorRows({ errors }: BuildReport, sight: PanelSight): readonly PanelRow[] {
  if (errors.length === 0) return [];
  const pieces = [text("Errors", "heading"), ...after(`${errors.length}`, "failed")];
  return branch({ key: "errors", depth: 0, pieces, isPressing: true }, sight, () =>
    errors.flatMap((error) => error.split("\n").map((line): PanelRow => ({ depth: 1, pieces: [text(line, "text")] }))),
  );
}

type Span = { readonly startedAt: Micros | undefined; readonly endedAt: Micros | undefined };

function spanText({ startedAt, endedAt }: Span, now: Micros): string | undefined {
  if (startedAt === undefined) return undefined;
  if (endedAt !== undefined) return durationText(endedAt - startedAt);
  // What runs counts in whole seconds: tenths would flicker.
  return elapsedText(Math.max(0, now - startedAt) / MICROS_PER_SECOND);
}
