import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonNode, placeIn, readJson } from "../../src/lib/read-json.js";

/** What JSON.parse would have given. */
function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "plain":
      return node.value;
    case "list":
      return node.items.map(plain);
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
  }
}

function read(text: string): unknown {
  const node = readJson(text);
  if (node.kind !== "trouble") return plain(node);
  const { line, column } = placeIn(text, node.at);
  return `${line}:${column} ${node.message}`;
}

describe("JSON as people write it", () => {
  it("is what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("may have comments, and a comma behind the last element", () => {
    expect(read('\ufeff// one\n{ /* two */ "a": [1, /* " */ 2,], // {\n "b//": "/*",\n}\n// end')).toEqual({
      a: [1, 2],
      "b//": "/*",
    });
  });

  it("says where it is none, and what was expected there", () => {
    expect(
      [
        "",
        "{",
        '{ "a" }',
        '{\n  "a": dark\n}',
        '{ "a": 1\n  "b": 2 }',
        "{ a: 1 }",
        "{ \"a\": 'x' }",
        '{ "a": "x\n" }',
        '{ "a": "\\x" }',
        "[1",
        "[1] 2",
        "[1,,2]",
        "/* no end",
        "01",
        "[".repeat(100),
      ].map(read),
    ).toEqual([
      "1:1 the text ends here, in the middle",
      "1:2 a name in quotes or } was expected",
      '1:7 a colon was expected behind "a"',
      "2:8 'dark' is no value",
      "2:3 a comma or } was expected",
      "1:3 the name a must stand in quotes",
      "1:8 texts stand in double quotes",
      "1:8 this text does not end, or has a \\ that means nothing",
      "1:8 this text does not end, or has a \\ that means nothing",
      "1:3 the text ends here, without ]",
      "1:5 nothing may follow the last brace",
      "1:4 a value was expected, not ','",
      "1:1 a value was expected, not '/'",
      "1:2 nothing may follow the last brace",
      "1:66 this is nested too deeply",
    ]);
  });

  it("may be anything, and is read in time that grows with it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:/*\\1a \n')) }), (text) => {
        const node = readJson(text);
        expect(node.kind === "trouble" ? node.at : 0).toBeLessThanOrEqual(text.length);
      }),
    );
    const long = `{ "a": "${"\\\\".repeat(500_000)}" ${"/*".repeat(500_000)}`;
    expect(readJson(long).kind).toBe("trouble");
  });
});
