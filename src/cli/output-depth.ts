import type { Settings } from "../config/options.js";
import type { ColourDepth } from "../theme/roles.js";
import { colourDepthOf } from "../ui/terminal/abilities.js";
import type { Shell } from "./shell.js";

/** How many colours plain output may use: none where stdout is no terminal, unless the user insists. */
export function outputDepth(
  color: Settings["color"],
  { environment, stdout }: Pick<Shell, "environment" | "stdout">,
): ColourDepth {
  if (color === "never") return 0;
  const depth = colourDepthOf(environment);
  if (color === "always") return depth === 0 ? 16 : depth;
  const { FORCE_COLOR: force, CLICOLOR_FORCE: insists, CLICOLOR: wants } = environment;
  if (force !== undefined || (insists !== undefined && insists !== "0")) return depth;
  return stdout.isTTY && wants !== "0" ? depth : 0;
}
