import type { Role } from "../theme/roles.js";
import type { Invocation } from "./command.js";
import { outputDepth } from "./output-depth.js";

/** Puts the theme's look on text that is written as plain lines; the identity where colour is off. */
export type PlainPaint = (role: Role, text: string) => string;

export async function plainPaint({
  shell,
  settings,
  paths,
}: Pick<Invocation, "shell" | "settings" | "paths">): Promise<PlainPaint> {
  const depth = outputDepth(settings.color, shell);
  if (depth === 0) return (_role, text) => text;
  // Into a file or a pipe nothing is painted: most of what is asked needs none of it.
  const [{ createPainter }, { findTheme }] = await Promise.all([
    import("../theme/painter.js"),
    import("../theme/find.js"),
  ]);
  const found = findTheme(settings.theme === "auto" ? "dark" : settings.theme, paths.themes);
  if (!found.ok) return (_role, text) => text;
  const painter = createPainter({ ...found.value.theme, styles: withoutGround(found.value.theme.styles) }, depth);
  return (role, text) => painter.paint(role, text);
}

/** Plain output stands on the terminal's own background. */
function withoutGround<Styles extends { readonly background: object }>(styles: Styles): Styles {
  return { ...styles, background: { ...styles.background, background: undefined } };
}
