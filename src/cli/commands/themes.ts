import { ok } from "../../core/fault.js";
import { findTheme, themeNames } from "../../theme/find.js";
import type { Action } from "../command.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";
import { columns } from "../text-table.js";

export const themes: Action = async ({ shell, paths, settings }) => {
  const rows = themeNames(paths.themes).map((name) => {
    const found = findTheme(name, paths.themes);
    if (!found.ok) return { name, appearance: "-", file: "-", problem: found.fault.message };
    return { name, appearance: found.value.theme.appearance, file: found.value.files[0] ?? "-", problem: undefined };
  });
  if (settings.json) await write(shell, `${JSON.stringify(rows, undefined, 2)}\n`);
  else
    await write(
      shell,
      columns(
        ["theme", "for", "file"],
        rows.map((row) => [row.name, row.appearance, row.problem ?? row.file]),
      ),
    );
  return ok(ExitCode.done);
};
