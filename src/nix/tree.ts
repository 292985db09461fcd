import { durationText } from "../lib/duration-text.js";
import type { BuildFetch, BuildReport, BuildStep, StepCounts } from "../core/build-report.js";
import { type Micros, MICROS_PER_SECOND } from "../core/time.js";
import { visibleLine } from "../lib/visible.js";
import { bytesText, elapsedText } from "./amount-text.js";
import { nameOfPath } from "./store-path.js";
import { cutLine, dim, section, signOf, type TreeLine, type TreeSegment } from "./tree-line.js";

/** How much room there is, and the moment from which what runs is measured. */
export type TreeSize = {
  readonly width: number;
  readonly height: number;
  readonly now: Micros;
  readonly isAscii?: boolean;
};

/** Of a failure's log, where there is room. */
const TAIL_LINES = 3;

/**
 * The build as lines of at most `width` columns, at most `height` of them: the counts, what failed and why, what runs
 * (the longest first), what is being fetched, what waits. What is done, planned or has no room is only counted. Safe to
 * write: text of the build has gone through `visible`.
 */
export function buildTree(report: BuildReport, size: TreeSize): readonly TreeLine[] {
  if (size.height <= 0 || size.width <= 0) return [];
  const lines: TreeLine[] = [summary(report, size)];
  const room = () => size.height - lines.length;
  for (const part of [failures, running, fetching, waiting]) {
    if (room() <= 0) break;
    lines.push(...part(report, size, room()));
  }
  return lines.map((line) => cutLine(line, size.width));
}

function summary({ counts, isEnded, warnings, errors, fetches }: BuildReport, { isAscii }: TreeSize): TreeLine {
  const { builds } = counts;
  const parts = [
    counted(builds.running, "running", isEnded ? "broken off" : "running", isAscii),
    counted(builds.failed, "failed", "failed", isAscii),
    counted(builds.waiting, "waiting", "waiting", isAscii),
    counted(builds.planned, "planned", "planned", isAscii),
    counted(builds.done, "done", "built", isAscii),
    fetchSummary(counts.fetches, fetches, isAscii),
    errors.length === 0
      ? []
      : [{ text: `${errors.length} ${plural(errors.length, "error")}`, role: "failed" as const }],
    warnings === 0 ? [] : [dim(`${warnings} ${plural(warnings, "warning")}`)],
  ].filter((part) => part.length > 0);
  if (parts.length === 0) return [dim(isEnded ? "nothing to build" : "evaluating")];
  return parts.flatMap((part, index) => (index === 0 ? part : [dim(isAscii === true ? " | " : " · "), ...part]));
}

function counted(
  count: number,
  role: keyof StepCounts,
  word: string,
  isAscii: boolean | undefined,
): readonly TreeSegment[] {
  return count === 0 ? [] : [{ text: `${signOf(role, isAscii)} ${count} ${word}`, role }];
}

function fetchSummary(
  counts: StepCounts,
  fetches: readonly BuildFetch[],
  isAscii: boolean | undefined,
): readonly TreeSegment[] {
  const all = fetches.length;
  if (all === 0) return [];
  let bytes = 0;
  let expected = 0;
  for (const fetch of fetches) {
    bytes += fetch.bytes ?? 0;
    expected += fetch.expectedBytes ?? 0;
  }
  const amount = expected === 0 ? "" : ` ${bytesText(bytes)} of ${bytesText(expected)}`;
  const role = counts.failed > 0 ? "failed" : counts.running > 0 ? "running" : "done";
  return [{ text: `${signOf("fetch", isAscii)} ${counts.done}/${all} fetched${amount}`, role }];
}

function failures({ steps, fetches }: BuildReport, size: TreeSize, room: number): readonly TreeLine[] {
  const failed = steps.filter(({ state }) => state === "failed");
  const own = failed.filter(
    ({ cause, startedAt, logLines }) => cause === undefined || startedAt !== undefined || logLines > 0,
  );
  const items = own.map((step) => failureLines(step, failed, size));
  const lost = fetches.filter(({ state }) => state === "failed").map((fetch) => [fetchLine(fetch, size)]);
  return fitted([...items, ...lost], room, "failed");
}

function failureLines(step: BuildStep, failed: readonly BuildStep[], size: TreeSize): readonly TreeLine[] {
  const head: TreeLine = [
    { text: `${signOf("failed", size.isAscii)} ${visibleLine(step.name)}`, role: "failed" },
    ...section(step.phase, "phase"),
    ...section(step.error, "failed"),
    ...section(hostText(step), "host"),
    ...section(spanText(step, size), "time"),
  ];
  const tail = step.logTail.slice(-TAIL_LINES).map((line): TreeLine => [dim(`    ${visibleLine(line)}`)]);
  const kept = failed.filter(
    ({ drv, cause }) => drv !== step.drv && cause !== undefined && rootOf(cause, failed) === step.drv,
  );
  const names = kept.map(({ name }) => visibleLine(name)).join(", ");
  return kept.length === 0 ? [head, ...tail] : [head, ...tail, [dim(`    not built because of it: ${names}`)]];
}

