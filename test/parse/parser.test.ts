import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawBatch } from "../../src/core/batch.js";
import { Mark } from "../../src/core/entry.js";
import { micros, MICROS_PER_SECOND } from "../../src/core/time.js";
import { FORMATS } from "../../src/parse/formats/registry.js";
import { cutBatch, entriesOf, newParser, parseAll, rawBatch, RECEIVED } from "../support/raw-lines.js";

const texts = (text: string) => parseAll(text).map((entry) => entry.text);
const OWN = FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line));
const STRAY = [
  "",
  "Traceback (most recent call last):",
  '  File "app.py", line 3, in <module>',
  "ValueError: no such thing",
  "\tat com.example.Foo.bar(Foo.java:12)",
  "Caused by: java.io.IOException: gone",
  "error:",
  "       … while calling the 'import' builtin",
  "panic: boom",
  "goroutine 1 [running]:",
  "main.main()",
  " SUBSYSTEM=acpi",
  "just words",
  "}",
  "déjà vu ❄",
];
const line = fc.oneof(fc.constantFrom(...OWN), fc.constantFrom(...STRAY), fc.string({ maxLength: 40 }));
const log = fc
  .tuple(
    fc.array(fc.oneof(line, fc.constantFrom(...OWN.slice(0, 3))), { maxLength: 120 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([lines, end]) => lines.map((text) => text.replaceAll(/[\r\n]/g, " ") + end).join(""));

function inPieces(batch: RawBatch, cuts: readonly number[]) {
  const parser = newParser();
  return entriesOf([...cutBatch(batch, cuts).map((piece) => parser.push(piece)), parser.flush()]);
}

describe("the parser", () => {
  it("gives the same entries however the lines are batched", () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(120), { maxLength: 30 }), (text, cuts) => {
        const batch = rawBatch(text);
        expect(inPieces(batch, cuts)).toEqual(inPieces(batch, []));
      }),
      { numRuns: 150 },
    );
  });

  it("gives the same entries line by line", () => {
    fc.assert(
      fc.property(log, (text) => {
        const batch = rawBatch(text);
        const every = Array.from({ length: batch.count }, (_, index) => index);
        expect(inPieces(batch, every)).toEqual(inPieces(batch, []));
      }),
      { numRuns: 60 },
    );
  });

  it("loses, doubles and changes no line", () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(120), { maxLength: 8 }), fc.array(fc.nat(7)), (text, cuts, flushes) => {
        const parser = newParser();
        const out = cutBatch(rawBatch(text), cuts).flatMap((piece, index) => [
          parser.push(piece),
          flushes.includes(index) ? parser.flush() : undefined,
        ]);
        const entries = entriesOf([...out, parser.flush()]);
        const end = text.includes("\r\n") ? "\r\n" : "\n";
        expect(entries.map((entry) => entry.text + end).join("")).toBe(text);
        expect(entries.reduce((sum, entry) => sum + entry.lines, 0)).toBe(text.split("\n").length - 1);
      }),
      { numRuns: 100 },
    );
  });

  it("never lets order go back", () => {
    fc.assert(
      fc.property(log, fc.option(fc.nat(2e15)), (text, last) => {
        const parser = newParser(undefined, last === null ? undefined : micros(last));
        const orders = entriesOf([parser.push(rawBatch(text)), parser.flush()]).map(({ order }) => order);
        expect(orders).toEqual(orders.toSorted((a, b) => a - b));
        if (last !== null && orders.length > 0) expect(orders[0]).toBeGreaterThanOrEqual(last);
      }),
      { numRuns: 60 },
    );
  });

  it("survives any text", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("{", "[", '"', "\\", ":", "}", "]", ",", "1", " ", "=", "<", ">", "-") }),
      fc
        .tuple(fc.constantFrom(...OWN), fc.nat(200), fc.string({ unit: "binary", maxLength: 5 }))
        .map(([text, at, patch]) => text.slice(0, at) + patch + text.slice(at + 2)),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 10 }), (lines) => {
        const entries = parseAll(lines.join("\n"));
        for (const { at, order, pid } of entries) expect([at, order, pid].every((n) => n >= 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("holding back", () => {
  const head = "2026-11-21 11:00:00 ERROR it broke";

  it("keeps the last entry of a format whose lines may go on, and no other", () => {
    const parser = newParser();
    expect(entriesOf([parser.push(rawBatch(`${head}\n${head}\n`))]).length).toBe(1);
    expect(parser.held).toBe(1);
    expect(Buffer.from(parser.heldBytes() ?? []).toString()).toBe(head);
    expect(entriesOf([parser.flush()]).length).toBe(1);
    expect(parser.held).toBe(0);
    expect(parser.heldBytes()).toBeUndefined();
    expect(parser.flush()).toBeUndefined();
  });

  it("keeps nothing of a format in which every line is an entry", () => {
    const parser = newParser();
    parser.push(rawBatch('{"level":30,"time":1795258800123,"msg":"a"}\n'));
    expect(parser.held).toBe(0);
  });

  it("joins a line that comes in a later batch", () => {
    const parser = newParser();
    const out = [parser.push(rawBatch(`${head}\r\n`)), parser.push(rawBatch("  more\r\n")), parser.flush()];
    expect(entriesOf(out).map(({ text, lines }) => [text, lines])).toEqual([[`${head}\r\n  more`, 2]]);
  });

  it("marks what comes after the entry was given up as late", () => {
    const parser = newParser();
    const first = [parser.push(rawBatch(`${head}\n`)), parser.flush()];
    const then = [parser.push(rawBatch("  more\n  and more\n")), parser.flush()];
    expect(entriesOf(first).map(({ text }) => text)).toEqual([head]);
    const [late] = entriesOf(then);
    expect(late).toMatchObject({ text: "  more\n  and more", format: "plain", lines: 2 });
    expect(late?.marks).toBe(Mark.late | Mark.timeInherited);
  });

  it("cuts an endless entry into several", () => {
    const entries = parseAll(`${head}\n${"  more\n".repeat(1_200)}`);
    expect(entries.map(({ lines }) => lines)).toEqual([500, 500, 201]);
    expect(entries.map(({ marks }) => marks & Mark.late)).toEqual([0, Mark.late, Mark.late]);
    const long = parseAll(`${head}\n${`  ${"x".repeat(100_000)}\n`.repeat(4)}`);
    expect(long.map(({ lines }) => lines)).toEqual([3, 2]);
  });

  it("gives the text of records that were not adjacent as lines", () => {
    const bytes = Buffer.from(`${head}#junk#  more`);
    const starts = Uint32Array.of(0, head.length + 6);
    const ends = Uint32Array.of(head.length, bytes.length);
    const parser = newParser();
    const out = [parser.push({ ...rawBatch(bytes), starts, ends, count: 2 }), parser.flush()];
    expect(entriesOf(out).map(({ text }) => text)).toEqual([`${head}\n  more`]);
  });
});

describe("pieces of long lines", () => {
  it("keeps them apart, with what the first piece said", () => {
    const pieces = ["Nov 21 11:00:00 web app[7]: it failed: aaaa", "Nov 21 10:00:00 bbbb", "  cccc"];
    const bytes = Buffer.from(`${pieces.join("")}\nNov 21 11:00:01 web app[7]: next\n`);
    const lengths = pieces.map(({ length }) => length);
    const starts = Uint32Array.of(
      0,
      lengths[0] ?? 0,
      (lengths[0] ?? 0) + (lengths[1] ?? 0),
      pieces.join("").length + 1,
    );
    const ends = Uint32Array.of(starts[1] ?? 0, starts[2] ?? 0, pieces.join("").length, bytes.length - 1);
    const marks = Uint16Array.of(Mark.continues, Mark.continues, 0, 0);
    const batch = { ...rawBatch(bytes), starts, ends, marks, count: 4 };
    const entries = inPieces(batch, []);
    expect(entries.map(({ text }) => text)).toEqual([...pieces, "Nov 21 11:00:01 web app[7]: next"]);
    expect(entries.map(({ format }) => format)).toEqual(["syslog", "plain", "plain", "syslog"]);
    expect(entries.map(({ host, pid, level }) => [host, pid, level]).slice(0, 3)).toEqual(
      pieces.map(() => ["web", 7, "error"]),
    );
    expect(entries.map(({ at }) => at).slice(0, 3)).toEqual(pieces.map(() => entries[0]?.at));
    expect(entries[1]?.marks).toBe(Mark.continues | Mark.timeInherited | Mark.levelGuessed);
    expect(inPieces(batch, [1, 2, 3])).toEqual(entries);
  });

  it("passes a broken-off line on with its mark, and joins nothing to it", () => {
    const parser = newParser();
    const batch = rawBatch("2026-11-21 11:00:00 half a l");
    const out = [parser.push({ ...batch, marks: Uint16Array.of(Mark.partial) }), parser.push(rawBatch("  more\n"))];
    expect(entriesOf([...out, parser.flush()]).map(({ text, marks }) => [text, marks & Mark.partial])).toEqual([
      ["2026-11-21 11:00:00 half a l", Mark.partial],
      ["  more", 0],
    ]);
  });
});

describe("entries without a time of their own", () => {
  const at = (text: string) => parseAll(text).map((entry) => [entry.at, entry.marks & 7]);
  const TOLD = Date.UTC(2026, 10, 21, 11) * 1000;

  it("get the time of the entry before", () => {
    expect(at("Nov 21 11:00:00 h a: b\n-- Boot 1234 --\n")).toEqual([
      [TOLD, 0],
      [TOLD, Mark.timeInherited],
    ]);
  });

  it("get the time of the first line that says one when they come before it", () => {
    expect(at("a header\n# another\nNov 21 11:00:00 h a: b\n")).toEqual([
      [TOLD, Mark.timeInherited],
      [TOLD, Mark.timeInherited],
      [TOLD, 0],
    ]);
  });

  it("get it also from a last line without a line end", () => {
    const parser = newParser();
    const batch = { ...rawBatch("a header\nNov 21 11:00:00 h a: b"), marks: Uint16Array.of(0, Mark.partial) };
    expect(entriesOf([parser.push(batch)]).map((entry) => entry.at)).toEqual([TOLD, TOLD]);
    expect(parser.held).toBe(0);
  });

  it("get the time of arrival where no line says one", () => {
    expect(at("one\ntwo\n")).toEqual([
      [RECEIVED, Mark.timeReceived],
      [RECEIVED, Mark.timeReceived],
    ]);
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");
    const parser = newParser();
    expect(parser.push(rawBatch(lines))?.count).toBe(39);
  });

  it("get the time of arrival when a live source has been silent since", () => {
    const live = (seconds: number) => micros(TOLD + seconds * MICROS_PER_SECOND);
    const parser = newParser();
    const out = [
      parser.push(rawBatch("Nov 21 11:00:00 h a: b\nstray\n", live(1))),
      parser.push(rawBatch("much later\n", live(100))),
      parser.flush(),
    ];
    expect(entriesOf(out).map((entry) => [entry.at, entry.marks & 7])).toEqual([
      [TOLD, 0],
      [TOLD, Mark.timeInherited],
      [live(100), Mark.timeReceived],
    ]);
  });

  it("do not let a time far in the future move the order", () => {
    const entries = parseAll("Nov 21 11:00:00 h a: b\n2030-01-01T00:00:00Z x[1]: future\nNov 21 11:00:01 h a: c\n");
    expect(entries.map(({ marks }) => marks & Mark.timeFuture)).toEqual([0, Mark.timeFuture, 0]);
    expect(entries.map(({ order }) => order - TOLD)).toEqual([0, 0, 1e6]);
    expect(entries[1]?.at).toBe(Date.UTC(2030, 0, 1) * 1000);
  });
});

describe("text that is not clean", () => {
  it("keeps the bytes and marks what is not UTF-8", () => {
    const bytes = Buffer.concat([
      Buffer.from("caf\u00e9 ok\n"),
      Buffer.from([0x63, 0xe9, 0x0a]),
      Buffer.from("\uFFFD\n"),
    ]);
    const entries = parseAll(bytes);
    expect(entries.map(({ marks }) => marks & Mark.notUtf8)).toEqual([0, Mark.notUtf8, 0]);
    expect(entries[1]?.text).toBe("c\uFFFD");
  });

  it("takes NUL bytes, escapes and blank lines as they are", () => {
    expect(texts("a\0b\n\u001b[31mred\u001b[0m\n\n\n")).toEqual(["a\0b", "\u001b[31mred\u001b[0m", "", ""]);
  });

  it("reads very long lines of every kind in reasonable time", () => {
    const long = 1 << 20;
    const lines = [
      "x".repeat(long),
      " ".repeat(long),
      "{".repeat(long),
      `{"a":${"[".repeat(long)}`,
      `{"msg":"${'\\"'.repeat(long / 2)}`,
      `{"msg":"${"\\".repeat(long)}"}`,
      `a=${"b".repeat(long)} msg="${"\\".repeat(1000)}`,
      "a=b ".repeat(long / 4),
      `<34>1 - - - - - [a ${'b="c" '.repeat(long / 6)}]`,
      `Nov 21 11:00:00 host ${"tag".repeat(long / 3)}: text`,
      `1.2.3.4 - - [21/Nov/2026:11:00:00 +0000] "${"\\x".repeat(long / 2)}" 200 1`,
      "no error ".repeat(long / 9),
      `2026-11-21 11:00:00 ${"[".repeat(long)}`,
      "\uFFFD".repeat(long / 3),
    ];
    const entries = parseAll(`${lines.join("\n")}\n`);
    expect(entries.map(({ text }) => text.length).reduce((a, b) => a + b)).toBe(lines.join("").length);
  });
});
