import chalk, { Chalk, type ColorSupportLevel } from "chalk";

import { ANSI_COLOURS, type Colour, type ColourDepth, type Style } from "./roles.js";

const LEVEL: Readonly<Record<ColourDepth, ColorSupportLevel>> = { 0: 0, 16: 1, 256: 2, 16_777_216: 3 };
const RESET = "\u001b[0m";
/** Name, what turns it on, what turns it off. */
const ATTRIBUTES = [
  ["bold", 1, 22],
  ["dim", 2, 22],
  ["italic", 3, 23],
  ["underline", 4, 24],
  ["inverse", 7, 27],
] as const;

/** What all of the screen lies on, as parameters of escape sequences; empty to leave the terminal's own. */
export type Ground = { readonly foreground: string; readonly background: string };

/**
 * Ink colours by chalk's shared instance, which guesses from the environment: it is told what we know. Without colours it
 * must still write bold and inverse, which its level 0 would not.
 */
export function setInkDepth(depth: ColourDepth): void {
  chalk.level = LEVEL[depth === 0 ? 16 : depth];
}

/** The escape sequence that begins a style, empty for a style without a look. */
export function openingOf(style: Style, depth: ColourDepth): string {
  const parameters: string[] = [];
  for (const [name, number] of ATTRIBUTES) if (style[name]) parameters.push(String(number));
  if (style.foreground !== undefined) parameters.push(...colourParameters(style.foreground, depth, "foreground"));
  if (style.background !== undefined) parameters.push(...colourParameters(style.background, depth, "background"));
  return parameters.length === 0 ? "" : `\u001b[${parameters.join(";")}m`;
}

/** The sequence that ends a style and leaves the ground; shorter than `resetTo` where there is a ground. */
export function closingOf(style: Style, ground: Ground): string {
  if (ground.background === "" && ground.foreground === "") return RESET;
  const parameters = ATTRIBUTES.filter(([name]) => style[name]).map(([, , off]) => String(off));
  if (style.foreground !== undefined) parameters.push(ground.foreground === "" ? "39" : ground.foreground);
  if (style.background !== undefined) parameters.push(ground.background === "" ? "49" : ground.background);
  return `\u001b[${[...new Set(parameters)].join(";")}m`;
}

/** The sequence that leaves nothing but the ground. */
export function resetTo(ground: Ground): string {
  const parameters = [ground.foreground, ground.background].filter((part) => part !== "");
  return parameters.length === 0 ? RESET : `\u001b[0;${parameters.join(";")}m`;
}

/** Which of the sixteen stands for the colour: 0 to 15. */
export function sixteenOf(colour: Colour): number {
  if (colour.ansi !== undefined) return ANSI_COLOURS.indexOf(colour.ansi);
  const painted = chalkOfSixteen.hex(colour.hex)("x");
  const code = Number(painted.slice(2, painted.indexOf("m")));
  return code >= 90 ? code - 90 + 8 : code - 30;
}

/** A colour as Ink's `color` and `backgroundColor` want it, undefined where there are none. */
export function inkNameOf(colour: Colour, depth: ColourDepth): string | undefined {
  switch (depth) {
    case 0:
      return undefined;
    case 16:
      return ANSI_COLOURS[sixteenOf(colour)];
    case 256:
      return `ansi256(${nearestOf256(colour.hex)})`;
    case 16_777_216:
      return colour.hex;
  }
}

const chalkOfSixteen = new Chalk({ level: LEVEL[16] });
const CUBE = [0, 95, 135, 175, 215, 255];

/** A colour as parameters of an SGR sequence, none where there are no colours. */
export function colourParameters(
  colour: Colour,
  depth: ColourDepth,
  side: "foreground" | "background",
): readonly string[] {
  const selector = side === "foreground" ? "38" : "48";
  switch (depth) {
    case 0:
      return [];
    case 16: {
      const number = sixteenOf(colour);
      return [String((number < 8 ? 30 + number : 82 + number) + (side === "background" ? 10 : 0))];
    }
    case 256:
      return [selector, "5", String(nearestOf256(colour.hex))];
    case 16_777_216:
      return [selector, "2", ...channelsOf(colour.hex).map(String)];
  }
}

/** The nearest of xterm's cube and greys, by its real values: rounding into the cube alone turns dark blues into greys. */
function nearestOf256(hex: string): number {
  const channels = channelsOf(hex);
  const steps = channels.map((channel) => nearestIndex(CUBE, channel));
  const cube = steps.map((step) => CUBE[step] ?? 0);
  const [red = 0, green = 0, blue = 0] = steps;
  const mean = channels.reduce((sum, channel) => sum + channel, 0) / 3;
  const grey = Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
  const greys = [8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey];
  return distance(channels, greys) < distance(channels, cube) ? 232 + grey : 16 + 36 * red + 6 * green + blue;
}

function nearestIndex(values: readonly number[], wanted: number): number {
  return values.reduce(
    (best, value, index) => (Math.abs(value - wanted) < Math.abs((values[best] ?? 0) - wanted) ? index : best),
    0,
  );
}

function distance(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
}

function channelsOf(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
