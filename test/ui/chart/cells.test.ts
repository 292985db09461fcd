import { describe, expect, it } from "vitest";
import { withCursor } from "../../../src/ui/chart/cells.js";

describe("the cursor in a chart", () => {
  it("is a line where nothing is, a ground under what is drawn, and the colour of a block that hides its ground", () => {
    const over = (text: string) => withCursor([{ text, role: "dim" }], 0, "│")[0];
    expect(over(" ")).toEqual({ text: "│", role: "accent" });
    expect(over("\u2800")).toEqual({ text: "│", role: "accent" });
    expect(over("⣀")).toEqual({ text: "⣀", role: "match.current" });
    expect(over("█")).toEqual({ text: "█", role: "accent" });
  });
});
