import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { visible, visibleAscii, visibleLine } from "../../src/lib/visible.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

describe("visible", () => {
  it("shows controls as pictures and the unseen as code points", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["plain ASCII ~", "plain ASCII ~"],
      ["é 日本 한국 🚀 ⠿", "é 日本 한국 🚀 ⠿"],
      ["a\u001b[31mb", "a␛[31mb"],
      ["nul\0 bel\u0007 cr\r lf\n tab\t del\u007f", "nul␀ bel␇ cr␍ lf␊ tab␉ del␡"],
      ["\u009b31m", "<009B>31m"],
      ["evil\u202egnp.exe", "evil<202E>gnp.exe"],
      ["zero\u200bwidth\ufeff", "zero<200B>width<FEFF>"],
      ["lone \ud800 surrogate \udfff", "lone <D800> surrogate <DFFF>"],
      ["tag \u{e0041}", "tag <E0041>"],
      ["line\u2028paragraph\u2029", "line<2028>paragraph<2029>"],
      ["👨\u200d👩", "👨<200D>👩"],
      ["⚠\ufe0f careful", "⚠ careful"],
      ["🛠\ufe0f built", "🛠 built"],
      ["a\ufe0fb", "a<FE0F>b"],
      ["soft\u00adhyphen", "soft<00AD>hyphen"],
      ["\u0301stray", "◌\u0301stray"],
      ["e\u0301", "e\u0301"],
    ];
    for (const [text, shown] of cases) expect(visible(text)).toBe(shown);
  });

  it("lets no pile of marks grow over other rows", () => {
    const shown = visible(`z${"\u0300".repeat(40)}`);
    expect(shown.startsWith(`z${"\u0300".repeat(7)}<0300>`)).toBe(true);
    expect(shown).not.toMatch(/\u0300{8}/);
  });

  it("leaves nothing that steers a terminal, in the corpus and in anything else", () => {
    for (const text of ESCAPE_CORPUS) {
      for (const shown of [visible(text), visibleLine(text), visibleAscii(text)]) expect(shown).not.toMatch(STEERING);
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(STEERING);
        expect(visibleLine(text)).not.toMatch(STEERING);
        expect(visibleAscii(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});

describe("visibleLine", () => {
  it("expands tabs from the column the text begins at", () => {
    expect(visibleLine("a\tb")).toBe("a       b");
    expect(visibleLine("\tb", 4)).toBe("    b");
    expect(visibleLine("a\tb", 8, 6)).toBe("a b");
    expect(visibleLine("日\tb", 8)).toBe("日      b");
    expect(visibleLine("\u001b\tb", 8)).toBe("␛       b");
  });
});

describe("visibleAscii", () => {
  it("writes what ASCII lacks in ASCII", () => {
    expect(visibleAscii("\u001b[31m é 日 \u007f 🚀")).toBe("^[[31m <00E9> <65E5> ^? <1F680>");
  });
});
