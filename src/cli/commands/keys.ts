import { DEFAULT_BINDINGS } from "../../app/keys/bindings.js";
import { mergeBindings } from "../../app/keys/merge.js";
import { keySections } from "../../app/keys/table.js";
import { failed, ok } from "../../core/fault.js";
import type { Action } from "../command.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";
import { columns } from "../text-table.js";

export const keys: Action = async ({ shell, settings, keys: overrides, configPath }) => {
  const { bindings, problems } = mergeBindings(DEFAULT_BINDINGS, overrides);
  const sections = keySections(bindings);
  if (settings.json) {
    await write(shell, `${JSON.stringify(sections, undefined, 2)}\n`);
  } else {
    const rows = sections.flatMap(({ title, rows: keyRows }) => [
      ["", "", ""],
      [title, "", ""],
      ...keyRows.map((row) => [`  ${row.keys.join(" ")}`, row.command, row.summary]),
    ]);
    await write(shell, columns(["keys", "command", "does"], rows));
  }
  const [problem] = problems;
  if (problem === undefined) return ok(ExitCode.done);
  return failed({
    code: "config-invalid",
    message: `${configPath}: ${problem.message}`,
    hint: problem.hint,
  });
};
