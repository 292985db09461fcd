import type { Column } from "../../core/aggregate/table.js";
import type { Cell } from "../../core/aggregate/cell.js";
import type { Pattern } from "../../core/template/pattern-tally.js";
import { readValues } from "../../core/template/read-values.js";
import { templateText } from "../../core/template/template.js";
import { usualLevel } from "../../core/template/usual-level.js";
import { kindOfAll } from "../../core/template/value-kind.js";

/** Where programs read it. Names are kept: `docs/json.md` has them. */
export const PATTERN_COLUMNS: readonly Column[] = [
  { name: "id", kind: "key" },
  { name: "template", kind: "key" },
  { name: "count", kind: "count" },
  { name: "share", kind: "share" },
  { name: "level", kind: "key" },
  { name: "first", kind: "time" },
  { name: "last", kind: "time" },
  { name: "of", kind: "key" },
  { name: "values", kind: "key" },
  { name: "example", kind: "key" },
];

export function patternRow(pattern: Pattern, total: number): readonly Cell[] {
  const { template, count, first, last, example } = pattern;
  return [
    template.id,
    templateText(template),
    count,
    count / total,
    usualLevel(pattern),
    first,
    last,
    template.space === "" ? undefined : template.space,
    kindsOf(pattern).join(" "),
    example,
  ];
}

/** What its values are, hole by hole, as far as its samples tell. */
function kindsOf({ template }: Pattern): readonly string[] {
  const samples = template.samples.flatMap((sample) => readValues(template, sample)?.values ?? []);
  const holes = templateText(template).split("<*>").length - 1;
  return Array.from({ length: holes }, (_, hole) => kindOfAll(samples.filter((_value, at) => at % holes === hole)));
}
