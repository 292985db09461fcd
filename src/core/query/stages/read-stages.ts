import { isAggregate, type Stage } from "../statement.js";
import { nearestOrBegun } from "../syntax/nearest.js";
import { STAGE_NAMES, type StageName } from "../syntax/stage-names.js";
import { columnsAfter } from "./columns.js";
import { STAGES } from "./registry.js";
import type { StageSyntax } from "./stage-syntax.js";
import {
  blameToken,
  isFailed,
  type StageCursor,
  type StageFailed,
  type StageToken,
  stageTokens,
} from "./stage-text.js";

/** More stages than a person writes. */
const MOST_STAGES = 16;

const STAGE_EXPECTED = `a stage: ${STAGE_NAMES.join(", ")}`;

/** The stages of a text from its first `|` on; none when that is its end. */
export function readStages(text: string, pipe: number): readonly Stage[] | StageFailed {
  const cursor: StageCursor = { text, tokens: stageTokens(text, pipe), next: 0, columns: undefined };
  const stages: Stage[] = [];
  while (cursor.next < cursor.tokens.length) {
    const bar = cursor.tokens[cursor.next];
    if (bar === undefined) break;
    cursor.next += 1;
    const name = cursor.tokens[cursor.next];
    const syntax = syntaxNamed(name, bar, text);
    if (isFailed(syntax)) return syntax;
    const place = { at: name?.at ?? bar.at, end: name?.end ?? bar.end };
    const misplaced = stages.length < MOST_STAGES ? misplacedIn(syntax, stages) : TOO_MANY;
    if (misplaced !== undefined) return blameToken(place, misplaced);
    cursor.next += 1;
    const stage = syntax.read(cursor);
    if (isFailed(stage)) return stage;
    const rest = cursor.tokens[cursor.next];
    if (rest !== undefined && rest.kind !== "pipe") return leftOver(rest, syntax);
    stages.push(stage);
    cursor.columns = columnsAfter(stage, cursor.columns);
  }
  return stages;
}

const TOO_MANY = { message: "there are too many stages", expected: `at most ${MOST_STAGES}` };

type Misplaced = { readonly message: string; readonly expected: string };

/** Why a stage makes no sense after those before it. */
function misplacedIn({ name, takes }: StageSyntax, before: readonly Stage[]): Misplaced | undefined {
  const maker = before.find(isAggregate);
  if (maker !== undefined) {
    if (takes.table) return undefined;
    return {
      message: `${name} needs entries, but ${maker.kind} has made a table of them`,
      expected: `after ${maker.kind} a stage that works on tables: ${tableStages().join(", ")}`,
    };
  }
  const entriesAfter = takes.entriesAfter ?? [];
  const wrong = before.find(({ kind }) => !entriesAfter.includes(kind));
  if (wrong === undefined) return undefined;
  return { message: `${name} cannot follow ${wrong.kind}`, expected: `${name} before ${wrong.kind}, or without it` };
}

function tableStages(): readonly StageName[] {
  return STAGE_NAMES.filter((name) => STAGES[name].takes.table);
}

function syntaxNamed(name: StageToken | undefined, bar: StageToken, text: string): StageSyntax | StageFailed {
  if (name?.kind !== "word") {
    const place = name?.kind === "pipe" || name === undefined ? bar : name;
    // A bar too many goes; the text is otherwise whole.
    return blameToken(place, { message: "a stage is missing here", expected: STAGE_EXPECTED, instead: "" });
  }
  const word = name.text.toLowerCase();
  const known = STAGE_NAMES.find((stage) => stage === word);
  if (known !== undefined) return STAGES[known];
  if (/^-?[\p{L}_][\p{L}\p{N}_.]*(?::|[<>]=?)./u.test(name.text) && text.slice(bar.at).indexOf("|", 1) < 0)
    return filterTooLate(name, bar, text);
  const elsewhere = Object.hasOwn(ELSEWHERE, word) ? ELSEWHERE[word] : undefined;
  return blameToken(name, {
    message: `there is no stage ${name.text}`,
    expected: `${STAGE_EXPECTED}; a "|" in quotes is the character itself`,
    instead: elsewhere ?? nearestOrBegun(word, STAGE_NAMES),
  });
}

/** What others call these stages. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  head: "first",
  limit: "first",
  take: "first",
  tail: "last",
  uniq: "distinct",
  unique: "distinct",
  select: "fields",
  project: "fields",
  order: "sort",
  collapse: "dedup",
  bucket: "timeslice",
  histogram: "timeslice",
  stat: "stats",
};

/** `error | unit:nginx`: what is asked of entries stands before the first bar. */
function filterTooLate(name: StageToken, bar: StageToken, text: string): StageFailed {
  const rewritten = `${text.slice(0, bar.at).trimEnd()} ${text.slice(name.at)}`.trim();
  return blameToken(name, {
    message: "this is a filter, not a stage",
    expected: `filters before the first |, and after it ${STAGE_EXPECTED}`,
    rewritten,
  });
}

function leftOver(rest: StageToken, { name, form }: StageSyntax): StageFailed {
  return blameToken(rest, {
    message: `${name} ends before this`,
    expected: `${form}, then | and the next stage`,
    instead: Object.hasOwn(STAGES, rest.text.toLowerCase()) ? `| ${rest.text}` : undefined,
  });
}
