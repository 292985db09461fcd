import type { Explanation, LogReader, Scope, StoredSource } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { boundsOf } from "../core/query/bounds.js";
import { columnsRead } from "../core/query/columns-read.js";
import { printStatement } from "../core/query/print-statement.js";
import { isAggregate, type Statement } from "../core/query/statement.js";
import type { PlacedRemark } from "../core/truth.js";
import { gapPhrases, lostWords, notePhrases } from "../core/truth-words.js";
import { counted } from "../lib/counted.js";
import { visible } from "../lib/visible.js";
import type { Seen, Witness } from "../pipeline/scan/witness.js";
import { machineOffsetMinutes } from "./machine-offset.js";
import { isoLocal } from "./output/time-text.js";
import type { Shell } from "./shell.js";

/** Remarks of one source that are listed one by one; the rest is counted. */
const MOST_REMARKS = 20;

/** What the flags and the expression became, in our own language. */
export function explainStatement({ stderr }: Pick<Shell, "stderr">, statement: Statement): void {
  const { query, stages } = statement;
  const text = printStatement({ query, stages });
  const { from, to } = boundsOf(query);
  say(stderr, "query", text === "" ? "everything" : visible(text));
  if (stages.some(isAggregate)) say(stderr, "columns", columnsRead(statement).join(", "));
  if (from > to) say(stderr, "times", "none: nothing can match");
  else
    say(
      stderr,
      "times",
      `${from === -Infinity ? "all" : `from ${moment(from)}`}${to === Infinity ? "" : ` to ${moment(to)}`}`,
    );
}

type StoreAsked = { readonly path: string; readonly query: Query; readonly scope: Scope };

/** What a store had to read for the answer, and what it is known not to have. */
export async function explainStore(
  { stderr }: Pick<Shell, "stderr">,
  reader: LogReader,
  { path, query, scope }: StoreAsked,
): Promise<void> {
  const { span, sources, opened } = await reader.explain(query, scope);
  say(stderr, "store", visible(path));
  say(stderr, "read", readWords(sources, opened));
  const remarks = await reader.remarks(scope, span);
  const kept = await reader.sources();
  const asked = sources.filter(({ id, blocks, ruledOut }) => {
    return ruledOut.blocks < blocks || remarks.some(({ source }) => source === id);
  });
  // Of none that can match, each says why.
  const listed = asked.length === 0 ? sources : asked;
  for (const { id, label, entries } of listed) {
    const stored = kept.find((source) => source.id === id);
    const own = remarks.filter(({ source }) => source === id);
    const name = visible(label);
    say(stderr, name, `${entriesWords(entries)}${stored === undefined ? "" : spanWords(stored)}`);
    if (stored !== undefined) for (const line of uncollected(stored, span)) say(stderr, name, line);
    for (const remark of own.slice(0, MOST_REMARKS)) say(stderr, name, remarkWords(remark));
    if (own.length > MOST_REMARKS) say(stderr, name, `and ${counted(own.length - MOST_REMARKS)} more such places`);
    if (own.length === 0) say(stderr, name, "nothing else is known to be missing in these times");
  }
  const others = sources.length - listed.length;
  if (others > 0)
    say(
      stderr,
      "store",
      `${counted(others)} more ${others === 1 ? "source holds" : "sources hold"} nothing that can match`,
    );
  if (sources.length === 0) say(stderr, "store", "it holds no source");
}

/** What sources gave that were read without a store. */
export function explainSources({ stderr }: Pick<Shell, "stderr">, witnesses: readonly Witness[]): void {
  for (const { label, seen } of witnesses) {
    const name = visible(label);
    const { records, truth } = seen();
    say(
      stderr,
      name,
      records === 0 ? "no record was looked at: it is empty, or was counted by its bytes alone" : recordsWords(seen()),
    );
    const gaps = gapPhrases(truth);
    for (const phrase of [...gaps, ...notePhrases(truth)]) say(stderr, name, phrase);
    if (truth.lastError !== undefined) say(stderr, name, `trouble: ${visible(truth.lastError.message)}`);
    if (gaps.length === 0) say(stderr, name, "nothing is known to be missing in what was read");
  }
}

function recordsWords({ records, bytes, first, last }: Seen): string {
  const span = first === undefined || last === undefined ? "" : `, from ${moment(first)} to ${moment(last)}`;
  return `${counted(records)} ${records === 1 ? "record" : "records"} read in ${counted(bytes)} bytes${span}`;
}

function say(stderr: Shell["stderr"], what: string, words: string): void {
  stderr.write(`explain: ${what}: ${words}\n`);
}

function readWords(sources: Explanation["sources"], opened: Explanation["opened"]): string {
  const sum = (of: (source: Explanation["sources"][number]) => number) =>
    sources.reduce((total, source) => total + of(source), 0);
  const blocks = sum((source) => source.blocks);
  const out = sum(({ ruledOut }) => ruledOut.blocks);
  const entries = sum((source) => source.entries);
  const ruledOut = out === 0 ? "" : `; ${counted(out)} ruled out by time, level or source`;
  return `${counted(opened.blocks)} of ${counted(blocks)} blocks (${counted(opened.entries)} of ${counted(entries)} entries)${ruledOut}`;
}

function entriesWords(count: number): string {
  return `${counted(count)} ${count === 1 ? "entry" : "entries"} kept`;
}

function spanWords({ first, last }: StoredSource): string {
  return first === undefined || last === undefined ? "" : `, from ${moment(first)} to ${moment(last)}`;
}

/** Where the question reaches further than what was collected. */
function uncollected({ first, last, truth }: StoredSource, span: Explanation["span"]): readonly string[] {
  if (first === undefined || last === undefined) return [];
  const { expired } = truth.notes;
  const before =
    expired > 0
      ? `what is older was removed by retention: ${counted(expired)} ${expired === 1 ? "entry" : "entries"}`
      : `nothing from before ${moment(first)} was collected`;
  return [
    ...(span.from < first ? [before] : []),
    ...(span.to > last ? [`nothing from after ${moment(last)} is kept`] : []),
  ];
}

function remarkWords({ remark, after, before }: PlacedRemark): string {
  const what = remark.kind === "gap" ? `missing: ${lostWords(remark.reason, remark.lost)}` : "the clock was set";
  if (after !== undefined && before !== undefined) return `${what}, between ${moment(after)} and ${moment(before)}`;
  if (before !== undefined) return `${what}, before ${moment(before)}`;
  return what;
}

function moment(at: number): string {
  return isoLocal(at, machineOffsetMinutes(at / 1_000));
}
