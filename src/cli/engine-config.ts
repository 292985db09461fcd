import { type Result, failed, ok } from "../core/fault.js";
import { keepLimits } from "../core/keep.js";
import { parseQuery } from "../core/query/parse.js";
import type { Micros } from "../core/time.js";
import { localOffset, now } from "../engine/environment.js";
import type { EngineConfig } from "../engine/protocol.js";
import { storePathOf } from "./choose-store.js";
import type { Invocation } from "./command.js";

export type EngineWish = {
  readonly kind: "tui" | "tail" | "record";
  readonly follow: boolean;
  /** What to watch; the invocation's arguments if left out, this machine if there are none. */
  readonly specs?: readonly string[];
  /** History of a source's first start when --lines does not say. */
  readonly history?: number;
};

/** Often enough for a chart of a minute, and seldom enough to cost nothing that anybody could find. */
const MEASURE_EVERY_MS = 5_000;

/** The engine's configuration from the command line. */
export function engineConfigOf(invocation: Invocation, wish: EngineWish): Result<EngineConfig> {
  const { settings, args, paths } = invocation;
  const history = historyOf(settings.lines, wish.history);
  if (!history.ok) return history;
  const since = sinceOf(settings.since);
  if (!since.ok) return since;
  const keep = keepLimits(settings.keepDays, settings.keepSize);
  if (!keep.ok) return keep;
  const specs = wish.specs ?? args;
  const measures = wish.kind !== "tail" && wish.follow && settings.measure === "machine";
  return ok({
    storePath: storePathOf(settings, paths),
    specs: specs.length === 0 ? "machine" : specs,
    follow: wish.follow,
    history: history.value,
    since: since.value,
    rotated: settings.rotated,
    inPlace: settings.inPlace,
    collector: { kind: wish.kind, command: ["logstream", wish.kind, ...specs].join(" ") },
    noticesRebuilds: wish.kind !== "tail",
    ...(measures && { measureEveryMs: MEASURE_EVERY_MS }),
    reachesBack: wish.kind !== "tail",
    keep: keep.value,
  });
}

/** `--lines`: a count, `all`, or nothing (then the fallback). */
function historyOf(lines: string | undefined, fallback: number | undefined): Result<number | undefined> {
  if (lines === undefined) return ok(fallback);
  if (lines === "all") return ok(Number.MAX_SAFE_INTEGER);
  if (/^\+?\d{1,15}$/.test(lines)) return ok(Number(lines));
  return failed({ code: "usage", message: `--lines cannot be '${lines}'`, hint: "give a number, or all" });
}

function sinceOf(since: string | undefined): Result<EngineConfig["since"]> {
  return since === undefined ? ok(undefined) : momentOf("--since", since);
}

/** A moment in the words of the query language; `flag` is who asks. */
export function momentOf(flag: string, words: string): Result<Micros> {
  const query = parseQuery(`since:"${words.replaceAll(/["\\]/g, "")}"`, { now: now(), localOffset });
  if (query.ok && query.value.kind === "time" && query.value.from !== undefined) return ok(query.value.from);
  const hint = query.ok ? "give a time such as -1h, today or 2026-11-20" : query.fault.hint;
  return failed({ code: "usage", message: `${flag} cannot be '${words}'`, hint });
}
