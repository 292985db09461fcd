import { isatty } from "node:tty";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { visible } from "../../lib/visible.js";
import { findProgram } from "../../sources/command/find-program.js";
import { showsUnicode } from "../../ui/terminal/abilities.js";
import { storePathOf } from "../choose-store.js";
import type { Action, Invocation } from "../command.js";
import { plainPaint } from "../plain-paint.js";
import { jsonView } from "../run/json-view.js";
import { ownOutlets } from "../run/raw-view.js";
import { runSession } from "../run/run-session.js";
import type { RunView } from "../run/run-view.js";
import { treeView } from "../run/tree-view.js";
import { wantsJson } from "../run/wants-json.js";
import { summaryText } from "../sessions/summary.js";
import { sayFault } from "../shell.js";
import { REBUILD_ACTIONS } from "../usage/rebuild.js";

export const rebuild: Action = async (invocation) => {
  const { args, settings, shell, paths } = invocation;
  const [action = "switch", ...rest] = args;
  if (!REBUILD_ACTIONS.some((known) => known === action)) return failed(unknownAction(action));
  const asJson = wantsJson(invocation);
  if (!asJson.ok) return asJson;
  const program = await programOf(invocation);
  if (!program.ok) return program;
  const argv = [program.value, action, ...rest, "--log-format", "internal-json", "-v"] as const;
  const { name, journal } = settings;
  const request = { kind: "rebuild", argv, name, journal, storePath: storePathOf(settings, paths) } as const;
  const { exitCode, session, faults } = await runSession(request, await viewOf(invocation, asJson.value), shell);
  for (const fault of faults) sayFault(shell, fault);
  if (!asJson.value)
    shell.stderr.write(
      summaryText(session)
        .map((line) => `${visible(line)}\n`)
        .join(""),
    );
  return ok(exitCode);
};

async function viewOf(invocation: Invocation, isJson: boolean): Promise<RunView> {
  const { settings, shell } = invocation;
  const outlets = ownOutlets();
  if (isJson) return jsonView(outlets);
  const isAscii = settings.ascii || !showsUnicode(shell.environment);
  const isTerminal = isatty(2) && shell.environment["TERM"] !== "dumb";
  const size = () => ({ columns: shell.stderr.columns, rows: shell.stderr.rows });
  const paint = await plainPaint(invocation);
  return treeView({ outlets, paint, isAscii, size: isTerminal ? size : undefined, isShared: isatty(1) });
}

const STANDARD = "nixos-rebuild";

async function programOf({ settings, shell }: Invocation): Promise<Result<string>> {
  const wanted = settings.program ?? STANDARD;
  const found = findProgram(wanted, shell.environment["PATH"]);
  if (found !== undefined) return ok(wanted);
  const hint =
    settings.program === undefined
      ? "this is for NixOS; elsewhere record any command with: logstream run -- COMMAND"
      : "check what --program, or LOGSTREAM_REBUILD, says";
  return failed({ code: "missing-program", message: `there is no program '${wanted}'`, hint });
}

function unknownAction(action: string): Fault {
  return {
    code: "usage",
    message: `rebuild does not know the action '${action}'`,
    hint: `use one of ${REBUILD_ACTIONS.join(", ")}; what nixos-rebuild is to be told goes behind it`,
  };
}
