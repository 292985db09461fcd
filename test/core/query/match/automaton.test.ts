import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Automaton, createAutomaton, MATCHED, UNSURE } from "../../../../src/core/query/match/automaton.js";
import { literalProgram } from "../../../../src/core/query/match/programs.js";
import { compileAutomaton, compileRegex } from "../../../../src/core/query/regex.js";

/** What the automaton says of the text, handed over in pieces. */
function verdict(automaton: Automaton, text: Uint8Array, cuts: readonly number[] = []): number {
  let state = automaton.start;
  let from = 0;
  for (const cut of [...cuts.filter((at) => at <= text.length).toSorted((one, other) => one - other), text.length]) {
    state = automaton.run(state, text, from, cut);
    from = cut;
  }
  return automaton.end(state);
}

const atom = fc.constantFrom(
  ..."a b 1 _ . \\d \\w \\s \\b \\B ^ $ [a-c] [^a] (?:ab) (a|b1) (?m:^a) (?m:b$) (?i:K) \\A \\z \\S x?".split(" "),
  "\\n",
);
const pattern = fc
  .array(fc.tuple(atom, fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,3}", "|")), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.map(([one, often]) => (/^[$^]|^\\[AbBz]/.test(one) ? one : one + often)).join(""))
  .filter((source) => compileRegex(source, "").ok);
const text = fc
  .array(fc.constantFrom("a", "b", "c", "k", "K", "1", "22", "_", " ", "\n", "-", "é", "\u212a"), { maxLength: 12 })
  .map((parts) => parts.join(""));

describe("an automaton", () => {
  it("says of a text what the regex says, or that it is unsure where the text is not ASCII", () => {
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom("", "i", "s", "m", "im"),
        text,
        fc.array(fc.nat(12)),
        (source, flags, of, cuts) => {
          const regex = compileRegex(source, flags);
          const automaton = compileAutomaton(source, flags);
          if (!regex.ok || automaton === undefined) throw new Error(`/${source}/ is not valid`);
          const found = verdict(automaton, Buffer.from(of), cuts);
          if (found === UNSURE) expect(of).toMatch(/[^\0-\x7f]/);
          else expect(found === MATCHED, `/${source}/${flags} on ${JSON.stringify(of)}`).toBe(regex.value.test(of));
        },
      ),
      { numRuns: 800 },
    );
  });

  it("finds a literal in bytes of any kind, with and without case", () => {
    const bytes = fc.array(fc.constantFrom(97, 65, 98, 66, 0, 255, 195, 169), { maxLength: 14 });
    const literal = fc.array(fc.constantFrom(97, 98, 195, 255, 0), { minLength: 1, maxLength: 4 });
    const folded = (all: readonly number[]): Buffer =>
      Buffer.from(all.map((byte) => (byte === 65 || byte === 66 ? byte + 32 : byte)));
    fc.assert(
      fc.property(bytes, literal, fc.boolean(), (of, looked, ignoreCase) => {
        const automaton = createAutomaton(literalProgram(Buffer.from(looked), { ignoreCase }));
        const where = ignoreCase ? folded(of) : Buffer.from(of);
        expect(verdict(automaton, Buffer.from(of)) === MATCHED).toBe(where.includes(Buffer.from(looked)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is unsure, not endless, of a pattern that would need too many states", () => {
    const automaton = compileAutomaton("a.{14}b.{14}c", "");
    let seed = 1;
    const hostile = Buffer.alloc(60_000).map(
      () => 97 + (((seed = Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 20) & 1),
    );
    expect(automaton && verdict(automaton, hostile)).toBe(UNSURE);
  });

  it("knows the one state that all of some bytes lead to", () => {
    const automaton = compileAutomaton("x\\d", "");
    if (automaton === undefined) throw new Error("no automaton");
    const digits = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 48 && byte <= 57 ? 1 : 0));
    const { start } = automaton;
    expect(automaton.through(start, digits)).toBe(start);
    expect(automaton.through(automaton.run(start, Buffer.from("x"), 0, 1), digits)).toBe(MATCHED);
    expect(automaton.through(start, new Uint8Array(256).fill(1))).toBe(-1);
  });
});
