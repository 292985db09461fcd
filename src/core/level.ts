/** The eight syslog severities, most severe first; the index is the syslog number (RFC 5424 §6.2.1). */
export const LEVELS = ["emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"] as const;

export type Level = (typeof LEVELS)[number];

/** The number kept for "the line did not say and nothing in it tells". Sorts after debug; no comparison matches it. */
export const LEVEL_UNKNOWN = 8;

const NUMBER_OF: Readonly<Record<Level, number>> = {
  emergency: 0,
  alert: 1,
  critical: 2,
  error: 3,
  warning: 4,
  notice: 5,
  info: 6,
  debug: 7,
};

const ALIASES: Readonly<Record<string, number>> = {
  emerg: 0,
  panic: 0,
  fatal: 2,
  crit: 2,
  severe: 3,
  err: 3,
  warn: 4,
  information: 6,
  trace: 7,
  verbose: 7,
};

/** The syslog number of a level, or LEVEL_UNKNOWN. */
export function levelNumber(level: Level | undefined): number {
  return level === undefined ? LEVEL_UNKNOWN : NUMBER_OF[level];
}

/** The level of a syslog number; undefined outside 0..7. */
export function levelOf(number: number): Level | undefined {
  return LEVELS[number];
}

const BY_NAME: ReadonlyMap<string, Level | undefined> = new Map([
  ...LEVELS.map((level) => [level, level] as const),
  ...LEVELS.map((level, number) => [String(number), level] as const),
  ...Object.entries(ALIASES).map(([name, number]) => [name, LEVELS[number]] as const),
]);
const LONGEST_NAME = Math.max(...[...BY_NAME.keys()].map((name) => name.length));

/** Reads a level's name, a common alias (`warn`, `err`, `fatal` …) or a digit 0..7, in any case. */
export function levelFromName(name: string): Level | undefined {
  return name.length > LONGEST_NAME ? undefined : BY_NAME.get(name.toLowerCase());
}
