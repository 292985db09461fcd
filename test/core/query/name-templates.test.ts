import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryId, type LogEntry, sourceId } from "../../../src/core/entry.js";
import type { Query } from "../../../src/core/query/ast.js";
import { entryRow } from "../../../src/core/query/match/entry-row.js";
import { nameTemplates, templateIdsIn, withoutTemplateIds } from "../../../src/core/query/name-templates.js";
import { parseQuery } from "../../../src/core/query/parse.js";
import { compileQuery } from "../../../src/core/query/predicate.js";
import { createPatternTally } from "../../../src/core/template/pattern-tally.js";
import { templateTest } from "../../../src/core/template/match-template.js";
import { textMasker } from "../../../src/core/template/masked-text.js";
import { templateText } from "../../../src/core/template/template.js";
import { micros } from "../../../src/core/time.js";

const queryOf = (text: string): Query => {
  const parsed = parseQuery(text, { now: micros(0), localOffset: () => 0 });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
};

const entryOf = (identifier: string | undefined, message: string, line: number): LogEntry => ({
  id: entryId(1, line),
  source: sourceId("file:/x"),
  line,
  lines: 1,
  at: micros(line),
  order: micros(line),
  level: undefined,
  category: undefined,
  unit: undefined,
  identifier,
  host: undefined,
  pid: undefined,
  message,
  text: message,
  format: "plain",
  marks: 0,
  fields: {},
});

describe("template ids in a query", () => {
  const id = "t0a1b2c3d4";

  it("are found wherever they are, each once", () => {
    expect(templateIdsIn(queryOf(`a (template:${id} or -template:T0A1B2C3D4) template:t000000000`))).toEqual([
      id,
      "t000000000",
    ]);
    expect(templateIdsIn(queryOf('template:"a <*>" message:t0a1b2c3d4'))).toEqual([]);
  });

  it("leave what is asked beside them", () => {
    expect(withoutTemplateIds(queryOf(`a template:${id}`))).toEqual(queryOf("a *"));
    expect(withoutTemplateIds(queryOf(`a -(b template:${id})`))).toEqual(queryOf("a *"));
  });

  it("stay where nobody knows them, and then match nothing", () => {
    const query = queryOf(`template:${id}`);
    expect(nameTemplates(query, [], () => undefined)).toEqual(query);
    expect(compileQuery(query)(entryRow(entryOf("a", "anything", 1)))).toBe(false);
  });
});

const word = fc.constantFrom("open", "closed", "for", "user", "root", "7", "10.0.0.1", "(uid=0)", "*", "a=b", "failed");
const message = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(" "));
const entries = fc
  .array(
    fc.tuple(fc.constantFrom(undefined, "sshd", "app", "nix"), message, fc.constantFrom("plain", "nix", "nix-log")),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => rows.map(([identifier, text, format], line) => ({ ...entryOf(identifier, text, line + 1), format })));

describe("a template", () => {
  it("has all the messages that were learnt for it, by its text", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const tally = createPatternTally((entry) => entry.message);
        const ids = all.map((entry) => tally.add(entry));
        for (const [at, entry] of all.entries()) {
          const template = tally.final(ids[at] ?? ids[0]!);
          expect(template && templateTest(templateText(template))(entry.message)).toBe(true);
        }
      }),
    );
  });

  it("has the messages that are masked to its text", () => {
    const masked = textMasker();
    fc.assert(fc.property(message, (text) => templateTest(masked(text))(text)));
  });

  it("is one of all builds, whatever package they are of", () => {
    const tally = createPatternTally((entry) => entry.message);
    const built = ["zlib", "curl"].map((name, index) => ({
      ...entryOf(name, "Running phase: 7", index),
      format: "nix",
    }));
    for (const entry of [...built, entryOf("zlib", "Running phase: 7", 3)]) tally.add(entry);
    expect(tally.patterns().map(({ count }) => count)).toEqual([2, 1]);
  });

  it("is found by its id in just the entries that are counted for it", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const tally = createPatternTally((entry) => entry.message);
        for (const entry of all) tally.add(entry);
        for (const { template, count } of tally.patterns()) {
          const named = nameTemplates(queryOf(`template:${template.id}`), tally.miner.templates(), (id) =>
            tally.final(id),
          );
          const matches = compileQuery(named);
          expect(all.filter((entry) => matches(entryRow(entry))).length).toBe(count);
        }
      }),
    );
  });
});
