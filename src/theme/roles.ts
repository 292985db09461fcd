/**
 * Everything on the screen that has a look of its own. A theme gives each role a style; nothing else in the program
 * names a colour.
 */
export const ROLES = [
  "text",
  "dim",
  "accent",
  "background",
  "header",
  "footer",
  "key",
  "border",
  "scrollbar",
  "badge",
  "selection",
  "cursor",
  "match",
  "match.current",
  "mark",
  "time",
  "source",
  "unit",
  "gap",
  "control",
  "ok",
  "fault",
  "level.emergency",
  "level.alert",
  "level.critical",
  "level.error",
  "level.warning",
  "level.notice",
  "level.info",
  "level.debug",
  "level.unknown",
  "category.system",
  "category.network",
  "category.security",
  "category.build",
  "category.service",
  "metric.cpu",
  "metric.memory",
  "metric.disk",
  "metric.network",
  "heat.least",
  "heat.less",
  "heat.usual",
  "heat.more",
  "heat.most",
] as const;

export type Role = (typeof ROLES)[number];

/** The sixteen colours every terminal has, in the order of their numbers. */
export const ANSI_COLOURS = [
  "black",
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
  "white",
  "blackBright",
  "redBright",
  "greenBright",
  "yellowBright",
  "blueBright",
  "magentaBright",
  "cyanBright",
  "whiteBright",
] as const;

export type AnsiColour = (typeof ANSI_COLOURS)[number];

/** `hex` is `#rrggbb`; `ansi` is what stands for it where there are only sixteen, undefined for the nearest. */
export type Colour = { readonly hex: string; readonly ansi: AnsiColour | undefined };

/** An undefined colour leaves the terminal's own. */
export type Style = {
  readonly foreground: Colour | undefined;
  readonly background: Colour | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

export type Theme = {
  readonly name: string;
  readonly appearance: "dark" | "light";
  readonly styles: Readonly<Record<Role, Style>>;
};

/** How many colours the terminal can show: none, 16, 256 or 16 million. */
export type ColourDepth = 0 | 16 | 256 | 16_777_216;
