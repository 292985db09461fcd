import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { SCENES, startScene } from "../support/scenes.js";

const SIZES = [
  [80, 24],
  [120, 40],
  [60, 15],
  [200, 50],
] as const;

describe.concurrent("the screen", () => {
  for (const name of Object.keys(SCENES)) {
    for (const [columns, rows] of SIZES) {
      it(`shows ${name} at ${columns}×${rows} as it should`, async () => {
        const screen = await startScene(name, { columns, rows });
        expectGolden(`${name}-${columns}x${rows}`, await screen.frame());
        screen.close();
      });
    }
  }

  for (const name of Object.keys(SCENES)) {
    it(`says the same of ${name} without Unicode, in ASCII only`, async () => {
      const screen = await startScene(name, { settings: { ascii: true } });
      const frame = await screen.frame();
      if (name === "stream") expectGolden("stream-ascii-80x24", frame);
      expect(frame).toMatch(/^[\x20-\x7e\n]*$/);
      screen.close();
    });
  }
});
