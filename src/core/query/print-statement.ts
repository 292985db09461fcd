import { printQuery } from "./print.js";
import { columnsAfter } from "./stages/columns.js";
import { printedNames } from "./stages/read-names.js";
import type { Slice, Stage, Statement } from "./statement.js";
import { printSpan } from "./syntax/time-span.js";

/** The text of a statement: `parseStatement(printStatement(s))` is s again. Without stages it is `printQuery`'s. */
export function printStatement({ query, stages }: Statement): string {
  if (stages.length === 0) return printQuery(query);
  const parts = [query.kind === "all" ? "*" : printQuery(query)];
  let columns: readonly string[] | undefined;
  for (const stage of stages) {
    parts.push(printStage(stage, columns));
    columns = columnsAfter(stage, columns);
  }
  return parts.join(" | ");
}

/** One stage; `columns` are those of the table it works on, undefined when it works on entries. */
function printStage(stage: Stage, columns: readonly string[] | undefined): string {
  switch (stage.kind) {
    case "count":
      return `${printedSlice(stage.slice)}count${printedBy(stage.by)}`;
    case "stats": {
      const of = printedNames([stage.of], undefined);
      return `${printedSlice(stage.slice)}stats(${stage.measures.join(", ")}) of ${of}${printedBy(stage.by)}`;
    }
    case "top":
      return `top ${stage.most} ${printedNames(stage.fields, undefined)}`;
    case "distinct":
      return `distinct ${printedNames(stage.fields, undefined)}`;
    case "first":
    case "last":
      return `${stage.kind} ${stage.count}`;
    case "sort":
      return `sort ${printedNames([stage.by], columns)}${stage.order === "desc" ? " desc" : ""}`;
    case "fields":
      return `fields ${printedNames(stage.names, columns)}`;
    case "context":
      return printedContext(stage.before, stage.after);
    case "dedup":
      return `dedup${printedBy(stage.by)}`;
  }
}

function printedSlice(slice: Slice | undefined): string {
  if (slice === undefined) return "";
  return `timeslice ${slice.kind === "auto" ? "auto" : printSpan(slice.width)} `;
}

function printedBy(names: readonly string[]): string {
  return names.length === 0 ? "" : ` by ${printedNames(names, undefined)}`;
}

function printedContext(before: number, after: number): string {
  if (before === after) return `context ${before}`;
  const sides = [before === 0 ? "" : ` before ${before}`, after === 0 ? "" : ` after ${after}`];
  return `context${sides.join("")}`;
}
