import { describe, expect, it } from "vitest";
import type { Cell } from "../support/emulator.js";
import { expectGolden } from "../support/golden.js";
import { startScene } from "../support/scenes.js";

const THEMES = ["dark", "light", "high-contrast"] as const;
const DEPTHS = [
  { depth: "true colour", environment: { TERM: "xterm-256color", COLORTERM: "truecolor" } },
  { depth: "256", environment: { TERM: "xterm-256color", COLORTERM: "" } },
  { depth: "16", environment: { TERM: "xterm", COLORTERM: "" } },
] as const;
const LOOKS = THEMES.flatMap((theme) => DEPTHS.map((depth) => ({ theme, ...depth })));

/** Nine times each, so not everything: the views, full and empty. */
const LOOKED_AT = ["stream", "empty", "metrics", "heatmap", "patterns", "replay", "sessions", "sessions-none"] as const;

type Frame = { readonly text: string; readonly cells: readonly (readonly Cell[])[] };

async function frameOf(scene: string, { theme, environment }: (typeof LOOKS)[number]): Promise<Frame> {
  const screen = await startScene(scene, { columns: 80, rows: 24, settings: { theme }, environment });
  const text = await screen.frame();
  const cells = screen.cells();
  screen.close();
  return { text, cells };
}

function styleOf({ foreground, background, bold, dim, italic, underline, inverse }: Cell): string {
  const flags = { bold, dim, italic, underline, inverse };
  const set = Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []));
  return [foreground ?? "-", "on", background ?? "-", ...set].join(" ");
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψω";

/** Which cells look alike in all looks, a letter each, and below what each letter stands for in each of them. */
function styleMap(frames: readonly Frame[]): string {
  const letters = new Map<string, string>();
  const rows = (frames[0]?.cells ?? []).map((row, y) =>
    row
      .map((_, x) => {
        const styles = frames.map(({ cells }) => {
          const cell = cells[y]?.[x];
          return cell === undefined ? "" : styleOf(cell);
        });
        const key = styles.join(" | ");
        const letter = letters.get(key) ?? LETTERS[letters.size] ?? "?";
        letters.set(key, letter);
        return letter;
      })
      .join(""),
  );
  const legend = LOOKS.map(({ theme, depth }, index) => {
    const styles = [...letters].map(([key, letter]) => `  ${letter}  ${key.split(" | ")[index]}`);
    return [`${theme}, ${depth}`, ...styles].join("\n");
  });
  return [rows.join("\n"), ...legend].join("\n\n");
}

// One after another: Ink colours by one depth for the whole process.
describe("in three themes and three depths of colour", () => {
  for (const scene of LOOKED_AT) {
    it(`${scene} says the same, and looks as it should`, async () => {
      const frames: Frame[] = [];
      for (const look of LOOKS) frames.push(await frameOf(scene, look));
      for (const { text } of frames) expectGolden(`${scene}-80x24`, text);
      for (const [index, { depth }] of LOOKS.entries()) {
        const colours = (frames[index]?.cells ?? []).flat().flatMap((cell) => [cell.foreground, cell.background]);
        const tooDeep = colours.filter(
          (colour) =>
            (typeof colour === "string" && depth !== "true colour") ||
            (typeof colour === "number" && depth === "16" && colour > 15),
        );
        expect(tooDeep).toEqual([]);
      }
      expectGolden(`colours-${scene}`, styleMap(frames));
    });
  }
});
