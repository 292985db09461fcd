import { contrast } from "./contrast.js";
import type { Colour, ColourDepth, Role, Style, Theme } from "./roles.js";
import { closingOf, colourParameters, type Ground, inkNameOf, openingOf, resetTo, sixteenOf } from "./sgr.js";

/** What Ink's `<Text>` needs to look like a role. */
type InkLook = {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold: boolean;
  readonly dimColor: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

/** A theme made ready for one terminal. `base` is a role that lies under the other, as the selected row under a level. */
export type Painter = {
  readonly theme: Theme;
  readonly depth: ColourDepth;
  /** Text in a role's look, then back to the ground; the text must have gone through `visible`. */
  readonly paint: (role: Role, text: string, base?: Role) => string;
  /** The escape sequence that begins the look, for painters of whole rows; may be empty. */
  readonly open: (role: Role, base?: Role) => string;
  /** Back to the ground, whatever was begun. */
  readonly reset: string;
  readonly ground: Ground;
  readonly ink: (role: Role, base?: Role) => InkLook;
};

const READABLE = 3;

/** A painter for a terminal of so many colours; what it makes is kept, so asking again costs a look-up. */
export function createPainter(theme: Theme, depth: ColourDepth): Painter {
  const style = (role: Role, base: Role | undefined): Style =>
    shown(base === undefined ? theme.styles[role] : layered(theme.styles[role], theme.styles[base], depth), depth);
  const ground = groundOf(theme, depth);
  const open = kept((role, base) => openingOf(style(role, base), depth));
  const close = kept((role, base) => closingOf(style(role, base), ground));
  return {
    theme,
    depth,
    open,
    reset: resetTo(ground),
    ground,
    paint: (role, text, base) => {
      const opening = open(role, base);
      return opening === "" || text === "" ? text : opening + text + close(role, base);
    },
    ink: kept((role, base) => inkLook(style(role, base), depth)),
  };
}

function groundOf(theme: Theme, depth: ColourDepth): Ground {
  const { background } = theme.styles.background;
  const { foreground } = theme.styles.text;
  if (background === undefined) return { foreground: "", background: "" };
  return {
    foreground: foreground === undefined ? "" : colourParameters(foreground, depth, "foreground").join(";"),
    background: colourParameters(background, depth, "background").join(";"),
  };
}

/**
 * One style over another. The upper one gives the colour of the text unless it could not be read on the lower one's
 * background; with sixteen colours, whose real values nobody knows, the lower one's text always stays with its background.
 */
function layered(over: Style, under: Style, depth: ColourDepth): Style {
  const background = over.background ?? under.background;
  const keepsUnder = over.background === undefined && isUnreadable(over.foreground, under.background, depth);
  return {
    foreground: keepsUnder ? (under.foreground ?? over.foreground) : (over.foreground ?? under.foreground),
    background,
    bold: over.bold || under.bold,
    dim: over.dim && background === undefined,
    italic: over.italic || under.italic,
    underline: over.underline || under.underline,
    inverse: over.inverse || under.inverse,
  };
}

function isUnreadable(text: Colour | undefined, ground: Colour | undefined, depth: ColourDepth): boolean {
  if (text === undefined || ground === undefined) return false;
  return depth === 16 || contrast(text.hex, ground.hex) < READABLE;
}

/** A background that cannot be shown, or would swallow its text, becomes inverse. */
function shown(style: Style, depth: ColourDepth): Style {
  const { foreground, background } = style;
  if (background === undefined) return style;
  const isLost =
    depth === 0 || (depth === 16 && foreground !== undefined && sixteenOf(foreground) === sixteenOf(background));
  return isLost ? { ...style, background: undefined, inverse: true } : style;
}

function inkLook(style: Style, depth: ColourDepth): InkLook {
  const color = style.foreground && inkNameOf(style.foreground, depth);
  const backgroundColor = style.background && inkNameOf(style.background, depth);
  return {
    ...(color !== undefined && { color }),
    ...(backgroundColor !== undefined && { backgroundColor }),
    bold: style.bold,
    dimColor: style.dim,
    italic: style.italic,
    underline: style.underline,
    inverse: style.inverse,
  };
}

function kept<Value>(make: (role: Role, base: Role | undefined) => Value): (role: Role, base?: Role) => Value {
  const values = new Map<Role | undefined, Map<Role, Value>>();
  return (role, base) => {
    let byRole = values.get(base);
    if (byRole === undefined) values.set(base, (byRole = new Map<Role, Value>()));
    const known = byRole.get(role);
    if (known !== undefined) return known;
    const value = make(role, base);
    byRole.set(role, value);
    return value;
  };
}
