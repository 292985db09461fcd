import type { Settings } from "../config/options.js";
import { type Result, failed, ok } from "../core/fault.js";
import { type Begin, beginOf } from "./query/begin.js";
import type { Statement } from "../core/query/statement.js";
import type { Invocation } from "./command.js";
import type { Printed } from "./entry-printer.js";
import type { Finder } from "./query/finder.js";

/** What `logstream query` was asked: what to find, and how many matches at most. */
export type Question = Statement & Limit & { readonly answer?: Answer };

/** What is made of the matches, where it is not what `query` prints. Gives how many there were. */
export type Answer = (
  invocation: Invocation,
  question: Question,
  finder: Finder,
  printed: Pick<Printed, "manySources">,
) => Promise<Result<number>>;

export type Limit = {
  /** Undefined is all. */
  readonly limit: number | undefined;
  /** The oldest so many are meant, not the newest. */
  readonly fromOldest: boolean;
  /** Where it begins, if not at the end of the log. */
  readonly begin?: Begin | undefined;
};

/** As `tail -f` and `journalctl -f` begin. */
const BEFORE_FOLLOWING = 10;
/** As `journalctl -e` does: nobody waits for what lies far above the end. */
const AT_THE_END = 1_000;

/** `--lines`: a count, `+COUNT` from the oldest, `all`; without it what journalctl takes with `-f` and `-e`. */
export function limitOf(settings: Settings): Result<Limit> {
  const begin = beginOf(settings);
  if (!begin.ok) return begin;
  const limit = linesOf(settings);
  if (!limit.ok || begin.value === undefined) return limit;
  // As with journalctl, lines are counted from the cursor on.
  return ok({ ...limit.value, fromOldest: true, begin: begin.value });
}

function linesOf({ lines, follow, noTail, pagerEnd }: Settings): Result<Limit> {
  if (lines === undefined) {
    const limit = follow && !noTail ? BEFORE_FOLLOWING : pagerEnd ? AT_THE_END : undefined;
    return ok({ limit, fromOldest: false });
  }
  if (lines === "all") return ok({ limit: undefined, fromOldest: false });
  if (/^\+?\d{1,15}$/.test(lines)) return ok({ limit: Number(lines), fromOldest: lines.startsWith("+") });
  return failed({ code: "usage", message: `--lines cannot be '${lines}'`, hint: "give a number, +NUMBER, or all" });
}
