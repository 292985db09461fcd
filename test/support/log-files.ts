import fc from "fast-check";

const stamp = (index: number): string => new Date(Date.UTC(2026, 10, 20) + index * 1_000).toISOString();

/** Lines of one kind, as the `index`th piece of a file. Each may hold the words that are looked for. */
const LINES: Readonly<Record<string, (word: string, index: number) => string>> = {
  syslogIso: (word, index) => `${stamp(index)} box sshd[${index + 1}]: ${word} from 10.0.0.${index % 255}`,
  syslog: (word, index) => `Nov 20 0${index % 10}:00:00 box cron[${index + 1}]: ${word} done`,
  java: (word, index) =>
    `${stamp(index).slice(0, -1).replace("T", " ").replace(".", ",")} ERROR [main] com.x.Y - ${word}`,
  python: (word, index) => `${stamp(index).slice(0, 19).replace("T", " ")},123 - app - ERROR - ${word}`,
  json: (word, index) => JSON.stringify({ time: stamp(index), level: "error", msg: word }),
  access: (word, index) => `10.0.0.1 - - [20/Nov/2026:10:00:0${index % 10} +0000] "GET /${word} HTTP/1.1" 200 5`,
  klog: (word, index) => `E1120 10:00:0${index % 10}.000000       1 main.go:10] ${word}`,
  plain: (word) => `making ${word} now`,
  iso: (word, index) => `${stamp(index)} ${word} and more`,
};

/** Lines that follow a line: the rest of its record, or noise. */
const TAILS: readonly ((word: string) => readonly string[])[] = [
  () => [],
  () => [],
  (word) => [
    "Traceback (most recent call last):",
    '  File "a.py", line 3, in f',
    `    raise ${word}`,
    `ValueError: ${word}`,
  ],
  (word) => [
    `java.lang.RuntimeException: ${word}`,
    `\tat com.x.Y.${word}(Y.java:1)`,
    "\tat com.x.Z.b(Z.java:2)",
    `Caused by: ${word}`,
  ],
  (word) => ["  indented", `\t${word}`, ""],
  (word) => [`${word} unindented`, "another"],
  (word) => [`\u0000${word}\u0000`, "größe \u{1f600}"],
];

const word = fc.constantFrom("needle", "Needle", "neEdle", "hay", "hay", "hay", "nee", "é needle");

/** Random log files: mostly of one format, with tracebacks, noise, odd bytes and every sort of line end. */
export const someLogFile: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom(...Object.keys(LINES)),
    fc.array(fc.tuple(word, fc.constantFrom(...TAILS), word, fc.nat(30)), { minLength: 1, maxLength: 150 }),
    fc.constantFrom(...Object.keys(LINES)),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
    fc.constantFrom(Buffer.alloc(0), Buffer.of(0xff), Buffer.of(0xef, 0xbb, 0xbf)),
  )
  .map(([format, parts, other, lineEnd, isEnded, start]) => {
    const lines = parts.flatMap(([said, tail, within, odd], index) => {
      const line = LINES[odd === 0 ? other : format] ?? (() => "");
      return [line(said, index), ...tail(within)];
    });
    return Buffer.concat([start, Buffer.from(lines.join(lineEnd) + (isEnded ? lineEnd : ""))]);
  });
