import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed } from "../../core/fault.js";
import { EVERYTHING } from "../../core/query/ast.js";
import type { Result } from "../../core/fault.js";
import type { MachineSample } from "../../core/machine/metrics.js";
import { now } from "../../engine/environment.js";
import { openStore } from "../../store/open-store.js";
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

const COLLECTOR = { kind: "tui", command: "logstream demo" } as const;

async function playIn(folder: string, invocation: Invocation): Promise<Result<number>> {
  const journalPath = join(folder, "journal.json");
  const storePath = join(folder, "log.db");
  writeFileSync(journalPath, "", { mode: 0o600 });
  const store = openStore({ path: storePath, collector: COLLECTOR, now });
  if (!store.ok) return store;
  const engine = await startEngine({
    storePath,
    specs: [`file:${journalPath}`],
    follow: true,
    history: undefined,
    since: undefined,
    collector: COLLECTOR,
  });
  if (!engine.ok) {
    store.value.writer.close();
    return engine;
  }
  const stopping = new AbortController();
  const beginMs = Date.now();
  const keepSample = (sample: MachineSample) => void store.value.machine.keep(sample);
  const options = { tape: readTape(beginMs), beginMs, storePath, journalPath, keepSample };
  const played = replay(options, stopping.signal);
  // The output of the rebuild is a source that another engine collects: all of the store is looked at.
  const shown = await showScreen(invocation, { ...engine.value, scope: { sources: undefined } }, EVERYTHING, "demo");
  stopping.abort();
  await played;
  store.value.writer.close();
  return shown;
}
