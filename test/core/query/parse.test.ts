import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_DEPTH, MOST_TEXT, parseQuery } from "../../../src/core/query/parse.js";
import { printQuery } from "../../../src/core/query/print.js";
import { renderQueryFault } from "../../../src/core/query/query-fault.js";
import { micros } from "../../../src/core/time.js";
import { casesOf } from "../../support/cases.js";
import { someQuery, someText } from "../../support/queries.js";

type Good = { readonly text: string; readonly prints: string };
type Bad = {
  readonly text: string;
  readonly at: number;
  readonly length: number;
  readonly message: string;
  readonly suggestion?: string;
};
const good = casesOf<readonly Good[]>("query/parse.json");
const bad = casesOf<readonly Bad[]>("query/faults.json");

/** Noon of 21 November 2026 in UTC, at a place that is an hour ahead. */
const context = { now: micros(Date.UTC(2026, 10, 21, 12) * 1_000), localOffset: () => 3_600_000_000 };

function faultOf(text: string) {
  const parsed = parseQuery(text, context);
  if (parsed.ok) throw new Error(`${text} parses`);
  return parsed.fault;
}

describe("parseQuery", () => {
  it.each(good)("reads $text", ({ text, prints }) => {
    const parsed = parseQuery(text, context);
    expect(parsed.ok ? printQuery(parsed.value) : parsed.fault).toBe(prints);
  });

  it.each(bad)("refuses $text and says where and why", ({ text, at, length, message, suggestion }) => {
    expect(faultOf(text)).toMatchObject({ code: "query-syntax", at, length, message });
    expect(faultOf(text).suggestion).toBe(suggestion);
  });

  it("suggests only what parses", () => {
    for (const { suggestion } of bad) {
      if (suggestion !== undefined) expect(parseQuery(suggestion, context).ok).toBe(true);
    }
  });

  it("takes nothing, and white space, for everything", () => {
    expect(parseQuery("", context)).toEqual({ ok: true, value: { kind: "all" } });
    expect(parseQuery(" \t\n", context)).toEqual({ ok: true, value: { kind: "all" } });
  });

  it("binds juxtaposition tighter than or", () => {
    expect(parseQuery("a b or c", context)).toEqual(parseQuery("(a and b) or c", context));
  });

  it("reads back what it prints, for every query", () => {
    fc.assert(
      fc.property(someQuery, (query) => {
        expect(parseQuery(printQuery(query), context)).toEqual({ ok: true, value: query });
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads back what it prints wherever the reader lives", () => {
    const elsewhere = { now: micros(0), localOffset: () => -5 * 3_600_000_000 };
    fc.assert(
      fc.property(someQuery, (query) => {
        expect(parseQuery(printQuery(query), elsewhere)).toEqual({ ok: true, value: query });
      }),
      { numRuns: 200 },
    );
  });

  it("never throws, blames a place inside the text, and suggests what parses", () => {
    const anyText = fc.oneof(
      someText,
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom(...Array.from("ab:\"'/\\()-!*<>=. \u00b1@[]{}|~")), { maxLength: 30 })
        .map((chars) => chars.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseQuery(text, context);
        if (parsed.ok) {
          expect(parseQuery(printQuery(parsed.value), context)).toEqual(parsed);
          return;
        }
        const { at, length, suggestion } = parsed.fault;
        expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true);
        if (suggestion !== undefined) expect(parseQuery(suggestion, context).ok).toBe(true);
        expect(renderQueryFault(text, parsed.fault).split("\n").length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 5_000 },
    );
  });

  it("reads any text as something when it is put in quotes", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const query = { kind: "text", text, case: "smart" };
        expect(parseQuery(`"${text.replace(/[\\"]/g, "\\$&")}"`, context)).toEqual({ ok: true, value: query });
      }),
    );
  });

  it("refuses what is too deep or too long, and takes what just fits", () => {
    const nested = (depth: number): string => "(".repeat(depth) + "x" + ")".repeat(depth);
    expect(parseQuery(nested(MOST_DEPTH), context).ok).toBe(true);
    expect(faultOf(nested(MOST_DEPTH + 1)).message).toContain("too deeply");
    expect(faultOf("not ".repeat(5_000 / 4) + "x").message).toContain("too deeply");
    expect(parseQuery("x".repeat(MOST_TEXT), context).ok).toBe(true);
    expect(faultOf("x".repeat(MOST_TEXT + 1)).message).toContain("too long");
  });

  it("takes time that grows no faster than the text", () => {
    for (const piece of ["[a]", "(a", "a(", "/[a", '"\\', "x:", "'a", "-!", "1", "a:/b["]) {
      for (const start of ["", "/", "since:", "unit:"]) parseQuery(start + piece.repeat(3_000), context);
    }
  });
});

describe("renderQueryFault", () => {
  it("puts the carets under the blamed characters, also after wide ones", () => {
    const lines = renderQueryFault("日本 untt:x", faultOf("日本 untt:x")).split("\n");
    expect(lines).toEqual([
      "日本 untt:x",
      "     ^^^^ there is no field untt",
      "expected a field such as unit; a field of the record itself is written field.untt",
      "did you mean: 日本 unit:x",
    ]);
  });

  it("shows what must not reach a terminal as pictures", () => {
    const text = "\u001b[31m untt:x";
    expect(renderQueryFault(text, faultOf(text))).not.toContain("\u001b");
  });
});
