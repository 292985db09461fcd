import { readConfigText } from "../../config/settings.js";
import { failed, ok, type Result } from "../../core/fault.js";
import { visible } from "../../lib/visible.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { sayNote, write } from "../shell.js";
import { problemLines, problemsIn } from "./problems.js";

/** Says what is wrong in the file, the user's own if none is named. Exits with 2 where anything is. */
export async function checkFile(invocation: Invocation): Promise<Result<ExitCode>> {
  const { args, configPath, settings, shell } = invocation;
  const [named] = args;
  const path = named ?? configPath;
  const text = readConfigText(path);
  if (!text.ok) return text;
  if (text.value === undefined && named !== undefined) {
    return failed({ code: "not-found", message: `there is no file ${path}`, hint: "check the path" });
  }
  const problems = problemsIn(text.value ?? "{}");
  if (settings.json) await write(shell, `${JSON.stringify({ file: path, problems }, undefined, 2)}\n`);
  else await write(shell, problemLines(path, problems).split("\n").map(visible).join("\n"));
  if (problems.length > 0) return ok(ExitCode.fault);
  const words = text.value === undefined ? "is not there: everything is as by default" : "has no faults";
  if (!settings.json) sayNote(invocation, `${path} ${words}`);
  return ok(ExitCode.done);
}
