import type { Settings } from "../config/options.js";
import { type Result, failed, ok } from "../core/fault.js";
import { LEVELS, type Level, levelFromName, levelNumber } from "../core/level.js";
import type { Query } from "../core/query/ast.js";
import { parseStatement } from "../core/query/parse-statement.js";
import { printQuery } from "../core/query/print.js";
import type { Statement } from "../core/query/statement.js";
import { parseQuery } from "../core/query/parse.js";
import { compileRegex } from "../core/query/regex.js";
import type { TimeContext } from "../core/query/times.js";
import { localOffset, namedMoments, now, runningBoot } from "../engine/environment.js";

/** The moment and the machine that this process runs on. */
export function flagContext(): FlagContext {
  return { now: now(), localOffset, moments: namedMoments(), runningBoot: runningBoot() };
}

/** What the flags need to know of the moment and the machine. */
export type FlagContext = TimeContext & {
  /** 32 hex digits of the running boot, or undefined where the kernel does not say. */
  readonly runningBoot: string | undefined;
  /** Whoever answers the query knows boots: `0`, `-1` are then left to him. */
  readonly countsBoots?: boolean;
};

/**
 * journalctl's flags as the one query language: several units are alternatives, everything else must hold together.
 * `expression` is the query text that came with them, "" for none.
 */
export function queryOfFlags(settings: Settings, expression: string, context: FlagContext): Result<Query> {
  const texts = [expression, settings.expression ?? ""].filter((text) => text.trim() !== "");
  const parts: Query[] = [];
  for (const text of texts) {
    const query = parseQuery(text, context);
    if (!query.ok) return query;
    parts.push(settings.caseSensitive ? withExactCase(query.value) : query.value);
  }
  parts.push(...namesQuery("unit", settings.unit), ...namesQuery("identifier", settings.identifier));
  parts.push(
    ...namesQuery(
      "identifier",
      settings.excludeIdentifier.map((name) => `!${name}`),
    ),
  );
  const builders = [
    priorityQuery(settings),
    facilityQuery(settings),
    invocationQuery(settings),
    timeQuery(settings, context),
    bootQuery(settings, context),
  ];
  for (const built of builders) {
    if (!built.ok) return built;
    parts.push(...built.value);
  }
  if (settings.dmesg) parts.push(KERNEL, ...kernelBoot(settings, context));
  if (settings.grep !== undefined) {
    const grep = grepQuery(settings.grep, settings.caseSensitive, context);
    if (!grep.ok) return grep;
    parts.push(grep.value);
  }
  const [only] = parts;
  if (only === undefined) return ok({ kind: "all" });
  return ok(parts.length === 1 ? only : { kind: "and", parts });
}

/** As `queryOfFlags`, of an expression that may have stages. */
export function statementOfFlags(settings: Settings, expression: string, context: FlagContext): Result<Statement> {
  const parsed = parseStatement(expression, context);
  if (!parsed.ok) return parsed;
  const { query, stages } = parsed.value;
  const asked = queryOfFlags(settings, printQuery(query), context);
  return asked.ok ? ok({ query: asked.value, stages }) : asked;
}

const KERNEL: Query = {
  kind: "or",
  parts: [
    { kind: "field", field: "_TRANSPORT", pattern: "kernel" },
    { kind: "field", field: "format", pattern: "kmsg" },
  ],
};

/** As for journalctl, `-k` means this boot unless another is named; what names no boot at all is no journal. */
function kernelBoot({ boot }: Settings, { countsBoots }: FlagContext): readonly Query[] {
  if (boot !== undefined || countsBoots !== true) return [];
  return [{ kind: "or", parts: ["0", ""].map((pattern): Query => ({ kind: "field", field: "boot", pattern })) }];
}

/** `-u a -u b -u '!c'`: a or b, and not c. */
function namesQuery(field: string, names: readonly string[]): readonly Query[] {
  const wanted = names.filter((name) => !name.startsWith("!"));
  const unwanted = names.filter((name) => name.startsWith("!")).map((name) => name.slice(1));
  const match = (name: string): Query => (field === "unit" ? unitQuery(name) : { kind: "field", field, pattern: name });
  const any: readonly Query[] = wanted.length === 0 ? [] : [{ kind: "or", parts: wanted.map(match) }];
  return [...any, ...unwanted.map((pattern): Query => ({ kind: "not", part: match(pattern) }))];
}

