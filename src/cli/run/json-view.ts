import type { RawBatch } from "../../core/batch.js";
import type { BuildReport } from "../../core/build-report.js";
import { Mark } from "../../core/entry.js";
import type { Fault } from "../../core/fault.js";
import { now } from "../../engine/environment.js";
import { createFramer } from "../../sources/framing.js";
import { safeJson } from "../output/json-text.js";
import { isoUtc } from "../output/time-text.js";
import { countsJson, fetchJson, sessionJson, SESSION_JSON_VERSION, stepJson, unitJson } from "../session-json.js";
import type { Outlet } from "./outlet.js";
import type { RunView, StreamName } from "./run-view.js";

/** What happens as one JSON object a line on stdout, see `docs/json.md`. The command's own output is in it. */
export function jsonView({ stdout }: Readonly<Record<StreamName, Outlet>>): RunView {
  const framers = { stdout: createFramer(), stderr: createFramer() };
  const put = (events: readonly object[]): Promise<void> => {
    const time = isoUtc(now());
    const lines = events.map((event) => `${safeJson({ v: SESSION_JSON_VERSION, time, ...event })}\n`);
    return lines.length === 0 ? Promise.resolve() : stdout.write(Buffer.from(lines.join("")));
  };
  let shown: BuildReport | undefined;
  return {
    started: (session) => put([{ event: "session-started", session: sessionJson(session, undefined) }]),
    isGone: () => stdout.trouble() !== undefined,
    output: (stream, bytes) => put(outputEvents(stream, framers[stream].push(bytes))),
    unit: (unit) => void put([{ event: "unit", ...unitJson(unit) }]),
    build: (report) => {
      void put(buildEvents(shown, report));
      shown = report;
    },
    ended: (session, faults) =>
      put([
        ...outputEvents("stdout", framers.stdout.end()),
        ...outputEvents("stderr", framers.stderr.end()),
        { event: "session-ended", session: sessionJson(session, undefined), faults: faults.map(faultJson) },
      ]),
  };
}

function outputEvents(stream: StreamName, batch: RawBatch | undefined): readonly object[] {
  if (batch === undefined) return [];
  return Array.from({ length: batch.count }, (_, index) => {
    const bytes = Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index]));
    const text = bytes.toString("utf8");
    // What is not UTF-8 cannot be told as text without loss.
    const exact = bytes.equals(Buffer.from(text)) ? {} : { base64: bytes.toString("base64") };
    const isCut = ((batch.marks?.[index] ?? 0) & (Mark.partial | Mark.continues)) !== 0;
    return { event: "output", stream, text, ...exact, ...(isCut ? { isPartial: true } : {}) };
  });
}

function faultJson({ code, message, hint }: Fault) {
  return { code, message, hint };
}

/** The steps that changed since the last picture, then how many there are of each. */
function buildEvents(before: BuildReport | undefined, after: BuildReport): readonly object[] {
  const steps = changed(before?.steps ?? [], after.steps, ({ drv }) => drv);
  const fetches = changed(before?.fetches ?? [], after.fetches, ({ path }) => path);
  return [
    ...steps.map((step) => ({ event: "build-step", ...stepJson(step) })),
    ...fetches.map((fetch) => ({ event: "download", ...fetchJson(fetch) })),
    { event: "build", isEnded: after.isEnded, ...countsJson(after) },
  ];
}

type Stateful = { readonly state: string; readonly phase?: string | undefined };

function changed<Item extends Stateful>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  const known = new Map(before.map((item) => [nameOf(item), item]));
  return after.filter((item) => {
    const old = known.get(nameOf(item));
    return old === undefined || (old !== item && (old.state !== item.state || old.phase !== item.phase));
  });
}
