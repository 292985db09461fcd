import { failed, ok } from "../../core/fault.js";
import { startInProcess } from "../../engine/in-process.js";
import { storePathOf } from "../choose-store.js";
import type { Action } from "../command.js";
import { engineConfigOf } from "../engine-config.js";
import { ExitCode } from "../exit-code.js";
import { abortOf } from "../shell.js";
import { reportStatus } from "../status-lines.js";

export const record: Action = async (invocation) => {
  const { settings, shell, paths } = invocation;
  const storePath = storePathOf(settings, paths);
  if (storePath === undefined) {
    return failed({
      code: "usage",
      message: "record cannot keep a log with --no-store",
      hint: "leave --no-store out, or use `logstream tail`",
    });
  }
  const config = engineConfigOf(invocation, { kind: "record", follow: !settings.once });
  if (!config.ok) return config;
  const started = await startInProcess(config.value);
  if (!started.ok) return started;
  const { engine, done, latest } = started.value;
  const report = reportStatus(engine, shell);
  await Promise.race([done, abortOf(shell.signal)]);
  await engine.close();
  const { sources } = report.close(latest());
  const entries = sources.reduce((sum, source) => sum + source.entries, 0);
  shell.stderr.write(`logstream: kept ${entries} ${entries === 1 ? "entry" : "entries"} in ${storePath}\n`);
  return ok(sources.some(({ state }) => state === "failed") ? ExitCode.fault : ExitCode.done);
};
