import type { Settings } from "../config/options.js";
import type { Paths } from "../config/paths.js";

/** Where the log is kept; undefined is memory. */
export function storePathOf(settings: Settings, paths: Paths): string | undefined {
  return settings.noStore ? undefined : (settings.store ?? paths.store);
}
