import type { OptionRow } from "../../config/option-row.js";
import { OPTIONS } from "../../config/options.js";
import { optionNames } from "../../config/settings.js";
import { failed, type Fault, ok } from "../../core/fault.js";
import type { Action } from "../command.js";
import { write } from "../shell.js";
import { ExitCode } from "../exit-code.js";
import { columns } from "../text-table.js";

export const config: Action = async (invocation) => {
  const { args, settings, shell } = invocation;
  if (settings.edit) return (await import("../config/edit.js")).editFile(invocation);
  if (settings.check) return (await import("../config/check.js")).checkFile(invocation);
  if (args.length > 0) return failed(ONLY_CHECKED);
  if (settings.schema) {
    const { configSchema } = await import("../config/schema.js");
    await write(shell, `${JSON.stringify(configSchema(), undefined, 2)}\n`);
    return ok(ExitCode.done);
  }
  return printSettings(invocation);
};

const ONLY_CHECKED: Fault = {
  code: "usage",
  message: "settings are always those of your own config file",
  hint: "--check FILE says what is wrong in another one",
};

const printSettings: Action = async ({ origins, configPath, shell, settings, keys }) => {
  const rows = optionNames().flatMap((name) => {
    const row: OptionRow = OPTIONS[name];
    return row.setting === undefined ? [] : [{ setting: row.setting, ...origins[name] }];
  });
  if (settings.json) {
    const values = Object.fromEntries(
      rows.map(({ setting, value, origin }) => [setting, { value: value ?? null, origin }]),
    );
    await write(shell, `${JSON.stringify({ file: configPath, settings: values, keys }, undefined, 2)}\n`);
    return ok(ExitCode.done);
  }
  const table = rows.map(({ setting, value, origin }) => [setting, value === undefined ? "-" : String(value), origin]);
  await write(shell, `# ${configPath}\n${columns(["setting", "value", "from"], table)}`);
  return ok(ExitCode.done);
};
