import type { AggregateStage, Stage } from "../statement.js";
import { isAggregate } from "../statement.js";

/** What a field is called as a column where a column of the stage's own has that name: the record's field. */
function keyColumns(keys: readonly string[], own: readonly string[]): readonly string[] {
  return keys.map((key) => (own.includes(key) ? `field.${key}` : key));
}

/** The columns of the table that a stage makes; keys first, then what was measured. */
export function columnsMade(stage: AggregateStage): readonly string[] {
  const slice = "slice" in stage && stage.slice !== undefined ? ["time"] : [];
  const own = ownColumns(stage);
  return [...slice, ...keyColumns(keysOf(stage), own), ...own];
}

/** The fields that a stage groups by. */
export function keysOf(stage: AggregateStage): readonly string[] {
  return stage.kind === "count" || stage.kind === "stats" ? stage.by : stage.fields;
}

/** The fields of entries that a stage looks at. */
export function fieldsRead(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case "count":
      return stage.slice === undefined ? stage.by : ["time", ...stage.by];
    case "stats":
      return [...(stage.slice === undefined ? [] : ["time"]), stage.of, ...stage.by];
    case "top":
    case "distinct":
      return stage.fields;
    case "sort":
      return [stage.by];
    case "fields":
      return stage.names;
    case "dedup":
      return stage.by.length === 0 ? ["message"] : stage.by;
    case "first":
    case "last":
    case "context":
      return [];
  }
}

function ownColumns(stage: AggregateStage): readonly string[] {
  switch (stage.kind) {
    case "count":
      return ["count"];
    case "stats":
      return stage.measures;
    case "top":
      return ["count", "share"];
    case "distinct":
      return [];
  }
}

/** The columns after a stage, given those before it; undefined while there are entries and no table. */
export function columnsAfter(stage: Stage, columns: readonly string[] | undefined): readonly string[] | undefined {
  if (isAggregate(stage)) return columnsMade(stage);
  return stage.kind === "fields" && columns !== undefined ? stage.names : columns;
}
