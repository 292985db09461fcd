import { type Result, ok } from "../../core/fault.js";
import type { Query } from "../../core/query/ast.js";
import { startInProcess } from "../../engine/in-process.js";
import { visible } from "../../lib/visible.js";
import type { Action, Invocation } from "../command.js";
import { engineConfigOf } from "../engine-config.js";
import { openPrinter } from "../entry-printer.js";
import { ExitCode } from "../exit-code.js";
import { withSaved } from "../filters/saved-context.js";
import { flagContext, queryOfFlags } from "../flags-to-query.js";
import { pipedSpecs } from "../piped-specs.js";
import { abortOf, sayFault } from "../shell.js";
import { reportStatus } from "../status-lines.js";
import { openTailPrinter } from "../tail-printer.js";

/** History of a source that is seen for the first time, as `tail -f` and `journalctl -f` begin. */
const FIRST_LINES = 10;

export const tail: Action = async (invocation) => {
  const query = queryOfFlags(invocation.settings, "", withSaved(flagContext(), invocation));
  return query.ok ? follow(invocation, query.value) : query;
};

async function follow(invocation: Invocation, query: Query): Promise<Result<ExitCode>> {
  const { shell, settings } = invocation;
  const specs = pipedSpecs(invocation);
  const first = settings.since === undefined && specs[0] !== "-" ? FIRST_LINES : undefined;
  const wish = {
    kind: "tail",
    follow: !settings.once,
    specs,
    ...(first === undefined ? {} : { history: first }),
  } as const;
  const asked = engineConfigOf(invocation, wish);
  if (!asked.ok) return asked;
  const config = keepsNothing(invocation, specs) ? { ...asked.value, storePath: undefined } : asked.value;
  const limit = historyLimit(config.history);
  const opened = await openPrinter(invocation, { manySources: specs.length !== 1, isEndless: true });
  if (!opened.ok) return opened;
  const printer = opened.value;
  const tail = openTailPrinter({
    query,
    printer,
    limit,
    rereads: settings.lines !== undefined,
    signal: shell.signal,
    onResume: (label, kept) => {
      const words = `goes on after the ${kept} ${kept === 1 ? "entry" : "entries"} kept before; -n 10 shows the last ones`;
      shell.stderr.write(`logstream: ${visible(label)}: ${words}\n`);
    },
  });
  const started = await startInProcess(config, (writer) => tail.tee(writer));
  if (!started.ok) return started;
  const { engine, done, latest } = started.value;
  tail.watch(engine);
  const report = reportStatus(engine, shell);
  await Promise.race([done, abortOf(shell.signal)]);
  for (const fault of await tail.finish()) sayFault(shell, fault);
  await engine.close();
  const { sources } = report.close(latest());
  await printer.close();
  const hasFailed = sources.length > 0 && sources.every(({ state }) => state === "failed");
  return ok(hasFailed ? ExitCode.fault : ExitCode.done);
}

/**
 * Files are still there tomorrow, and keeping one from its last lines on would hide all that is before them from
 * everybody who asks the store later. So they are kept only in a store that was asked for.
 */
function keepsNothing({ settings }: Invocation, specs: readonly string[]): boolean {
  const isFile = (spec: string) => spec.startsWith("file:") || (spec !== "-" && !/^[a-z]+:/i.test(spec));
  return settings.store === undefined && specs.length > 0 && specs.every(isFile);
}

/** `--lines all` knows no number. */
function historyLimit(history: number | undefined): number | undefined {
  return history === Number.MAX_SAFE_INTEGER ? undefined : history;
}
