import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryRow } from "../../../src/core/query/match/entry-row.js";
import type { Needs } from "../../../src/core/query/match/needs.js";
import { requiredInRegex } from "../../../src/core/query/match/regex-literals.js";
import { requiredLiterals, soleLiteral } from "../../../src/core/query/literals.js";
import { compileQuery } from "../../../src/core/query/predicate.js";
import { compileRegex } from "../../../src/core/query/regex.js";
import { someEntry, someQuery, someText } from "../../support/queries.js";

/** Whether raw bytes hold what is needed, looking at nothing but bytes. */
function meets(needs: Needs, bytes: Buffer): boolean {
  switch (needs.kind) {
    case "anything":
      return true;
    case "all":
      return needs.parts.every((part) => meets(part, bytes));
    case "one":
      return needs.parts.some((part) => meets(part, bytes));
    case "literal": {
      if (!needs.ignoreCase) return bytes.includes(Buffer.from(needs.text));
      const lower = bytes.toString("latin1").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      return lower.includes(Buffer.from(needs.text).toString("latin1"));
    }
  }
}

const invalid = fc.constantFrom(Buffer.of(0xff), Buffer.of(0xe2, 0x84), Buffer.of(0), Buffer.alloc(0));

describe("requiredLiterals", () => {
  it("asks for nothing that a match can lack, also in bytes that are not UTF-8", () => {
    fc.assert(
      fc.property(someQuery, someEntry, invalid, (query, entry, odd) => {
        const bytes = Buffer.concat([Buffer.from(entry.text), odd]);
        const row = entryRow({ ...entry, text: bytes.toString() });
        if (compileQuery(query)(row)) expect(meets(requiredLiterals(query), bytes)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it("gives no literal for the letters that a regex with i also finds outside ASCII", () => {
    expect(requiredInRegex("disk", "i")).toEqual({ kind: "literal", text: "di", ignoreCase: true });
    expect(requiredInRegex("sk", "i")).toEqual({ kind: "anything" });
    expect(requiredInRegex("disk", "")).toEqual({ kind: "literal", text: "disk", ignoreCase: false });
  });

  it.each([
    ["fail(ed|ure) to", "fail & (ed | ure) &  to"],
    ["(?:abc)+d?e", "abc & e"],
    ["ab*c", "a & c"],
    ["ab+c", "ab & c"],
    ["ab{0,2}c", "a & c"],
    ["ab{2}c", "ab & c"],
    ["a{2", "a{2"],
    ["x[]/-]y", "x & y"],
    ["x[[:alpha:]]y", "x & y"],
    ["\\bword\\b$", "word"],
    ["a|", "*"],
    ["a\\.b\\/c", "a.b/c"],
    ["(?i)abc", "*"],
    ["\\Qa.b\\E", "*"],
    ["\\pLabc\\p{Greek}d", "abc & d"],
    ["gr\u00f6\u00dfe", "gr\u00f6\u00dfe"],
    ["(?P<n>abc)(?<m>d)", "abc & d"],
    [".*", "*"],
  ])("reads /%s/ as %s", (source, expected) => {
    expect(compileRegex(source, "").ok).toBe(true);
    expect(shown(requiredInRegex(source, ""))).toBe(expected);
  });

  it("never asks too much of a random regex that compiles", () => {
    const source = fc
      .array(
        fc.constantFrom(
          "a",
          "b",
          "k",
          "(",
          ")",
          "|",
          "*",
          "+",
          "?",
          "[",
          "]",
          "^",
          "{2}",
          "{0,1}",
          "\\d",
          "\\b",
          ".",
          "(?:",
          "-",
          "\\.",
          "\\",
          "[^a]",
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join(""));
    const text = fc
      .array(fc.constantFrom("a", "b", "A", "k", "\u212a", "-", ".", "1", "]", "\\"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(source, fc.constantFrom("", "i"), text, (pattern, flags, haystack) => {
        const regex = compileRegex(pattern, flags);
        if (!regex.ok || !regex.value.test(haystack)) return;
        expect(meets(requiredInRegex(pattern, flags), Buffer.from(haystack))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("soleLiteral", () => {
  it("is the whole meaning of the query it is given for", () => {
    fc.assert(
      fc.property(
        someText,
        fc.constantFrom("smart" as const, "exact" as const, "ignore" as const),
        someText,
        (text, textCase, haystack) => {
          const query = { kind: "text", text, case: textCase } as const;
          const literal = soleLiteral(query);
          if (literal === undefined) return;
          const bytes = Buffer.from(haystack);
          const found = compileQuery(query)(entryRow({ ...ENTRY, text: bytes.toString() }));
          expect(found).toBe(meets(literal, bytes));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("is not given for regexes with operators, for non-ASCII without case, or for more than one term", () => {
    expect(soleLiteral({ kind: "regex", source: "a.b", flags: "", field: undefined })).toBeUndefined();
    expect(soleLiteral({ kind: "text", text: "gr\u00f6\u00dfe", case: "smart" })).toBeUndefined();
    expect(soleLiteral({ kind: "all" })).toBeUndefined();
    expect(soleLiteral({ kind: "regex", source: "a\\.b", flags: "", field: undefined })).toEqual({
      kind: "literal",
      text: "a.b",
      ignoreCase: false,
    });
  });
});

const ENTRY = fc.sample(someEntry, { numRuns: 1, seed: 1 })[0] ?? (undefined as never);

function shown(needs: Needs): string {
  switch (needs.kind) {
    case "anything":
      return "*";
    case "literal":
      return needs.text;
    case "all":
      return needs.parts.map((part) => (part.kind === "one" ? `(${shown(part)})` : shown(part))).join(" & ");
    case "one":
      return needs.parts.map(shown).join(" | ");
  }
}
