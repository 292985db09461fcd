import { existsSync } from "node:fs";
import { type Fault, failed, faultOf, ok, type Result } from "../../core/fault.js";
import type { LogReader } from "../../core/ports.js";
import { now } from "../../engine/environment.js";
import { openStoreReader } from "../../engine/store-reader.js";
import { visible } from "../../lib/visible.js";
import { openStore } from "../../store/open-store.js";
import { storePathOf } from "../choose-store.js";
import type { Action, Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { safeJson } from "../output/json-text.js";
import { SESSION_JSON_VERSION, sessionJson } from "../session-json.js";
import { changeOf } from "../sessions/change.js";
import { type Chosen, chooseSession } from "../sessions/choose-session.js";
import { exportText } from "../sessions/export.js";
import { listText } from "../sessions/list.js";
import { sessionText } from "../sessions/show.js";
import { write } from "../shell.js";
import { SESSION_ACTIONS } from "../usage/sessions.js";

export const sessions: Action = async (invocation) => {
  const [action, word, ...words] = invocation.args;
  if (action !== undefined && !SESSION_ACTIONS.some((known) => known === action)) return failed(unknownAction(action));
  const path = storePathOf(invocation.settings, invocation.paths);
  if (path === undefined) return failed(NO_STORE);
  if (!existsSync(path)) return action === undefined ? sayNone(invocation, path) : failed(nothingYet(path));
  return answer(invocation, path, { action, word, words });
};

type Asked = {
  readonly action: string | undefined;
  readonly word: string | undefined;
  readonly words: readonly string[];
};

async function answer(invocation: Invocation, path: string, { action, word, words }: Asked): Promise<Result<number>> {
  try {
    const reader = openStoreReader(path);
    try {
      const known = await reader.sessions();
      if (action === undefined) return await list(invocation, path, known);
      const chosen = chooseSession(word, known);
      if (!chosen.ok) return chosen;
      if (action === "show") return await show(invocation, chosen.value);
      if (action === "export") return await exportOne(invocation, reader, chosen.value);
      const change = changeOf(action, chosen.value.session, words);
      if (!change.ok) return change;
      return await apply(invocation, path, change.value);
    } finally {
      await reader.close();
    }
  } catch (caught) {
    return failed(faultOf(caught));
  }
}

async function list(
  invocation: Invocation,
  path: string,
  known: Awaited<ReturnType<LogReader["sessions"]>>,
): Promise<Result<number>> {
  if (invocation.settings.json) {
    const listed = known.map((session, index) => sessionJson(session, index + 1));
    await write(invocation.shell, `${safeJson({ v: SESSION_JSON_VERSION, sessions: listed })}\n`);
    return ok(ExitCode.done);
  }
  if (known.length === 0) return sayNone(invocation, path);
  await write(invocation.shell, listText(known));
  return ok(ExitCode.done);
}

async function show({ shell, settings }: Invocation, { session, place }: Chosen): Promise<Result<number>> {
  const document = { v: SESSION_JSON_VERSION, session: sessionJson(session, place) };
  await write(shell, settings.json ? `${safeJson(document)}\n` : sessionText(session, place));
  return ok(ExitCode.done);
}

async function exportOne({ shell }: Invocation, reader: LogReader, chosen: Chosen): Promise<Result<number>> {
  for await (const piece of exportText(reader, chosen)) await write(shell, piece);
  return ok(ExitCode.done);
}

async function apply(
  { shell }: Invocation,
  path: string,
  change: Extract<ReturnType<typeof changeOf>, { readonly ok: true }>["value"],
): Promise<Result<number>> {
  const opened = openStore({ path, collector: { kind: "sessions", command: "logstream sessions" }, now });
  if (!opened.ok) return opened;
  const done = change.apply(opened.value.writer.sessions);
  opened.value.writer.close();
  if (!done.ok) return done;
  await write(shell, `${visible(change.said)}\n`);
  return ok(ExitCode.done);
}

/** An empty list is no failure, but it should not look like one either. */
async function sayNone({ shell, settings }: Invocation, path: string): Promise<Result<number>> {
  if (settings.json) await write(shell, `${safeJson({ v: SESSION_JSON_VERSION, sessions: [] })}\n`);
  else {
    const { message, hint } = nothingYet(path);
    shell.stderr.write(`logstream: ${visible(message)}\n  ${visible(hint)}\n`);
  }
  return ok(ExitCode.done);
}

function nothingYet(path: string): Fault {
  const hint = "record one with: logstream run -- COMMAND, or logstream rebuild";
  return { code: "not-found", message: `no session is recorded yet in ${path}`, hint };
}

const NO_STORE: Fault = {
  code: "usage",
  message: "there are no sessions with --no-store",
  hint: "leave --no-store out",
};

function unknownAction(action: string): Fault {
  return { code: "usage", message: `sessions cannot '${action}'`, hint: `use one of ${SESSION_ACTIONS.join(", ")}` };
}
