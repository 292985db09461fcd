import fc from "fast-check";
import type { LogEntry } from "../../src/core/entry.js";
import { entryId, sourceId } from "../../src/core/entry.js";
import { LEVELS } from "../../src/core/level.js";
import type { Query } from "../../src/core/query/ast.js";
import { literalPattern } from "../../src/core/query/match/pattern.js";
import { micros } from "../../src/core/time.js";

/** Times of the generated queries and entries lie in this stretch, so that they meet. */
const START = Date.UTC(2026, 10, 20) * 1_000;
const DAY = 86_400_000_000;

/** Texts that meet each other and the language's own characters often. */
const PIECES = [
  "error",
  "Error",
  "fail",
  "FAIL",
  "disk",
  "ask",
  " ",
  ":",
  "/",
  "-",
  "(",
  ")",
  '"',
  "'",
  "*",
  "\\",
  "=",
  "|",
];
const FOREIGN = [
  "größe",
  "ΣΑΣ",
  "\u212a",
  "İ",
  "ſ",
  "日本",
  "😀",
  "\ufffd",
  "\n",
  "and",
  "not",
  "level:",
  ">",
  "!",
  "0",
];

export const someText = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...PIECES, ...FOREIGN), { maxLength: 6 }).map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);

const word = someText.filter((text) => text !== "");
const time = fc.integer({ min: 0, max: DAY }).map((offset) => micros(START + offset));

/** Patterns in the form that the parser gives. */
const pattern = fc
  .array(fc.oneof(someText.map(literalPattern), fc.constant("*")), { maxLength: 3 })
  .map((parts) => parts.join(""));

const field = fc.constantFrom(
  "unit",
  "identifier",
  "host",
  "source",
  "message",
  "text",
  "pid",
  "user",
  "field.unit",
  "my key",
  "event",
  "result",
);
const levelName = fc.constantFrom(...LEVELS);
const comparison = fc.constantFrom("<", "<=", ">", ">=");

const REGEXES = [
  "fail(ed|ure)?",
  "err.r",
  "[a-z]+:",
  "^error",
  "disk|ask",
  "(?i)ERROR",
  "a{2,3}",
  "\\d+",
  "k",
  "s+",
  "/x",
  "größe",
];

const term: fc.Arbitrary<Query> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("text" as const),
      text: word,
      case: fc.constantFrom("smart" as const, "exact" as const, "ignore" as const),
    }),
  },
  fc.record({ kind: fc.constant("field" as const), field, pattern }),
  fc.record({
    kind: fc.constant("field" as const),
    field: fc.constantFrom("unit", "event", "result"),
    pattern: fc.constantFrom("", "disk.timer", "nginx", "unit-failed", "coredump", "timeout", "unit-*", "*"),
  }),
  fc.record({
    kind: fc.constant("compare" as const),
    field: fc.constantFrom("pid", "user", "line"),
    operator: comparison,
    value: fc.constantFrom("5", "-1.5", "error", "a b"),
  }),
  fc.record({
    kind: fc.constant("level" as const),
    operator: fc.oneof(comparison, fc.constant("=" as const)),
    level: levelName,
  }),
  fc.constant({ kind: "level", operator: "=", level: "none" } as const),
  fc.record({
    kind: fc.constant("regex" as const),
    source: fc.constantFrom(...REGEXES),
    flags: fc.constantFrom("", "i", "im", "s"),
    field: fc.constantFrom(undefined, "message", "unit"),
  }),
  fc.record({ kind: fc.constant("time" as const), from: time, to: fc.constant(undefined) }),
  fc.record({ kind: fc.constant("time" as const), from: fc.constant(undefined), to: time }),
  fc
    .tuple(time, time)
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ kind: "time" as const, from, to })),
);

/** Random queries in the form that the parser gives. */
export const someQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    { weight: 3, arbitrary: term },
    { weight: 1, arbitrary: fc.constant<Query>({ kind: "all" }) },
    {
      weight: 2,
      arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 4 }).map((parts): Query => ({ kind: "and", parts })),
    },
    {
      weight: 2,
      arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 4 }).map((parts): Query => ({ kind: "or", parts })),
    },
    { weight: 2, arbitrary: tie("query").map((part): Query => ({ kind: "not", part })) },
  ),
})).query;

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const unitName = fc.constantFrom("nginx.service", "disk.timer", "init.scope");

/** Random entries that random queries have a fair chance to meet. */
export const someEntry: fc.Arbitrary<LogEntry> = fc.record({
  id: fc.nat(1_000).map((ordinal) => entryId(1, ordinal)),
  source: fc.constantFrom(sourceId("file:/var/log/syslog"), sourceId("journal:")),
  line: fc.integer({ min: 1, max: 10 }),
  lines: fc.constant(1),
  at: time,
  order: time,
  level: maybe(levelName),
  category: fc.constant(undefined),
  unit: maybe(fc.constantFrom("nginx.service", "nginx", "error", "disk.timer")),
  identifier: maybe(someText),
  host: maybe(fc.constantFrom("host", "error")),
  pid: maybe(fc.integer({ min: 1, max: 10 })),
  message: someText,
  text: someText,
  format: fc.constantFrom("plain", "journal"),
  marks: fc.constant(0),
  fields: fc.record(
    {
      user: fc.oneof(someText, fc.integer({ min: -3, max: 9 }), fc.constant(null)),
      "my key": someText,
      unit: someText,
      result: someText,
      UNIT: unitName,
      _SYSTEMD_UNIT: unitName,
      OBJECT_SYSTEMD_UNIT: unitName,
      _PID: fc.constantFrom("1", "7"),
      _UID: fc.constantFrom("0", "1000"),
      MESSAGE_ID: fc.constantFrom("d9b373ed55a64feb8242e02dbe79a49c", "fc2e22bc6ee647b6b90729ab34a250b1", "0"),
      UNIT_RESULT: fc.constantFrom("timeout", "exit-code"),
    },
    { requiredKeys: [] },
  ),
});
