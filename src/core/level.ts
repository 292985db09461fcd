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

/** Reads a level's name, a common alias (`warn`, `err`, `fatal` …) or a digit 0..7, in any case. */
export function levelFromName(name: string): Level | undefined {
  const key = name.toLowerCase();
  if (/^[0-7]$/.test(key)) return LEVELS[Number(key)];
  const known = LEVELS.find((level) => level === key);
  if (known !== undefined) return known;
  const alias = Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
  return alias === undefined ? undefined : LEVELS[alias];
}
