import { withSavedFilters } from "../../core/query/saved/named-filters.js";
import { withBuiltIn } from "../../core/query/saved/built-in.js";
import type { TimeContext } from "../../core/query/times.js";
import { visible } from "../../lib/visible.js";
import type { Invocation } from "../command.js";
import { filtersFile } from "./filters-file.js";

/**
 * The context in which `filter:NAME` stands for what the user has saved; the file is read when a query names one. What
 * is wrong with it is said, and those that ship with the program hold.
 */
export function withSaved<Context extends TimeContext>(
  context: Context,
  { paths, shell }: Pick<Invocation, "paths" | "shell">,
): Context {
  return withSavedFilters(context, () => {
    const own = filtersFile(paths.config).read();
    if (!own.ok) shell.stderr.write(`logstream: ${visible(own.fault.message)}\n  ${visible(own.fault.hint)}\n`);
    return withBuiltIn(own.ok ? own.value : []);
  });
}