/** The failure at the beginning of a chain of causes. */
function rootOf(drv: string, failed: readonly BuildStep[]): string {
  const seen = new Set<string>();
  for (let at = drv; ;) {
    const next = failed.find((step) => step.drv === at)?.cause;
    if (next === undefined || seen.has(next)) return at;
    seen.add(at);
    at = next;
  }
}

function running({ steps, isEnded }: BuildReport, size: TreeSize, room: number): readonly TreeLine[] {
  const now = steps.filter(({ state }) => state === "running").toSorted(byStart);
  const wanted = wantedBy(steps);
  const items = now.map((step): readonly TreeLine[] => [
    [
      { text: `${signOf("running", size.isAscii)} ${visibleLine(step.name)}`, role: "running" },
      ...section(isEnded ? "broken off" : step.phase, "phase"),
      ...section(hostText(step), "host"),
      ...section(spanText(step, size), "time"),
      ...section(wantedText(wanted.get(step.drv)), "dim"),
    ],
  ]);
  return fitted(items, room, isEnded ? "broken off" : "running");
}

function fetching({ fetches, isEnded }: BuildReport, size: TreeSize, room: number): readonly TreeLine[] {
  const now = fetches.filter(({ state }) => state === "running").toSorted(byStart);
  return fitted(
    now.map((fetch) => [fetchLine(fetch, size)]),
    room,
    isEnded ? "broken off" : "being fetched",
  );
}

function fetchLine(fetch: BuildFetch, size: TreeSize): TreeLine {
  const { bytes, expectedBytes, from, error, state } = fetch;
  const amount =
    bytes === undefined
      ? undefined
      : [bytesText(bytes), ...(expectedBytes === undefined ? [] : [bytesText(expectedBytes)])];
  const role = state === "failed" ? "failed" : "running";
  return [
    { text: `${signOf("fetch", size.isAscii)} ${visibleLine(nameOfPath(fetch.path))}`, role },
    ...section(amount?.join(" of "), "bytes"),
    ...section(error, "failed"),
    ...section(from === undefined ? undefined : `from ${from}`, "host"),
    ...section(spanText(fetch, size), "time"),
  ];
}

function waiting({ steps }: BuildReport, size: TreeSize, room: number): readonly TreeLine[] {
  const items = steps
    .filter(({ state }) => state === "waiting")
    .map((step): readonly TreeLine[] => [
      [{ text: `${signOf("waiting", size.isAscii)} ${visibleLine(step.name)}`, role: "waiting" }],
    ]);
  return fitted(items, room, "waiting");
}

/** As many as there is room for: first all heads, then what lies under them; what has none is counted. */
function fitted(items: readonly (readonly TreeLine[])[], room: number, word: string): readonly TreeLine[] {
  if (items.length > room) {
    const shown = items.slice(0, Math.max(0, room - 1)).flatMap((lines) => lines.slice(0, 1));
    return [...shown, [dim(`  and ${items.length - shown.length} more ${word}`)]];
  }
  let spare = room - items.length;
  return items.flatMap((lines) => {
    const more = Math.min(spare, lines.length - 1);
    spare -= more;
    return lines.slice(0, 1 + more);
  });
}

/** How many unfinished builds need each, as far as that is known. */
function wantedBy(steps: readonly BuildStep[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { needs, state } of steps) {
    if (state === "done" || state === "failed") continue;
    for (const drv of needs) wanted.set(drv, (wanted.get(drv) ?? 0) + 1);
  }
  return wanted;
}

function wantedText(count: number | undefined): string | undefined {
  return count === undefined
    ? undefined
    : `${count} ${plural(count, "build")} ${count === 1 ? "waits" : "wait"} for it`;
}

function hostText({ host }: BuildStep): string | undefined {
  return host === undefined ? undefined : `on ${host}`;
}

type Span = { readonly startedAt: Micros | undefined; readonly endedAt: Micros | undefined };

function spanText({ startedAt, endedAt }: Span, { now }: TreeSize): string | undefined {
  if (startedAt === undefined) return undefined;
  if (endedAt !== undefined) return durationText(endedAt - startedAt);
  // What runs counts in whole seconds: tenths would flicker.
  return elapsedText(Math.max(0, now - startedAt) / MICROS_PER_SECOND);
}

function byStart(a: Span, b: Span): number {
  return (a.startedAt ?? 0) - (b.startedAt ?? 0);
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
