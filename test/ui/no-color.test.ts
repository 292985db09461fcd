import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { startScene } from "../support/scenes.js";

/** As a terminal without colours or Unicode shows it; held for each view. */
const VIEWS = ["stream", "detail", "metrics", "heatmap", "patterns", "replay", "sessions"] as const;

describe.concurrent("without colours and Unicode", () => {
  for (const name of VIEWS) {
    it(`${name} is all there in ASCII`, async () => {
      const environment = { NO_COLOR: "1", LANG: "C" };
      const screen = await startScene(name, { columns: 80, rows: 24, environment });
      const frame = await screen.frame();
      expectGolden(`${name}-plainest-80x24`, frame);
      expect(frame).toMatch(/^[\x20-\x7e\n]*$/);
      const cells = screen.cells().flat();
      expect(cells.filter((cell) => cell.foreground !== undefined || cell.background !== undefined)).toEqual([]);
      screen.close();
    });
  }
});

describe.concurrent("without colours", () => {
  for (const name of ["stream", "detail", "palette"]) {
    it(`${name} says the same words, and no cell has a colour`, async () => {
      const screen = await startScene(name, { columns: 80, rows: 24, environment: { NO_COLOR: "1" } });
      expectGolden(`${name}-80x24`, await screen.frame());
      const cells = screen.cells().flat();
      expect(cells.filter((cell) => cell.foreground !== undefined || cell.background !== undefined)).toEqual([]);
      screen.close();
    });
  }

  it("the cursor's line is inverse from edge to edge, the bookmark has its sign", async () => {
    const screen = await startScene("stream", { environment: { NO_COLOR: "1" } });
    await screen.frame();
    const inverse = screen.cells().findLastIndex((row) => row.slice(0, 79).every((cell) => cell.inverse));
    expect(inverse).toBe(22);
    screen.close();
  });
});
