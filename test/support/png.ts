import { writeFile } from "node:fs/promises";

import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";

import type { Cell, Emulator } from "./emulator.js";

const CELL_WIDTH = 9;
const CELL_HEIGHT = 18;
const OWN_FOREGROUND = "#d4d4d4";
const OWN_BACKGROUND = "#1e1e1e";
const SIXTEEN = (
  "#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5 " +
  "#666666 #f14c4c #23d18b #f5f543 #3b8eea #d670d6 #29b8db #ffffff"
).split(" ");
/** Column, row and bit of each dot of a braille cell. */
const DOTS = [
  [0, 0, 1],
  [0, 1, 2],
  [0, 2, 4],
  [1, 0, 8],
  [1, 1, 16],
  [1, 2, 32],
  [0, 3, 64],
  [1, 3, 128],
] as const;

/** Saves a picture of what the terminal shows, to be looked at by people. */
export async function savePng(emulator: Emulator, path: string): Promise<void> {
  const rows = emulator.cells();
  const canvas = createCanvas((rows[0]?.length ?? 0) * CELL_WIDTH, rows.length * CELL_HEIGHT);
  const context = canvas.getContext("2d");
  context.fillStyle = OWN_BACKGROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = "middle";
  for (const [y, row] of rows.entries()) {
    for (const [x, cell] of row.entries()) if (cell.width > 0) drawCell(context, cell, x, y);
  }
  const { x, y, isVisible } = emulator.cursor();
  if (isVisible) {
    context.fillStyle = OWN_FOREGROUND;
    context.globalAlpha = 0.6;
    context.fillRect(x * CELL_WIDTH, y * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT);
  }
  await writeFile(path, await canvas.encode("png"));
}

function drawCell(context: SKRSContext2D, cell: Cell, x: number, y: number): void {
  const [own, other] = [colourOf(cell.foreground, OWN_FOREGROUND), colourOf(cell.background, OWN_BACKGROUND)];
  const [ink, ground] = cell.inverse ? [other, own] : [own, other];
  const left = x * CELL_WIDTH;
  const top = y * CELL_HEIGHT;
  context.fillStyle = ground;
  context.fillRect(left, top, CELL_WIDTH * cell.width, CELL_HEIGHT);
  context.fillStyle = ink;
  context.globalAlpha = cell.dim ? 0.6 : 1;
  if (cell.underline) context.fillRect(left, top + CELL_HEIGHT - 2, CELL_WIDTH * cell.width, 1);
  const codePoint = cell.text.codePointAt(0) ?? 0x20;
  if (codePoint >= 0x2800 && codePoint <= 0x28ff) drawBraille(context, codePoint - 0x2800, left, top);
  else if (codePoint >= 0x2581 && codePoint <= 0x2588) {
    const height = (CELL_HEIGHT * (codePoint - 0x2580)) / 8;
    context.fillRect(left, top + CELL_HEIGHT - height, CELL_WIDTH, height);
  } else if (codePoint !== 0x20) {
    context.font = `${cell.italic ? "italic " : ""}${cell.bold ? "bold " : ""}15px "${fontFamily()}", "DejaVu Sans", monospace`;
    context.fillText(cell.text, left, top + CELL_HEIGHT / 2 + 1);
  }
  context.globalAlpha = 1;
}

/** Fonts draw these of different sizes; in terminals they are evenly spaced. */
function drawBraille(context: SKRSContext2D, bits: number, left: number, top: number): void {
  for (const [column, row, bit] of DOTS) {
    if ((bits & bit) !== 0) context.fillRect(left + 1.5 + column * 4.2, top + 1.5 + row * 4.4, 2.6, 2.6);
  }
}

function fontFamily(): string {
  const wanted = "DejaVu Sans Mono";
  return GlobalFonts.families.some(({ family }) => family === wanted) ? wanted : "monospace";
}

function colourOf(colour: string | number | undefined, own: string): string {
  if (colour === undefined) return own;
  if (typeof colour === "string") return colour;
  if (colour < 16) return SIXTEEN[colour] ?? own;
  if (colour >= 232) return `#${(8 + (colour - 232) * 10).toString(16).padStart(2, "0").repeat(3)}`;
  const steps = [Math.floor((colour - 16) / 36), Math.floor((colour - 16) / 6) % 6, (colour - 16) % 6];
  return `#${steps.map((step) => (step === 0 ? 0 : step * 40 + 55).toString(16).padStart(2, "0")).join("")}`;
}
