import { type Fault, failed, ok } from "../../core/fault.js";
import { storePathOf } from "../choose-store.js";
import type { Action } from "../command.js";
import { jsonView } from "../run/json-view.js";
import { ownOutlets, rawView } from "../run/raw-view.js";
import { runSession } from "../run/run-session.js";
import { wantsJson } from "../run/wants-json.js";
import { sayFault } from "../shell.js";

export const run: Action = async (invocation) => {
  const { args, settings, shell, paths } = invocation;
  const asJson = wantsJson(invocation);
  if (!asJson.ok) return asJson;
  const [program, ...rest] = args;
  if (program === undefined || program === "") return failed(NO_COMMAND);
  const outlets = ownOutlets();
  const view = asJson.value ? jsonView(outlets) : rawView(outlets);
  const { name, journal } = settings;
  const storePath = storePathOf(settings, paths);
  const request = { kind: "run", argv: [program, ...rest], name, storePath, journal } as const;
  const { exitCode, faults } = await runSession(request, view, shell);
  for (const fault of faults) sayFault(shell, fault);
  return ok(exitCode);
};

const NO_COMMAND: Fault = {
  code: "usage",
  message: "there is no command to run",
  hint: "write it behind --, as in: logstream run -- make test",
};
