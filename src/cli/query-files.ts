import { type Result, failed } from "../core/fault.js";
import type { Question } from "./commands/query.js";
import type { Invocation } from "./command.js";
import type { ExitCode } from "./exit-code.js";

export async function queryFiles(_invocation: Invocation, _question: Question, _specs: readonly string[]): Promise<Result<ExitCode>> {
  return failed({ code: "internal", message: "not yet", hint: "wait" });
}
