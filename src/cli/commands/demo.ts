import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed } from "../../core/fault.js";
import { EVERYTHING } from "../../core/query/ast.js";
import type { Result } from "../../core/fault.js";
import { startEngine } from "../../engine/start.js";
import type { Action, Invocation } from "../command.js";
import { replay } from "../demo/replay.js";
import { readTape } from "../demo/tape.js";
import { showScreen } from "./tui.js";

export const demo: Action = async (invocation) => {
  if (!invocation.shell.stdout.isTTY) {
    return failed({
      code: "not-a-terminal",
      message: "the demo is something to look at, and the output is not a terminal",
      hint: "start it in a terminal",
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "logstream-demo-"));
  try {
    return await playIn(folder, invocation);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function playIn(folder: string, invocation: Invocation): Promise<Result<number>> {
  const journalPath = join(folder, "journal.json");
  const storePath = join(folder, "log.db");
  writeFileSync(journalPath, "", { mode: 0o600 });
  const engine = await startEngine({
    storePath,
    specs: [`file:${journalPath}`],
    follow: true,
    history: undefined,
    since: undefined,
    collector: { kind: "tui", command: "logstream demo" },
  });
  if (!engine.ok) return engine;
  const stopping = new AbortController();
  const beginMs = Date.now();
  const options = { tape: readTape(beginMs), beginMs, storePath, journalPath };
  const played = replay(options, stopping.signal);
  // The output of the rebuild is a source that another engine collects: all of the store is looked at.
  const shown = await showScreen(invocation, { ...engine.value, scope: { sources: undefined } }, EVERYTHING, "demo");
  stopping.abort();
  await played;
  return shown;
}
