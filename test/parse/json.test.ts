import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scalarText, scanObject } from "../../src/parse/json.js";

describe("scanning JSON", () => {
  it("finds what JSON.parse finds", () => {
    const keys = fc.constantFrom("a", "b", 'q"uote', "back\\slash", "ünï");
    const wanted = new Map([["a", 0]]);
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue(), { maxKeys: 6 }), fc.constantFrom(0, 1), (object, indent) => {
        const text =
          indent === 0
            ? JSON.stringify(object)
            : JSON.stringify(object)
                .replaceAll(/^\{|\}$/g, " $& ")
                .trim();
        const raw = scanObject(text, wanted)?.[0];
        const value: unknown = Object.hasOwn(object, "a") ? object["a"] : undefined;
        const expected = value === undefined ? undefined : JSON.stringify(value);
        expect(raw === undefined ? undefined : JSON.stringify(JSON.parse(raw))).toBe(expected);
        if (typeof value === "string") expect(scalarText(raw)).toBe(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses what is not one object", () => {
    for (const text of ["", "{", "{}x", "[1]", '"a"', '{"a"}', '{"a":}', '{"a":1', '{"a":1,}', '{"a":"x}', "{a:1}"]) {
      expect(scanObject(text, new Map()), text).toBeUndefined();
    }
    expect(scanObject("{}", new Map())).toEqual([]);
    expect(scanObject(' {"a":1}', new Map())).toBeUndefined();
    expect(scanObject('{ "a" : 1 , "b" : [ "}" ] } \r', new Map([["b", 0]]))).toEqual(['[ "}" ]']);
  });
});
