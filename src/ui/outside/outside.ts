import type { Action } from "../../app/action.js";
import type { Effect } from "../../app/effect.js";
import type { Lines } from "../../app/outside/lines.js";
import type { LogEntry } from "../../core/entry.js";
import type { Fault, Result } from "../../core/fault.js";
import type { LogReader, Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { Environment } from "../terminal/abilities.js";
import { countOf } from "../number-text.js";
import { type Copied, copyText } from "./clipboard.js";
import { entriesOf } from "./entries-of.js";
import { pipeLines } from "./pipe-lines.js";
import { editorCall, openOnDesktop, type ProgramCall, runOnTerminal } from "./open-link.js";
import { writeLines } from "./write-lines.js";

/** Lines that a command line is to give. */
export type AskedLines = {
  readonly query: Query;
  readonly scope: Scope;
  /** With so many neighbours on either side of each match. */
  readonly context: number;
  /** The first of so many lines; undefined for all that the query lets through. */
  readonly part: { readonly first: LogEntry; readonly last: LogEntry; readonly count: number } | undefined;
};

/** How what leaves the screen is written, as the rest of the program writes it. */
export type OutsideForms = {
  /** A line as `logstream query` prints it: free of control characters. */
  readonly lineOf: (entry: LogEntry) => string;
  /** The command line that gives the same lines. */
  readonly queryCommand: (asked: AskedLines) => Result<string>;
  /** Runs the work while signals of the keyboard are meant for another program. */
  readonly aside: (work: () => Promise<void>) => Promise<void>;
  /** Where a copied text is kept when no program has taken it. */
  readonly copyFile: string;
};

export type OutsideMeans = OutsideForms & {
  readonly reader: Pick<LogReader, "page" | "scan">;
  readonly environment: Environment;
  /** Writes a sequence to the terminal. */
  readonly tell: (sequence: string) => void;
  /** Lends the terminal to another program while the work runs. */
  readonly lend: (work: () => Promise<void>) => Promise<void>;
};

/** What goes outside. */
export type OutsideEffect = Extract<Effect, { readonly kind: (typeof OUTSIDE_KINDS)[number] }>;

const OUTSIDE_KINDS = [
  "copy-lines",
  "copy-text",
  "copy-query",
  "write-lines",
  "pipe-lines",
  "open-url",
  "edit-file",
  "show-manual",
] as const;

export function isOutside(effect: Effect): effect is OutsideEffect {
  return OUTSIDE_KINDS.some((kind) => kind === effect.kind);
}

/** More than anybody pastes. */
const MOST_COPIED = 1_000_000;

/** Carries one out; what came of it is always said. */
export async function goOutside(effect: OutsideEffect, means: OutsideMeans): Promise<Action> {
  switch (effect.kind) {
    case "copy-lines":
      return copyLines(effect.lines, means);
    case "copy-text":
      return copied(await copyOut(effect.text, means), effect.what);
    case "copy-query":
      return copyQuery(effect.lines, means);
    case "write-lines":
      return write(effect, means);
    case "pipe-lines":
      return pipe(effect, means);
    case "open-url":
      return openUrl(effect.url, means);
    case "edit-file": {
      const call = await editorCall(effect, means.environment);
      return call.ok ? lendTo(call.value, means) : faulted(call.fault);
    }
    case "show-manual":
      return lendTo({ program: "man", args: [effect.section, effect.page] }, means);
  }
}

async function copyLines(lines: Lines, means: OutsideMeans): Promise<Action> {
  const texts: string[] = [];
  let length = 0;
  for await (const batch of entriesOf(means.reader, lines)) {
    for (const entry of batch) {
      const text = means.lineOf(entry);
      length += text.length + 1;
      texts.push(text);
    }
    if (length > MOST_COPIED) return faulted(TOO_MUCH);
  }
  return copied(await copyOut(texts.join("\n"), means), countOf(texts.length, "line"));
}

const TOO_MUCH: Fault = {
  code: "usage",
  message: "this is too much to paste anywhere",
  hint: "select it and w writes it to a file, | gives it to a program",
};

async function copyQuery(lines: Lines, means: OutsideMeans): Promise<Action> {
  if (lines.kind === "entries") {
    return faulted({ code: "usage", message: "bookmarks are no query", hint: "M shows all lines again" });
  }
  const { query, scope, context } = lines;
  const part = lines.from === undefined ? undefined : await partOf(lines, means);
  const command = means.queryCommand({ query, scope, context, part });
  if (!command.ok) return faulted(command.fault);
  return copied(await copyOut(command.value, means), command.value);
}

async function partOf(lines: Lines, { reader }: OutsideMeans): Promise<AskedLines["part"]> {
  let part: AskedLines["part"];
  for await (const batch of entriesOf(reader, lines)) {
    const [first] = batch;
    const last = batch.at(-1);
    if (first === undefined || last === undefined) continue;
    part = { first: part?.first ?? first, last, count: (part?.count ?? 0) + batch.length };
  }
  return part;
}

function copyOut(text: string, { environment, tell, copyFile }: OutsideMeans): Promise<Copied> {
  return copyText(text, { environment, tell, file: copyFile });
}

/** Where nobody can know whether it arrived, it is said where it is for certain. */
function copied({ byProgram, byTerminal, file }: Copied, what: string): Action {
  if (byProgram !== undefined) return { kind: "noticed", tone: "info", text: `copied: ${what}` };
  if (file === undefined && !byTerminal) {
    return faulted({
      code: "not-found",
      message: "there is no clipboard here",
      hint: "select it and w writes it to a file",
    });
  }
  if (!byTerminal) return { kind: "noticed", tone: "warning", text: `no clipboard here, so it is in ${file}: ${what}` };
  const also = file === undefined ? "" : ` (if this terminal can; also in ${file})`;
  return { kind: "noticed", tone: "info", text: `copied: ${what}${also}` };
}

async function write(
  { lines, path, ifThere }: Extract<OutsideEffect, { readonly kind: "write-lines" }>,
  means: OutsideMeans,
): Promise<Action> {
  const written = await writeLines(entriesOf(means.reader, lines), means.lineOf, { path, ifThere });
  if (!written.ok) return faulted(written.fault);
  if (written.value.kind === "is-there") return { kind: "file-is-there", path, lines };
  const text = `${countOf(written.value.lines, "line")} written to ${written.value.path}`;
  return { kind: "noticed", tone: "info", text };
}

async function pipe(
  { lines, command }: Extract<OutsideEffect, { readonly kind: "pipe-lines" }>,
  { reader, lineOf, lend, aside, environment }: OutsideMeans,
): Promise<Action> {
  let action: Action = { kind: "noticed", tone: "info", text: "" };
  const run = async (): Promise<void> => {
    const { status } = await pipeLines(entriesOf(reader, lines), lineOf, { command, environment });
    const how = typeof status === "number" ? `exit code ${status}` : status;
    action = { kind: "noticed", tone: status === 0 ? "info" : "warning", text: `${command}: ${how}` };
  };
  await lend(() => aside(run));
  return action;
}

async function openUrl(url: string, means: OutsideMeans): Promise<Action> {
  if (await openOnDesktop(url, means.environment)) return { kind: "noticed", tone: "info", text: `opened: ${url}` };
  return copied(await copyOut(url, means), `${url} (nothing here opens it)`);
}

async function lendTo(call: ProgramCall, { lend, aside, environment }: OutsideMeans): Promise<Action> {
  let ended: Result<number | string> = { ok: true, value: 0 };
  const run = async (): Promise<void> => {
    ended = await runOnTerminal(call, environment);
  };
  await lend(() => aside(run));
  return endOf(call, ended);
}

function endOf({ program, args }: ProgramCall, ended: Result<number | string>): Action {
  if (!ended.ok) return faulted(ended.fault);
  const text = `${program}: ${args.join(" ")}`;
  if (ended.value === 0) return { kind: "noticed", tone: "info", text };
  const how = typeof ended.value === "number" ? `exit code ${ended.value}` : ended.value;
  return { kind: "noticed", tone: "warning", text: `${text}: ${how}` };
}

function faulted(fault: Fault): Action {
  return { kind: "faulted", fault };
}
