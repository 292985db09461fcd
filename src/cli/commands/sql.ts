import { existsSync } from "node:fs";
import { type Fault, type Result, failed, faultOf, ok } from "../../core/fault.js";
import { openStoreReader } from "../../engine/store-reader.js";
import { storePathOf } from "../choose-store.js";
import type { Action, Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { flagContext } from "../flags-to-query.js";
import { withPager } from "../query/pager.js";
import { write } from "../shell.js";
import { printAnswer, type RowFormatName } from "../sql/print-answer.js";
import { schemaText } from "../sql/schema-text.js";
import { sqlProgress } from "../sql/sql-progress.js";

export const sql: Action = async (invocation) => {
  const { args, settings, shell } = invocation;
  if (settings.schema) {
    await write(shell, schemaText());
    return ok(ExitCode.done);
  }
  const [statement, ...more] = args;
  if (statement === undefined || more.length > 0) return failed(ONE_STATEMENT);
  const format = rowFormatOf(invocation);
  if (!format.ok) return format;
  const limit = timeLimitOf(settings.timeLimit);
  if (!limit.ok) return limit;
  const path = storePathOf(settings, invocation.paths);
  if (path === undefined || !existsSync(path)) return failed(noStore(path));
  // While SQLite is at work nobody hears a signal: the kernel shall end us, there is nothing to tidy up.
  const restore = shell.leaveSignals();
  try {
    return await withPager(invocation, (inner) =>
      answer(inner, path, { statement, limitMs: limit.value, format: format.value }),
    );
  } finally {
    restore();
  }
};

const ONE_STATEMENT: Fault = {
  code: "usage",
  message: "sql takes one statement",
  hint: 'in quotes: logstream sql "SELECT count(*) FROM log"; --schema lists the tables',
};

function noStore(path: string | undefined): Fault {
  return {
    code: "not-found",
    message: path === undefined ? "there is nothing to ask with --no-store" : `no log is kept yet in ${path}`,
    hint: "start `logstream record` or `logstream` to keep one",
  };
}

function timeLimitOf(text: string | undefined): Result<number | undefined> {
  if (text === undefined) return ok(undefined);
  if (/^\d{1,6}(?:\.\d+)?$/.test(text)) return ok(Number(text) * 1_000);
  return failed({ code: "usage", message: `--time-limit cannot be '${text}'`, hint: "give a number of seconds" });
}

type Asked = { readonly statement: string; readonly limitMs: number | undefined; readonly format: RowFormatName };

/** `-o` where it is given with the statement; what the config file says is meant for entries. */
function rowFormatOf({ settings: { output }, origins }: Invocation): Result<RowFormatName> {
  if (origins.output.origin !== "command line") return ok("table");
  if (output === "csv" || output === "json" || output === "ndjson") return ok(output);
  const hint = "use -o csv, json or ndjson; without it rows are written as a table";
  return failed({ code: "usage", message: `sql cannot write -o ${output}`, hint });
}

async function answer(invocation: Invocation, path: string, asked: Asked): Promise<Result<ExitCode>> {
  try {
    const reader = openStoreReader(path);
    const progress = sqlProgress(invocation.shell, reader, asked.limitMs);
    try {
      const context = flagContext();
      const answered = reader.sql({ sql: asked.statement, context, onProgress: progress.look });
      if (!answered.ok) return answered;
      const rows = await printAnswer(invocation, answered.value, { format: asked.format, begin: progress.end });
      return ok(rows > 0 ? ExitCode.done : ExitCode.nothingMatched);
    } finally {
      progress.end();
      await reader.close();
    }
  } catch (caught) {
    return failed(faultOf(caught));
  }
}
