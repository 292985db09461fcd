import { failed, ok, type Result } from "../core/fault.js";
import { ANSI_COLOURS, type AnsiColour, type Colour } from "./roles.js";

/** What a role is given in a theme file: colours are `$name` of the palette, `#rrggbb` or `default`. */
export type Look = {
  readonly foreground: string | undefined;
  readonly background: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

/** A theme file as it stands, before inheritance. */
export type ThemeFile = {
  readonly name: string;
  readonly appearance: "dark" | "light" | undefined;
  readonly extends: string | undefined;
  readonly palette: ReadonlyMap<string, Colour>;
  readonly roles: ReadonlyMap<string, Look>;
};

const HEX = /^#[0-9a-f]{6}$/i;
const COLOUR = /^(?:#[0-9a-f]{6}|\$[\w-]+|default)$/i;
const KEYS = new Set(["$schema", "name", "appearance", "extends", "palette", "roles"]);
const FLAGS = ["bold", "dim", "italic", "underline", "inverse"] as const;
const LOOK_KEYS = new Set<string>(["foreground", "background", ...FLAGS]);

/** Reads a theme file's text. `path` is for the words of the fault, which is about the first thing that is wrong. */
export function readTheme(text: string, path: string): Result<ThemeFile> {
  const file = parse(text);
  const read = typeof file === "string" ? file : readFile(file);
  if (typeof read !== "string") return ok(read);
  return failed({
    code: "theme-invalid",
    message: `${path}: ${read}`,
    hint: "compare it with a theme that ships, or open it in an editor that knows its $schema",
  });
}

/** The file as an object, or what is wrong with it; so all readers here. */
function parse(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const file: unknown = JSON.parse(text);
    return isRecord(file) ? file : "not an object";
  } catch (cause) {
    return `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function readFile(file: Readonly<Record<string, unknown>>): ThemeFile | string {
  const stranger = Object.keys(file).find((key) => !KEYS.has(key));
  if (stranger !== undefined) return `unknown key '${stranger}'`;
  const { name, appearance, extends: parent } = file;
  if (typeof name !== "string" || name === "") return "'name' is missing";
  if (appearance !== undefined && appearance !== "dark" && appearance !== "light")
    return "'appearance' is neither 'dark' nor 'light'";
  if (parent !== undefined && typeof parent !== "string") return "'extends' is not the name of a theme";
  const palette = readPalette(file["palette"] ?? {});
  if (typeof palette === "string") return palette;
  const roles = readRoles(file["roles"] ?? {});
  if (typeof roles === "string") return roles;
  return { name, appearance, extends: parent, palette, roles };
}

function readPalette(value: unknown): ReadonlyMap<string, Colour> | string {
  if (!isRecord(value)) return "'palette' is not an object";
  const palette = new Map<string, Colour>();
  for (const [key, described] of Object.entries(value)) {
    const colour = readColour(described);
    if (colour === undefined) return `colour '${key}' is neither '#rrggbb' nor { "hex", "ansi" }`;
    palette.set(key, colour);
  }
  return palette;
}

function readRoles(value: unknown): ReadonlyMap<string, Look> | string {
  if (!isRecord(value)) return "'roles' is not an object";
  const roles = new Map<string, Look>();
  for (const [key, described] of Object.entries(value)) {
    const look = readLook(described);
    if (typeof look === "string") return `role '${key}': ${look}`;
    roles.set(key, look);
  }
  return roles;
}

function readColour(value: unknown): Colour | undefined {
  if (typeof value === "string") return HEX.test(value) ? { hex: value.toLowerCase(), ansi: undefined } : undefined;
  if (!isRecord(value)) return undefined;
  const { hex, ansi } = value;
  if (typeof hex !== "string" || !HEX.test(hex) || !isAnsi(ansi)) return undefined;
  return { hex: hex.toLowerCase(), ansi };
}

/** A string alone is a foreground. */
function readLook(value: unknown): Look | string {
  const record = typeof value === "string" ? { foreground: value } : value;
  if (!isRecord(record)) return "neither a colour nor an object";
  const stranger = Object.keys(record).find((key) => !LOOK_KEYS.has(key));
  if (stranger !== undefined) return `unknown key '${stranger}'`;
  const { foreground, background } = record;
  if (!isColour(foreground)) return "'foreground' is neither '$name', '#rrggbb' nor 'default'";
  if (!isColour(background)) return "'background' is neither '$name', '#rrggbb' nor 'default'";
  const flag = FLAGS.find((name) => record[name] !== undefined && typeof record[name] !== "boolean");
  if (flag !== undefined) return `'${flag}' is neither true nor false`;
  return {
    foreground,
    background,
    bold: record["bold"] === true,
    dim: record["dim"] === true,
    italic: record["italic"] === true,
    underline: record["underline"] === true,
    inverse: record["inverse"] === true,
  };
}

function isColour(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === "string" && COLOUR.test(value));
}

function isAnsi(value: unknown): value is AnsiColour {
  return ANSI_COLOURS.some((name) => name === value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
