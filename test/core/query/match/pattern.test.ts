import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileAnywhere,
  compileWhole,
  literalPattern,
  normalPattern,
} from "../../../../src/core/query/match/pattern.js";
import { ownField } from "../../../../src/core/query/match/own-field.js";
import { someText } from "../../../support/queries.js";

describe("patterns", () => {
  it.each([
    ["nginx", "NGINX", true],
    ["nginx", "nginx2", false],
    ["ng*", "nginx", true],
    ["*", "", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["a*b*c", "a--b--c", true],
    ["a*b*c", "a--c--b", false],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["dev\\x2d", "dev\\x2d", true],
    ["dev\\\\x2d", "dev\\x2d", true],
  ])("%s against %s", (pattern, value, expected) => {
    expect(compileWhole(pattern)(value)).toBe(expected);
  });

  it("finds a piece anywhere", () => {
    expect(compileAnywhere("FAIL*port")("did fail at port 1")).toBe(true);
    expect(compileAnywhere("port*fail")("did fail at port 1")).toBe(false);
  });

  it("matches exactly the value it was made of", () => {
    fc.assert(
      fc.property(someText, someText, (value, other) => {
        const test = compileWhole(literalPattern(value));
        expect(test(value)).toBe(true);
        if (other.length !== value.length) expect(test(other)).toBe(false);
        expect(normalPattern(literalPattern(value))).toBe(literalPattern(value));
      }),
    );
  });
});

describe("ownField", () => {
  it("prefers the exact name, then any case, and takes field. off", () => {
    const fields = { unit: "a", Unit: "b", PRIORITY: "3", "field.x": "c" };
    expect(ownField(fields, "Unit")).toBe("b");
    expect(ownField(fields, "priority")).toBe("3");
    expect(ownField(fields, "field.unit")).toBe("a");
    expect(ownField(fields, "field.field.x")).toBe("c");
    expect(ownField(fields, "__proto__")).toBeUndefined();
    expect(ownField(fields, "toString")).toBeUndefined();
  });
});
