import type { Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { entriesIn, nextPresent, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import { PIECE_ROWS, type Plan } from "./plan.js";
import type { Work } from "./work.js";

/** How many entries match, exactly, as the store was when the question was asked. */
export function* countMatches(desk: Desk, query: Query, scope: Scope): Work<number> {
  const plan = desk.plan(query);
  const spans = desk.spans(scope);
  if (plan.isAll) return spans.reduce((sum, span) => sum + entriesIn(span), 0);
  let count = 0;
  for (const span of spans) count += yield* countSpan(desk, plan, span);
  return count;
}

/** By ordinals, because blocks may be merged while this rests. */
function* countSpan(desk: Desk, plan: Plan, span: Span): Work<number> {
  const { run, from, to } = span;
  let count = 0;
  let at = from;
  while (at < to) {
    const block = desk.blockOf(run, at);
    if (block === undefined) {
      at = nextPresent(span, at + 1);
      continue;
    }
    const { header } = block;
    const end = header.first + header.count;
    if (at === header.first && end <= to) {
      const known = plan.total(run, header);
      const total = known ?? plan.count(block);
      if (total !== undefined) {
        count += total;
        at = end;
        if (known === undefined) yield;
        continue;
      }
    }
    const piece = Math.floor((at - header.first) / PIECE_ROWS);
    const isKnown = plan.known(header, piece) !== undefined;
    const rows = plan.test(block, piece, desk.view(block, 0));
    const stop = Math.min(to, end, header.first + (piece + 1) * PIECE_ROWS);
    for (const row of rows) if (header.first + row >= at && header.first + row < stop) count += 1;
    at = stop;
    if (!isKnown) yield;
  }
  return count;
}
