import type { OptionRow } from "./option-row.js";
import { SCREEN_OPTIONS } from "./screen-options.js";

export const OUTPUT_FORMATS = ["short", "short-iso", "verbose", "json", "ndjson", "csv", "cat"] as const;

/**
 * Every option of every command, once. The command line, the environment, the config file, the README's table and the
 * shell completion are all made from these rows.
 */
export const OPTIONS = {
  store: {
    flags: "--store <path>",
    kind: "text",
    env: "LOGSTREAM_STORE",
    setting: "store",
    help: "keep the log in this file instead of the state folder's",
  },
  noStore: {
    flags: "--no-store",
    kind: "flag",
    help: "keep nothing: the log lives in memory and ends with the program",
  },
  keepDays: {
    flags: "--keep-days <days>",
    kind: "text",
    env: "LOGSTREAM_KEEP_DAYS",
    setting: "keep.days",
    fallback: "all",
    help: "collecting removes what happened, and was collected, longer ago than this; all keeps everything",
  },
  keepSize: {
    flags: "--keep-size <size>",
    kind: "text",
    env: "LOGSTREAM_KEEP_SIZE",
    setting: "keep.size",
    fallback: "4G",
    help: "collecting removes the oldest entries where the store would be larger: 500M, 4G; all has no bound",
  },
  measure: {
    flags: "--measure <what>",
    kind: "choice",
    choices: ["machine", "nothing"],
    env: "LOGSTREAM_MEASURE",
    setting: "measure",
    fallback: "machine",
    help: "collecting measures the machine, too (processors, memory, disks, network, pressure), or nothing",
  },
  ...SCREEN_OPTIONS,
  expression: {
    flags: "--filter <query>",
    kind: "text",
    help: "show only what matches this query",
  },
  unit: {
    flags: "-u, --unit <unit>",
    kind: "list",
    help: "entries of this unit or about it; * ? [a-z] match; !UNIT leaves it out; repeatable",
  },
  identifier: {
    flags: "-t, --identifier <name>",
    kind: "list",
    help: "entries of this syslog identifier; !NAME leaves it out; repeatable",
  },
  excludeIdentifier: {
    flags: "-T, --exclude-identifier <name>",
    kind: "list",
    help: "the same as -t '!NAME'",
  },
  facility: {
    flags: "--facility <name>",
    kind: "list",
    help: "entries of this syslog facility: a name such as auth, or a number; repeatable",
  },
  invocation: {
    flags: "--invocation <id>",
    kind: "text",
    help: "entries of this start of a unit (32 hex digits), as `event:` entries name it",
  },
  priority: {
    flags: "-p, --priority <level>",
    kind: "text",
    help: "this level and more severe ones, or a range FROM..TO",
  },
  since: { flags: "-S, --since <time>", kind: "text", help: "entries from this time on: -1h, today, 2026-11-20 21:00" },
  until: { flags: "-U, --until <time>", kind: "text", help: "entries before this time" },
  boot: {
    flags: "-b, --boot [id]",
    kind: "text",
    help: "entries of this boot: 0 the newest, -1 the one before it, or an id (32 hex digits); alone it is 0",
  },
  listBoots: {
    flags: "--list-boots",
    kind: "flag",
    help: "print the boots that entries are kept of, as -b counts them",
  },
  dmesg: { flags: "-k, --dmesg", kind: "flag", help: "kernel messages only" },
  grep: { flags: "-g, --grep <pattern>", kind: "text", help: "messages that match this regular expression" },
  caseSensitive: {
    flags: "--case-sensitive",
    kind: "flag",
    help: "let words match as written (default: case matters only when the word has a capital)",
  },
  directory: {
    flags: "-D, --directory <path>",
    kind: "text",
    help: "ask the journal in this folder: journal:dir=PATH",
  },
  system: { flags: "--system", kind: "flag", help: "ask this machine's journal: journal:" },
  user: { flags: "--user", kind: "flag", help: "ask your own journal: journal:user" },
  namespace: { flags: "--namespace <name>", kind: "text", help: "ask this journal namespace: journal:namespace=NAME" },
  lines: {
    flags: "-n, --lines <count>",
    kind: "text",
    help: "only the newest COUNT entries, the oldest with +COUNT; `all` for everything",
  },
  noTail: {
    flags: "--no-tail",
    kind: "flag",
    help: "with --follow: begin with all that is there, not with the last 10",
  },
  reverse: { flags: "-r, --reverse", kind: "flag", help: "newest first" },
  follow: { flags: "-f, --follow", kind: "flag", help: "go on as new entries come" },
  output: {
    flags: "-o, --output <format>",
    kind: "choice",
    choices: OUTPUT_FORMATS,
    setting: "output",
    fallback: "short",
    help: "how entries are written",
  },
  count: { flags: "-c, --count", kind: "flag", help: "print only how many entries match" },
  cursor: { flags: "--cursor <cursor>", kind: "text", help: "begin at this entry; with -r go back from it" },
  afterCursor: { flags: "--after-cursor <cursor>", kind: "text", help: "begin right behind this entry" },
  showCursor: { flags: "--show-cursor", kind: "flag", help: "print the cursor of the last entry below the others" },
  histogram: {
    flags: "--histogram",
    kind: "flag",
    help: "draw how many there are over time, by level, above the entries; alone with --count or -n 0",
  },
  field: { flags: "-F, --field <name>", kind: "text", help: "print each value that this field has, once" },
  fields: {
    flags: "--fields <names>",
    kind: "text",
    help: "verbose, json, ndjson, csv, cat: write these fields (time,unit,_PID); `all` adds every one to json",
  },
  outputFields: { flags: "--output-fields <names>", kind: "text", help: "journalctl's name for --fields" },
  raw: {
    flags: "--raw",
    kind: "flag",
    help: "with -o cat: the very bytes that came, line ends too; UTF-16 as UTF-8",
  },
  utc: { flags: "--utc", kind: "flag", help: "write times in UTC" },
  noHostname: { flags: "--no-hostname", kind: "flag", help: "short: leave the machine's name out of journal entries" },
  quiet: { flags: "-q, --quiet", kind: "flag", help: "say nothing on stderr but faults" },
  all: { flags: "-a, --all", kind: "flag", help: "accepted for journalctl's sake; fields are always written in full" },
  catalog: {
    flags: "-x, --catalog",
    kind: "flag",
    help: "accepted for journalctl's sake; systemd's explanations are not added",
  },
  explain: {
    flags: "--explain",
    kind: "flag",
    help: "say on stderr what was asked, what was read for it, and what is known to be missing there",
  },
  noPager: { flags: "--no-pager", kind: "flag", help: "write to the terminal, not through a pager" },
  pagerEnd: {
    flags: "-e, --pager-end",
    kind: "flag",
    help: "begin at the end in the pager, with the newest 1000 entries",
  },
  rotated: {
    flags: "--rotated",
    kind: "flag",
    help: "files: bring what rotation made of them before, too, compressed or not, at the first start",
  },
  inPlace: {
    flags: "--in-place",
    kind: "flag",
    help: "files: leave their text where it is and keep only what finds it; what is deleted there is gone",
  },
  once: { flags: "--once", kind: "flag", help: "collect what is there and end, instead of following" },
  name: { flags: "--name <name>", kind: "text", help: "what the session is called, for `session:NAME` in queries" },
  program: {
    flags: "--program <path>",
    kind: "text",
    env: "LOGSTREAM_REBUILD",
    help: "what rebuild runs instead of nixos-rebuild, with the same arguments",
  },
  journal: {
    flags: "--journal <spec>",
    kind: "text",
    env: "LOGSTREAM_JOURNAL",
    fallback: "journal:",
    help: "the journal that is kept meanwhile: another machine's, as journal:dir=PATH",
  },
  before: { flags: "--before <time>", kind: "text", help: "archive: what happened before this time: -30d, 2026-11-01" },
  to: {
    flags: "--to <file>",
    kind: "text",
    help: "archive: into this one file, instead of one each month beside the store",
  },
  assign: { flags: "--assign", kind: "flag", help: "patterns: print the template of each entry instead" },
  content: {
    flags: "--content",
    kind: "flag",
    help: "patterns: take each line for a bare message, without time and name",
  },
  schema: {
    flags: "--schema",
    kind: "flag",
    help: "sql: list the tables and their columns; config: print the JSON schema of the config file",
  },
  timeLimit: { flags: "--time-limit <seconds>", kind: "text", help: "sql: give up what takes longer" },
  check: { flags: "--check", kind: "flag", help: "config: say what is wrong in the file, with line and column" },
  edit: { flags: "--edit", kind: "flag", help: "config: open the file in $VISUAL or $EDITOR, and check it afterwards" },
  json: { flags: "--json", kind: "flag", help: "machine-readable output" },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** What narrows a log down, in every command that shows one: journalctl's flags and our own query. */
export const FILTER_OPTIONS: readonly OptionName[] = [
  "expression",
  "unit",
  "identifier",
  "excludeIdentifier",
  "facility",
  "invocation",
  "priority",
  "since",
  "until",
  "boot",
  "dmesg",
  "grep",
  "caseSensitive",
];

/** Offered by every command. */
export const GLOBAL_OPTIONS: readonly OptionName[] = ["store", "noStore", "color"];

type ValueOf<Row extends OptionRow> = Row["kind"] extends "flag"
  ? boolean
  : Row["kind"] extends "number"
    ? number
    : Row["kind"] extends "list"
      ? readonly string[]
      : Row extends { readonly choices: readonly (infer Choice)[]; readonly fallback: string }
        ? Choice
        : Row extends { readonly fallback: string }
          ? string
          : string | undefined;

/** What a command gets: every option has a value, whether or not the command offers it. */
export type Settings = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };
