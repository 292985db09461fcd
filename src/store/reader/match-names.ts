import type { FieldValue } from "../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import { type Found, NO, PERHAPS, verdictAt, type Verdicts, YES } from "../../core/query/match/verdict.js";
import type { Matchable } from "../../core/query/matchable.js";
import { compileQuery, type Predicate } from "../../core/query/predicate.js";
import { namesUnits } from "../../core/systemd/unit-names.js";
import type { ColumnTest } from "./found.js";
import type { OpenBlock } from "./row-view.js";

type FieldQuery = Query & { readonly kind: "field" | "compare" | "regex" };

/** A question about who wrote an entry: each name of the block is asked once, not each row. */
export function namesTest(query: FieldQuery, field: string): ColumnTest {
  const matches = compileQuery(query);
  switch (field) {
    case "source":
      return ({ run }) => verdictOn(matches, run.id);
    case "identifier":
    case "host":
      return (block) => byName(block, field, (name) => verdictOn(matches, name));
    case "format":
      return (block) => byName(block, field, (name) => verdictOn(matches, name ?? "plain"));
    case "unit":
      return unitTest(matches, !asksForAbsence(query) && query.kind !== "compare");
    case "pid":
      return (block) => byPid(block, matches);
    default:
      return () => PERHAPS;
  }
}

function asksForAbsence(query: FieldQuery): boolean {
  return query.kind === "field" && query.pattern === "";
}

function verdictOn(matches: Predicate, value: FieldValue | undefined): number {
  return matches(onlyField(value)) ? YES : NO;
}

/** A row of which nothing is asked but the one field. */
function onlyField(value: FieldValue | undefined): Matchable {
  return {
    text: () => "",
    message: () => "",
    level: () => LEVEL_UNKNOWN,
    at: () => 0,
    field: () => value,
    units: () => [],
  };
}

type NameColumn = "unit" | "identifier" | "host" | "format";

function byName({ columns }: OpenBlock, column: NameColumn, ask: (name: string | undefined) => number): Found {
  const names = columns.names();
  const verdicts = names.strings.map((name, index) => ask(index === 0 ? undefined : name));
  const rows = names[column];
  const [first = NO] = verdicts;
  if (verdicts.every((verdict) => verdict === first)) return first;
  const found: Verdicts = new Uint8Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) found[row] = verdicts[rows[row] ?? 0] ?? NO;
  return found.includes(YES) || found.includes(PERHAPS) ? found : NO;
}

/** A record of systemd's may name other units than the one in the column; only the record itself tells. */
function unitTest(matches: Predicate, mayNameOthers: boolean): ColumnTest {
  return (block) => {
    const units = byName(block, "unit", (name) => verdictOn(matches, name));
    if (!mayNameOthers || units === YES) return units;
    const others = byName(block, "format", (name) => (namesUnits(name ?? "plain") ? PERHAPS : NO));
    if (others === NO) return units;
    return Uint8Array.from({ length: block.header.count }, (_, row) =>
      Math.max(verdictAt(units, row), verdictAt(others, row)),
    );
  };
}

function byPid({ columns }: OpenBlock, matches: Predicate): Found {
  const { pid } = columns.names();
  const known = new Map<number, number>();
  const found: Verdicts = new Uint8Array(pid.length);
  for (let row = 0; row < pid.length; row += 1) {
    const number = pid[row] ?? 0;
    let verdict = known.get(number);
    if (verdict === undefined) known.set(number, (verdict = verdictOn(matches, number === 0 ? undefined : number)));
    found[row] = verdict;
  }
  return found;
}
