import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createInputFilter, type TerminalEvent } from "../../../src/ui/terminal/input-filter.js";

function read(...parts: readonly string[]): { typed: string; events: TerminalEvent[] } {
  const filter = createInputFilter();
  let typed = "";
  const events: TerminalEvent[] = [];
  for (const part of parts) {
    const result = filter.push(part);
    typed += result.typed;
    events.push(...result.events);
  }
  return { typed: typed + filter.flush(), events };
}

describe("input filter", () => {
  it("takes out what the terminal tells and leaves what is typed", () => {
    const { typed, events } = read(
      "a\u001b[<0;10;5Mb\u001b[Ic\u001b[A\u001b]11;rgb:1e1e/2020/ffff\u001b\\d\u001b[?2026;2$y\u001b[?62;22c",
    );
    expect(typed).toBe("abc\u001b[Ad");
    expect(events).toEqual([
      { kind: "mouse", action: "down", button: 0, x: 9, y: 4, shift: false, alt: false, ctrl: false },
      { kind: "focus", isFocused: true },
      { kind: "background", hex: "#1e20ff" },
      { kind: "mode", mode: 2026, state: 2 },
      { kind: "attributes" },
    ]);
  });

  it("knows wheel, movement, release and the keys held with them", () => {
    const actions = read("\u001b[<64;1;1M\u001b[<65;1;1M\u001b[<32;2;2M\u001b[<0;2;2m\u001b[<20;1;1M").events;
    expect(actions.map((event) => event.kind === "mouse" && event.action)).toEqual([
      "wheel-up",
      "wheel-down",
      "move",
      "up",
      "down",
    ]);
    expect(actions[4]).toMatchObject({ shift: true, ctrl: true, alt: false });
  });

  it("reads a background in any of the forms terminals answer in", () => {
    const backgrounds = ["rgb:ff/80/00", "rgb:ffff/8080/0000", "rgba:ffff/8080/0000/ffff", "rgb:f/8/0"];
    for (const answer of backgrounds) {
      const [event] = read(`\u001b]11;${answer}\u0007`).events;
      expect(event).toMatchObject({ kind: "background", hex: expect.stringMatching(/^#ff8[08]00$/) });
    }
    expect(read("\u001b]11;nonsense\u0007")).toEqual({ typed: "", events: [] });
  });

  it("leaves pasted text alone, whatever is in it", () => {
    const paste = "\u001b[200~x\u001b[<0;1;1My\u001b[I\u001b[201~";
    expect(read(`a${paste}b\u001b[I`)).toEqual({ typed: `a${paste}b`, events: [{ kind: "focus", isFocused: true }] });
  });

  it("holds back only what may still become a sequence", () => {
    const filter = createInputFilter();
    expect(filter.push("\u001b").typed).toBe("");
    expect(filter.held()).toBe("escape");
    expect(filter.flush()).toBe("\u001b");
    expect(filter.push("\u001b[<0;1").typed).toBe("");
    expect(filter.held()).toBe("sequence");
    expect(filter.push(";1M").events).toHaveLength(1);
    expect(filter.held()).toBe("nothing");
    expect(filter.push("\u001b[1;5").typed).toBe("\u001b[1;5");
  });

  it("understands the same however the bytes are cut", () => {
    const pieces = fc.constantFrom(
      "j",
      "\u001b",
      "\u001b[A",
      "日",
      "\u001b[<0;10;5M",
      "\u001b[<64;3;4m",
      "\u001b[I",
      "\u001b]11;rgb:00/00/00\u001b\\",
      "\u001b]11;rgb:ff/ff/ff\u0007",
      "\u001b[?2026;1$y",
      "\u001b[?62c",
      "\u001b[200~pasted \u001b[<0;1;1M text\u001b[201~",
      "\u001b[1;5C",
    );
    const input = fc.array(pieces, { maxLength: 10 }).map((all) => all.join(""));
    fc.assert(
      fc.property(input, fc.array(fc.nat(200), { maxLength: 8 }), (text, cuts) => {
        const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].toSorted((a, b) => a - b);
        const parts = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(read(...parts)).toEqual(read(text));
      }),
      { numRuns: 500 },
    );
  });
});
