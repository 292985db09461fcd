import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/parse/formats/registry.js";
import { LEVEL_STEMS, levelOfLine, mayTellLevel } from "../../src/parse/level-stems.js";
import { guessLevel } from "../../src/parse/level.js";

const FIXTURES = new URL("../fixtures/formats/", import.meta.url);
const bytesOf = (text: string) => new TextEncoder().encode(text);

function atAGlance(text: string, from: number): number {
  const before = bytesOf("error\n");
  const bytes = Buffer.concat([before, bytesOf(text), bytesOf("\nfatal: ")]);
  const at = before.length;
  return levelOfLine({ text, bytes, at, end: at + bytesOf(text).length }, from);
}

const CAPTURED = readdirSync(FIXTURES).flatMap((name) => readFileSync(new URL(name, FIXTURES), "utf8").split("\n"));
const SAMPLES = FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line));
const TELLING = [
  "[WARN]",
  "<info>",
  "level=err",
  '"lvl": "panic"',
  "0 failed",
  "no errors",
  "ValueError:",
  "(ignored):",
];

const word = fc.oneof(
  fc.constantFrom(...LEVEL_STEMS, ...LEVEL_STEMS.map((stem) => stem.toUpperCase()), ...TELLING),
  fc.string({ maxLength: 6 }),
  fc.constantFrom("ed", "s", "ure", "é", "❄", "\u{1F600}", "\uFFFD", ":", "0", "ſ", "\u212A"),
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom("", " ", ": ", "/")), { maxLength: 12 })
  .map((words) => words.flat().join(""));

describe("the level of a line at a glance", () => {
  it("is what its words tell, for samples, captures and any other text", () => {
    for (const line of [...SAMPLES, ...CAPTURED])
      expect([line, atAGlance(line, 0)]).toEqual([line, guessLevel(line, 0)]);
    fc.assert(
      fc.property(text, fc.nat(8), (line, from) => {
        expect(atAGlance(line, from)).toBe(guessLevel(line, from));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is what the words tell of lines that were changed somewhere", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES, ...CAPTURED), fc.nat(200), word, (line, at, put) => {
        const changed = line.slice(0, at) + put + line.slice(at + 1);
        expect(atAGlance(changed, 0)).toBe(guessLevel(changed, 0));
      }),
      { numRuns: 2_000 },
    );
  });

  it("needs no second look at lines without such a word", () => {
    const line = bytesOf("GET /api/v1/items/4711 200 12ms upstream=10.1.2.3:8080");
    expect(mayTellLevel(line, 0, line.length)).toBe(false);
    expect(LEVEL_STEMS.every((stem) => stem.length >= 3)).toBe(true);
    for (const stem of LEVEL_STEMS) {
      for (const before of ["", "x"])
        expect(mayTellLevel(bytesOf(before + stem), 0, before.length + stem.length)).toBe(true);
    }
  });
});
