/** The tables of `logstream sql`, as people read them: the tables are made from these rows, and so is their description. */
type SqlColumn = {
  readonly name: string;
  /** What its values are; a value that is not known is NULL. */
  readonly type: "text" | "integer" | "real";
  readonly about: string;
};

export type SqlTable = { readonly name: string; readonly about: string; readonly columns: readonly SqlColumn[] };

const text = (name: string, about: string): SqlColumn => ({ name, type: "text", about });
const integer = (name: string, about: string): SqlColumn => ({ name, type: "integer", about });
const real = (name: string, about: string): SqlColumn => ({ name, type: "real", about });

export const LOG: SqlTable = {
  name: "log",
  about: "one row an entry; log('QUERY') has only those that the query of `logstream query` finds",
  columns: [
    text("time", "UTC as SQLite writes it, 2026-11-21 04:38:44.123456: compares with datetime() and moment()"),
    integer("at", "microseconds since 1970"),
    text("level", "emergency, alert, critical, error, warning, notice, info, debug"),
    integer("severity", "the same as a number, 0 (emergency) to 7 (debug)"),
    text("unit", "systemd unit"),
    text("identifier", "syslog identifier, the program's name"),
    text("host", "machine that wrote it"),
    integer("pid", "process"),
    text("message", "the part meant for people"),
    text("text", "the whole record as it was written"),
    text("category", "system, network, security, build, service"),
    text("boot", "32 hex digits"),
    text("template", "names the template of its message, as in template; the whole log is read for it first"),
    text("source", "where it came from, as the sources of logstream are written"),
    text("format", "how it was written"),
    integer("line", "number of its first line within the source"),
    integer("id", "names the entry for ever"),
    text("fields", "every field of the record as a JSON object: fields->>'_UID'"),
  ],
};

export const TEMPLATE: SqlTable = {
  name: "template",
  about: "one row a message that there is, with what differs as <*>; template('QUERY') of what the query finds",
  columns: [
    text("template", "names it; template:NAME in a query finds its entries"),
    text("text", "what it says"),
    text("program", "identifier or unit whose message it is"),
    integer("entries", "how many there are"),
    text("level", "the one that most of them have"),
    text("first", "time of the oldest"),
    text("last", "time of the newest"),
    text("example", "the message of one of them"),
  ],
};

export const SOURCE: SqlTable = {
  name: "source",
  about: "one row a source of the store",
  columns: [
    text("source", "as in log"),
    text("label", "as it is shown"),
    integer("entries", "how many are kept"),
    text("first", "time of the oldest"),
    text("last", "time of the newest"),
  ],
};

export const SESSION: SqlTable = {
  name: "session",
  about: "one row a rebuild or command that was recorded",
  columns: [
    integer("id", "as in session:ID"),
    text("kind", "run, rebuild"),
    text("origin", "started by logstream, or noticed"),
    text("name", "given by people"),
    text("command", "its words, as a shell reads them"),
    text("result", "running, succeeded, failed, interrupted, unknown"),
    integer("exit_code", "as the shell has it"),
    text("started", "time"),
    text("ended", "time"),
    real("seconds", "how long it took"),
    text("host", "machine"),
    text("user", "who"),
    text("boot", "32 hex digits"),
    text("source", "source of its output"),
    integer("failed_units", "how many units failed meanwhile"),
  ],
};

export const BOOT: SqlTable = {
  name: "boot",
  about: "one row a boot of the machine that entries are kept of",
  columns: [
    text("boot", "32 hex digits, as in log"),
    integer("number", "as -b counts: 0 the newest, -1 the one before"),
    text("first", "time of its oldest entry"),
    text("last", "time of its newest"),
  ],
};

export const SQL_TABLES: readonly SqlTable[] = [LOG, TEMPLATE, SOURCE, SESSION, BOOT];

/** Functions beside those of SQLite. */
export const SQL_FUNCTIONS: readonly { readonly call: string; readonly about: string }[] = [
  { call: "moment(TEXT)", about: "a time of the query language, as in moment('-1h'), moment('yesterday 14:30')" },
];
