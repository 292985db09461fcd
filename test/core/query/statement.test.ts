import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStatement } from "../../../src/core/query/parse-statement.js";
import { printStatement } from "../../../src/core/query/print-statement.js";
import { renderQueryFault } from "../../../src/core/query/query-fault.js";
import { STAGES } from "../../../src/core/query/stages/registry.js";
import { STAGE_NAMES } from "../../../src/core/query/syntax/stage-names.js";
import { micros } from "../../../src/core/time.js";
import { casesOf } from "../../support/cases.js";
import { someText } from "../../support/queries.js";
import { someStatement } from "../../support/statements.js";

type Good = { readonly text: string; readonly prints: string };
type Bad = { readonly text: string; readonly blames: string; readonly message: string; readonly suggestion?: string };

const context = { now: micros(Date.UTC(2026, 10, 21, 12) * 1_000), localOffset: () => 3_600_000_000 };

function faultOf(text: string) {
  const parsed = parseStatement(text, context);
  if (parsed.ok) throw new Error(`${text} parses`);
  return parsed.fault;
}

describe("parseStatement", () => {
  it.each(casesOf<readonly Good[]>("query/statements.json"))("reads $text", ({ text, prints }) => {
    const parsed = parseStatement(text, context);
    expect(parsed.ok ? printStatement(parsed.value) : parsed.fault).toBe(prints);
  });

  it.each(casesOf<readonly Bad[]>("query/statement-faults.json"))(
    "refuses $text and says where and why",
    ({ text, blames, message, suggestion }) => {
      const fault = faultOf(text);
      expect({ ...fault, blames: text.slice(fault.at, fault.at + fault.length) }).toMatchObject({ message, blames });
      expect(fault.suggestion).toBe(suggestion);
    },
  );

  it("reads back what it prints, for every statement", () => {
    fc.assert(
      fc.property(someStatement, (statement) => {
        expect(parseStatement(printStatement(statement), context)).toEqual({ ok: true, value: statement });
      }),
      { numRuns: 1_000 },
    );
  });

  it("never throws, blames a place inside the text, and suggests what parses", () => {
    const piece = fc.constantFrom("|", " ", ",", "(", ")", " by ", " of ", "unit", "1m", "10", '"', ...STAGE_NAMES);
    const stages = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(
        fc.oneof(
          someText,
          fc.tuple(someText, stages).map((parts) => parts.join("|")),
          stages,
        ),
        (text) => {
          const parsed = parseStatement(text, context);
          if (parsed.ok) {
            expect(parseStatement(printStatement(parsed.value), context)).toEqual(parsed);
            return;
          }
          const { at, length, suggestion } = parsed.fault;
          expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true);
          if (suggestion !== undefined) expect(parseStatement(suggestion, context).ok).toBe(true);
          expect(renderQueryFault(text, parsed.fault).split("\n").length).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("takes time that grows no faster than the text", () => {
    for (const piece of ["|count", "| first 1 ", "|a", '| "', "|(", ",", "| sort a "])
      parseStatement(piece.repeat(1_500), context);
  });
});

describe("the stages", () => {
  it.each(Object.entries(STAGES))(
    "%s has examples that print as they stand, and says how it is written",
    (name, stage) => {
      expect(stage.name).toBe(name);
      expect(stage.form.startsWith(name)).toBe(true);
      for (const example of stage.examples) {
        const parsed = parseStatement(`* | ${example}`, context);
        expect(parsed.ok ? printStatement(parsed.value) : parsed.fault).toBe(`* | ${example}`);
      }
    },
  );

  it("stand in one order everywhere", () => {
    expect(Object.keys(STAGES)).toEqual(STAGE_NAMES);
  });
});
