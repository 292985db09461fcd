import { describe, expect, it } from "vitest";
import { Mark } from "../../../src/core/entry.js";
import { type Fit, linesOf, noteOf } from "../../../src/app/stream/entry-lines.js";
import { entryOf } from "../../support/tui-driver.js";

const fitOf = (change: Partial<Fit> = {}): Fit => ({
  columns: 40,
  wrap: true,
  isUnfolded: () => true,
  isBreakAfter: () => false,
  fieldLine: () => undefined,
  repeatFrom: () => undefined,
  missingBefore: () => "",
  ...change,
});

describe("what is said of an entry", () => {
  it("never takes the place of its text when lines wrap", () => {
    const message = Array.from({ length: 30 }, (_, index) => `word${index}`).join(" ");
    const entry = entryOf(0, { message, marks: Mark.notUtf8 | Mark.continues });
    expect(noteOf(entry, fitOf())).toBe(" [goes on below, not UTF-8]");
    for (let columns = 30; columns < 300; columns += 1) {
      const fit = fitOf({ columns });
      const lines = linesOf(entry, fit);
      expect(lines.join("").replaceAll(" ", "")).toBe(message.replaceAll(" ", ""));
      expect((lines.at(-1) ?? "").length + noteOf(entry, fit).length).toBeLessThanOrEqual(columns);
    }
  });

  it("is not that a line goes on below where it merely has no end", () => {
    const entry = entryOf(0, { marks: Mark.partial | Mark.continues });
    expect(noteOf(entry, fitOf())).toBe(" [no line end]");
  });

  it("is that there is more than the stream shows", () => {
    for (const message of ["x".repeat(40 * 401), "part\n".repeat(401)]) {
      const entry = entryOf(0, { message });
      expect(noteOf(entry, fitOf())).toBe(" [more in the detail]");
      expect(linesOf(entry, fitOf()).length).toBeLessThanOrEqual(401);
    }
    expect(noteOf(entryOf(0, { message: "x".repeat(40 * 400) }), fitOf())).toBe("");
  });
});
