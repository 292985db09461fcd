import type { Query } from "../../core/query/ast.js";
import { EVERYTHING } from "../../core/query/ast.js";
import { printQuery } from "../../core/query/print.js";
import { nameTemplates, templateIdsIn } from "../../core/query/name-templates.js";
import { createPatternTally, type PatternTally, type Tallied } from "../../core/template/pattern-tally.js";
import { templateText } from "../../core/template/template.js";
import { usualLevel } from "../../core/template/usual-level.js";
import { levelOf } from "../../core/level.js";
import { type Micros, micros } from "../../core/time.js";
import type { Desk } from "../reader/desk.js";
import type { RowView } from "../reader/row-view.js";
import { type Look, rowsOf, type SqlValue } from "./log-table.js";
import { sqlTime } from "./sql-time.js";

/** The templates of a statement's log. They are learnt from all of it, when first a statement asks for them. */
export type LogTemplates = {
  /** Reads all of the log, once; no view of a row is good after it. */
  learn(): void;
  /** The id of the template that a row's message has; `learn` first. */
  of(view: RowView): string | null;
  /** Rows of `template`: what the entries of the query say, the most frequent first. A join asks again and again. */
  rows(query: Query): readonly (readonly SqlValue[])[];
  /** A query with what `template:ID` means in place of the id. */
  name(query: Query): Query;
};

export function logTemplates(desk: Desk, look: Look): LogTemplates {
  let learnt: PatternTally | undefined;
  const tally = (): PatternTally => (learnt ??= learn(desk, EVERYTHING, look));
  const known = new Map<string, readonly (readonly SqlValue[])[]>();
  return {
    learn: () => void tally(),
    rows(query) {
      const key = printQuery(query);
      const rows = known.get(key) ?? templateRows(learn(desk, query, look));
      known.set(key, rows);
      return rows;
    },
    of(view) {
      const all = tally();
      return all.final(all.add(tallied(view)))?.id ?? null;
    },
    name(query) {
      if (templateIdsIn(query).length === 0) return query;
      return nameTemplates(query, tally().miner.templates(), (id) => tally().final(id));
    },
  };
}

function templateRows(tally: PatternTally): readonly (readonly SqlValue[])[] {
  return tally.patterns().map((pattern) => {
    const { template, count, first, last, example } = pattern;
    const times = [first, last].map((at) => (at === undefined ? null : sqlTime(at)));
    const what = [template.id, templateText(template), template.space, BigInt(count)];
    return [...what, usualLevel(pattern) ?? null, ...times, example];
  });
}

function learn(desk: Desk, query: Query, look: Look): PatternTally {
  const tally = createPatternTally(({ message }) => message);
  for (const { block, row } of rowsOf(desk, { query, order: undefined }, look)) {
    tally.add(tallied(desk.view(block, row)));
  }
  return tally;
}

/** The row as it stands, without its message unless somebody asks for it. */
function tallied(view: RowView): Tallied {
  const name = (field: string): string | undefined => {
    const value = view.field(field);
    return typeof value === "string" ? value : undefined;
  };
  return {
    format: name("format") ?? "",
    identifier: name("identifier"),
    unit: name("unit"),
    level: levelOf(view.level()),
    get message() {
      return view.message();
    },
    text: view.text(),
    at: timeOf(view.at()),
  };
}

function timeOf(at: number | undefined): Micros | undefined {
  return at === undefined || !Number.isFinite(at) ? undefined : micros(at);
}