/** journalctl's patterns know `?` and `[a-z]` too, and are held against the whole name with its type. */
function unitQuery(name: string): Query {
  if (!/[?[]|\*./.test(name)) return { kind: "field", field: "unit", pattern: name };
  const source = `^${globSource(name)}$`;
  // A bracket without its end is just a character.
  if (!compileRegex(source, "").ok) return { kind: "field", field: "unit", pattern: name };
  return { kind: "regex", source, flags: "", field: "unit" };
}

function globSource(name: string): string {
  return name.replaceAll(/\[!|[\\^$.+(){}|]|[*?]/g, (found) => GLOB_SIGNS[found] ?? `\\${found}`);
}

const GLOB_SIGNS: Readonly<Record<string, string>> = { "[!": "[^", "*": ".*", "?": "." };

function priorityQuery(settings: Settings): Result<readonly Query[]> {
  if (settings.priority === undefined) return ok([]);
  const [from = "", to] = settings.priority.split("..");
  const first = levelFromName(from);
  const last = to === undefined ? first : levelFromName(to);
  if (first === undefined || last === undefined) {
    return failed({
      code: "usage",
      message: `--priority cannot be '${settings.priority}'`,
      hint: `use one of ${LEVELS.join(", ")}, a number 0..7, or FROM..TO`,
    });
  }
  if (to === undefined) return ok([atLeast(first)]);
  const [severe, mild] = levelNumber(first) <= levelNumber(last) ? [first, last] : [last, first];
  return ok([atLeast(mild), { kind: "level", operator: "<=", level: severe }]);
}

function atLeast(level: Level): Query {
  return { kind: "level", operator: ">=", level };
}

/** By number, as RFC 5424 §6.2.1 has them; the four without a common name are called by it. */
const FACILITIES: readonly string[] =
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp 12 13 14 15 local0 local1 local2 local3 local4 local5 local6 local7".split(
    " ",
  );

/** The journal has the number in a field of its own, syslog and kernel lines in another. */
function facilityQuery({ facility }: Settings): Result<readonly Query[]> {
  const wanted = facility.flatMap((text) => text.split(","));
  const numbers = wanted.map((name) => (/^\d+$/.test(name) ? Number(name) : FACILITIES.indexOf(name)));
  const unknown = wanted.find((_, index) => FACILITIES[numbers[index] ?? -1] === undefined);
  if (unknown !== undefined) {
    return failed({
      code: "usage",
      message: `--facility cannot be '${unknown}'`,
      hint: `use one of ${FACILITIES.filter((name) => /^[a-z]/.test(name)).join(", ")}, or a number 0..23`,
    });
  }
  const parts = numbers.flatMap((number) =>
    ["SYSLOG_FACILITY", "facility"].map((field): Query => ({ kind: "field", field, pattern: String(number) })),
  );
  return ok(parts.length === 0 ? [] : [{ kind: "or", parts }]);
}

function invocationQuery({ invocation }: Settings): Result<readonly Query[]> {
  if (invocation === undefined) return ok([]);
  const pattern = invocation.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(pattern)) {
    return failed({
      code: "usage",
      message: `--invocation cannot be '${invocation}'`,
      hint: "give its 32 digits: logstream query -u UNIT event:unit-started -o verbose prints them as invocation",
    });
  }
  return ok([{ kind: "field", field: "invocation", pattern }]);
}

/** The language itself reads the times, so that `--since X` and `since:X` cannot differ. */
function timeQuery(settings: Settings, context: TimeContext): Result<readonly Query[]> {
  const parts: Query[] = [];
  for (const [name, value] of [
    ["since", settings.since],
    ["until", settings.until],
  ] as const) {
    if (value === undefined) continue;
    const query = parseQuery(`${name}:${quoted(value)}`, context);
    if (!query.ok) {
      const { hint } = query.fault;
      return failed({ ...query.fault, code: "usage", message: `--${name} cannot be '${value}'`, hint });
    }
    parts.push(query.value);
  }
  return ok(parts);
}

function bootQuery(settings: Settings, context: FlagContext): Result<readonly Query[]> {
  const given = settings.boot;
  if (given === undefined) return ok([]);
  if (context.countsBoots === true && /^[+-]?\d{0,6}$/.test(given)) {
    return ok([{ kind: "field", field: "boot", pattern: given === "" ? "0" : given }]);
  }
  const boot = given === "" || given === "0" ? context.runningBoot : given.replaceAll("-", "");
  if (boot === undefined || !/^[0-9a-f]{32}$/i.test(boot)) {
    return failed({
      code: "usage",
      message: `--boot cannot be '${given}' here`,
      hint: "give the 32 digits of a boot, as `journalctl --list-boots` prints them",
    });
  }
  return ok([{ kind: "field", field: "_BOOT_ID", pattern: boot.toLowerCase() }]);
}

/** journalctl's rule: a pattern without capitals ignores case. */
function grepQuery(pattern: string, caseSensitive: boolean, context: TimeContext): Result<Query> {
  const flags = !caseSensitive && pattern === pattern.toLowerCase() ? "i" : "";
  const checked = parseQuery(`message:/${pattern.replaceAll("/", "\\/")}/${flags}`, context);
  if (checked.ok) return checked;
  return failed({
    ...checked.fault,
    code: "usage",
    message: `--grep cannot be '${pattern}': ${checked.fault.message}`,
  });
}

function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function withExactCase(query: Query): Query {
  switch (query.kind) {
    case "text":
      return { ...query, case: "exact" };
    case "and":
    case "or":
      return { ...query, parts: query.parts.map(withExactCase) };
    case "not":
      return { ...query, part: withExactCase(query.part) };
    case "all":
    case "regex":
    case "field":
    case "compare":
    case "level":
    case "time":
      return query;
  }
}
