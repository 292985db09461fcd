import type { Explanation, Scope, SourceWork } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { boundsOf } from "../../core/query/bounds.js";
import type { SourceRun, Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import type { Plan } from "./plan.js";

/** What the headers leave to be looked at, and what was. */
export function explainQuestion(
  desk: Desk,
  { query, scope }: { readonly query: Query; readonly scope: Scope },
  labelOf: (run: SourceRun) => string,
): Explanation {
  const plan = desk.plan(query);
  const { from, to } = boundsOf(query);
  return {
    span: { from, to },
    sources: desk.spans(scope).map(({ run }) => workOn(plan, run, labelOf(run))),
    opened: desk.opened(),
  };
}

function workOn(plan: Plan, run: Span["run"], label: string): SourceWork {
  const out = run.blocks.filter((header) => !plan.mayMatch(run, header));
  const entries = (blocks: SourceRun["blocks"]) => blocks.reduce((sum, { count }) => sum + count, 0);
  return {
    id: run.id,
    label,
    blocks: run.blocks.length,
    entries: entries(run.blocks),
    ruledOut: { blocks: out.length, entries: entries(out) },
  };
}
