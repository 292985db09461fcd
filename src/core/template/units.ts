/** Words that follow a number and say of what. */
const UNITS: ReadonlySet<string> = new Set(
  (
    "b kb mb gb tb kib mib gib tib byte bytes kbyte kbytes bit bits kbit mbit gbit " +
    "ns nsec nsecs us usec usecs ms msec msecs s sec secs second seconds min mins minute minutes h hr hrs hour hours " +
    "d day days w week weeks nanoseconds microseconds milliseconds hz khz mhz ghz kb/s mb/s gb/s b/s kbps mbps gbps"
  ).split(" "),
);

export function isUnit(word: string): boolean {
  return word.length <= 12 && UNITS.has(word.toLowerCase());
}

/** The same of a token, with what may stand around a unit. */
export function isUnitToken(token: string): boolean {
  return isUnit(token.replace(/[)\]}>.,;:]{1,3}$/, ""));
}

/** Whether the word is one part of a time span, as in `1min 23.4s`. */
export function isSpanPart(word: string): boolean {
  const first = word.charCodeAt(0);
  if (first < 48 || first > 57 || word.length > 16) return false;
  return /^\d+(?:\.\d+)?(?:y|month|w|d|h|min|s|ms|us|ns)[.,;:)]*$/.test(word);
}
