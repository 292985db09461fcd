import { CORPUS_START_MS, ordinaryAddress, RARE_WORD } from "../corpora/syslog.js";
import type { Settings } from "./settings.js";
import type { TargetId } from "./target.js";

/** One question, in our language and in ripgrep's; the numbers of both must agree. */
export type QueryCase = {
  readonly says: string;
  readonly expression: string;
  /** Undefined where no pattern over lines can say it. */
  readonly rg: readonly string[] | undefined;
  readonly count: readonly TargetId[];
  readonly newest: readonly TargetId[];
  /** The count, whole process, of ripgrep's. */
  readonly ratio: readonly TargetId[];
};

const CASE = { count: [], newest: [], ratio: [] } as const;

/** An hour of the corpus that is there from the first hundred thousand lines on. */
const PLACE = { from: CORPUS_START_MS + 10 * 60_000, to: CORPUS_START_MS + 20 * 60_000 };
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);

export function queryCases({ seed, lines }: Settings): readonly QueryCase[] {
  const address = ordinaryAddress(seed);
  return [
    {
      ...CASE,
      says: "rare word",
      expression: RARE_WORD,
      rg: ["-iF", RARE_WORD],
      count: ["rare-count", "word-count"],
      newest: ["rare-newest"],
      ratio: lines === 1e7 ? ["rare-rg-10m", "word-rg"] : ["word-rg"],
    },
    {
      ...CASE,
      says: "common word",
      expression: "error",
      rg: ["-iF", "error"],
      count: ["word-count"],
      newest: ["common-newest"],
      ratio: ["word-rg"],
    },
    {
      ...CASE,
      says: "phrase",
      expression: '"Failed password"',
      rg: ["-F", "Failed password"],
      count: ["word-count"],
      ratio: ["word-rg"],
    },
    {
      ...CASE,
      says: "phrase over a word that changes",
      expression: '"Failed password for root"',
      rg: ["-F", "Failed password for root"],
    },
    {
      ...CASE,
      says: "address that is everywhere",
      expression: `"${address}"`,
      rg: ["-F", address],
      count: ["inside-count"],
      ratio: ["inside-rg"],
    },
    {
      ...CASE,
      says: "part of a number",
      expression: '"7f3a5"',
      rg: ["-iF", "7f3a5"],
      count: ["inside-count"],
      ratio: ["inside-rg"],
    },
    {
      ...CASE,
      says: "regex with a literal",
      expression: String.raw`/port \d{4}5 ssh2/`,
      rg: [String.raw`port \d{4}5 ssh2`],
      count: ["regex-literal"],
      ratio: ["regex-literal-rg"],
    },
    {
      ...CASE,
      says: "regex without a literal",
      expression: String.raw`/[a-f]{3}\d{2}[a-f]{3}/`,
      rg: [String.raw`[a-f]{3}[0-9]{2}[a-f]{3}`],
      count: ["regex-plain"],
      ratio: ["regex-plain-rg"],
    },
    {
      ...CASE,
      says: "time and level and program",
      expression: `since:"${iso(PLACE.from)}Z" until:"${iso(PLACE.to)}Z" level>=error identifier:sshd`,
      rg: undefined,
      newest: ["place-page"],
    },
    {
      ...CASE,
      says: "level and program, all of the time",
      expression: "level>=error identifier:postgres",
      rg: undefined,
    },
    { ...CASE, says: "word of one program", expression: "identifier:nginx timed", rg: undefined },
  ];
}
