import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawBatch } from "../../src/core/batch.js";
import { Mark } from "../../src/core/entry.js";
import { createFramer } from "../../src/sources/framing.js";
import { linesOf, textsOf } from "../support/read-source.js";

type Options = Parameters<typeof createFramer>[0];

/** All batches for bytes that come in these chunks, the end included. */
function framed(chunks: readonly Uint8Array[], options: Options = {}): RawBatch[] {
  const framer = createFramer(options);
  return [...chunks.map((chunk) => framer.push(chunk)), framer.end()].filter((batch) => batch !== undefined);
}

type Piece = { readonly bytes: string; readonly marks: number };

function recordsOf(batches: readonly RawBatch[]): Piece[] {
  return batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, i) => ({
      bytes: Buffer.from(batch.bytes.subarray(batch.starts[i], batch.ends[i])).toString("latin1"),
      marks: batch.marks?.[i] ?? 0,
    })),
  );
}

function chunked(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

const text = (value: string) => Buffer.from(value, "utf8");
const framedText = (value: string, options?: Options) => framed([text(value)], options).flatMap(textsOf);

describe("framing", () => {
  const byte = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(10, 13, 0, 0xef, 0xbb, 0xbf, 0xc3, 0xa4) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 255 }) },
  );
  const anyBytes = fc.array(byte, { maxLength: 200 }).map((list) => Uint8Array.from(list));
  const cuts = fc.array(fc.nat(), { maxLength: 12 });

  it("gives the same records however the bytes are cut into chunks", () => {
    fc.assert(
      fc.property(anyBytes, cuts, fc.integer({ min: 4, max: 30 }), (bytes, at, maxLineBytes) => {
        const whole = recordsOf(framed([bytes], { maxLineBytes }));
        expect(recordsOf(framed(chunked(bytes, at), { maxLineBytes }))).toEqual(whole);
      }),
    );
  });

  it("loses no byte: lines, their ends and pieces put together are the stream", () => {
    fc.assert(
      fc.property(anyBytes, cuts, fc.integer({ min: 4, max: 30 }), (bytes, at, maxLineBytes) => {
        const batches = framed(chunked(bytes, at), { maxLineBytes, encoding: "bytes" });
        const given = Buffer.concat(batches.map((batch) => batch.bytes));
        expect(given).toEqual(Buffer.from(bytes));
        for (const batch of batches) expectOnlyLineEndsBetween(batch);
      }),
    );
  });

  it("gives what was held back at a pause, and then the rest, with no byte lost or doubled", () => {
    fc.assert(
      fc.property(anyBytes, cuts, fc.integer({ min: 4, max: 30 }), (bytes, at, maxLineBytes) => {
        const framer = createFramer({ maxLineBytes, encoding: "bytes" });
        const batches = chunked(bytes, at).flatMap((chunk) => [framer.push(chunk), framer.pause()]);
        const given = [...batches, framer.end()].filter((batch) => batch !== undefined);
        expect(linesOf(given)).toEqual(linesOf(framed([bytes], { encoding: "bytes" })));
        expect(framer.position().lineEnd + framer.position().given).toBe(bytes.length);
      }),
    );
  });

  it("goes on from any position that it told", () => {
    fc.assert(
      fc.property(anyBytes, cuts, (bytes, at) => {
        const first = createFramer({ encoding: "bytes" });
        const [start = bytes, ...rest] = chunked(bytes, at);
        const before = [first.push(start), first.pause()].filter((batch) => batch !== undefined);
        const position = first.position();
        const framer = createFramer({ start: position, encoding: "bytes" });
        const from = position.lineEnd + position.given;
        const after = [framer.push(bytes.subarray(from)), framer.end()].filter((batch) => batch !== undefined);
        expect(rest.length).toBeGreaterThanOrEqual(0);
        expect(linesOf([...before, ...after])).toEqual(linesOf(framed([bytes], { encoding: "bytes" })));
      }),
    );
  });

  it("takes both kinds of line end, and only one CR of several", () => {
    expect(framedText("a\r\nb\n\r\n\nc\r\r\nd")).toEqual(["a", "b", "", "", "c\r", "d"]);
  });

  it("joins a line end and a character that were cut in two", () => {
    const bytes = text("grün\r\nblau\n");
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(framed([bytes.subarray(0, cut), bytes.subarray(cut)]).flatMap(textsOf)).toEqual(["grün", "blau"]);
    }
  });

  it("drops a byte order mark at the start and keeps one anywhere else", () => {
    expect(framedText("\u{feff}first\n\u{feff}second\n")).toEqual(["first", "\u{feff}second"]);
    expect(framedText("\u{feff}")).toEqual([]);
  });

  it("holds the last line back until it ends", () => {
    const framer = createFramer();
    expect(framer.push(text("half"))).toBeUndefined();
    expect(framer.isHolding()).toBe(true);
    expect(textsOf(framer.push(text(" a line\n")) ?? expect.fail())).toEqual(["half a line"]);
    expect(framer.isHolding()).toBe(false);
  });

  it("marks what it gives at a pause as partial and continued, and its rest as neither", () => {
    const framer = createFramer();
    framer.push(text("password: "));
    expect(recordsOf([framer.pause() ?? expect.fail()])).toEqual([
      { bytes: "password: ", marks: Mark.partial | Mark.continues },
    ]);
    expect(framer.pause()).toBeUndefined();
    expect(framer.isHolding()).toBe(false);
    expect(recordsOf([framer.push(text("secret\n")) ?? expect.fail()])).toEqual([{ bytes: "secret", marks: 0 }]);
  });

  it("gives no half character and no CR at a pause", () => {
    const framer = createFramer();
    framer.push(text("größe").subarray(0, 3));
    expect(recordsOf([framer.pause() ?? expect.fail()]).map((record) => record.bytes)).toEqual(["gr"]);
    framer.push(text("größe\r").subarray(3));
    expect(textsOf(framer.pause() ?? expect.fail())).toEqual(["öße"]);
    expect(recordsOf([framer.push(text("\n")) ?? expect.fail()])).toEqual([{ bytes: "", marks: Mark.crlf }]);
  });

  it("marks a last line without an end as partial", () => {
    expect(recordsOf(framed([text("a\nb")]))).toEqual([
      { bytes: "a", marks: 0 },
      { bytes: "b", marks: Mark.partial },
    ]);
  });

  it("finishes a line that was given in pieces with an empty record when other lines follow", () => {
    const framer = createFramer();
    framer.push(text("begun"));
    framer.pause();
    expect(recordsOf([framer.close() ?? expect.fail()])).toEqual([{ bytes: "", marks: Mark.partial }]);
    expect(framer.close()).toBeUndefined();
  });

  it("cuts a line of more than a mebibyte into pieces that join exactly, between characters", () => {
    const line = `${"ä".repeat(1_500_000)}!`;
    const batches = framed([text(`${line}\nnext\n`)]);
    expect(linesOf(batches)).toEqual([line, "next"]);
    const pieces = recordsOf(batches);
    expect(pieces.map((piece) => piece.marks)).toEqual([Mark.continues, Mark.continues, 0, 0]);
    for (const piece of pieces) {
      expect(piece.bytes.length).toBeLessThanOrEqual(1024 * 1024);
      expect(Buffer.from(piece.bytes, "latin1").toString("utf8")).not.toContain("\u{fffd}");
    }
  });

  it("does not cut a line that is exactly as long as one may be", () => {
    for (const [end, mark] of [
      ["\n", 0],
      ["\r\n", Mark.crlf],
    ] as const) {
      const batches = framed([text("x".repeat(1024 * 1024 - 3)), text(`yyy${end}`)]);
      expect(recordsOf(batches).map((record) => record.marks)).toEqual([mark]);
    }
  });

  it("keeps NULs and bytes that are not UTF-8", () => {
    const bytes = Buffer.from([0, 0, 0, 0x41, 0xff, 0xfe, 0x0a, 0xc3, 0x28, 0x0a]);
    expect(recordsOf(framed([bytes])).map((record) => record.bytes)).toEqual(["\0\0\0A\xff\xfe", "\xc3("]);
  });

  it("does not touch what it has handed over", () => {
    const framer = createFramer();
    const first = framer.push(text("one\ntw")) ?? expect.fail();
    const copy = Buffer.from(first.bytes);
    framer.push(text("o\nthree\n"));
    framer.push(text("x".repeat(10_000)));
    expect(Buffer.from(first.bytes)).toEqual(copy);
  });

  describe("of UTF-16", () => {
    const encoded = (value: string, order: "le" | "be"): Buffer => {
      const bytes = Buffer.from(`\u{feff}${value}`, "utf16le");
      return order === "le" ? bytes : bytes.swap16();
    };

    it("decodes either byte order, however it is cut", () => {
      const value = fc.string({ unit: fc.constantFrom("a", "ä", "Ċ", "😀", "\n", "\r\n", "\u{a0a}"), maxLength: 40 });
      fc.assert(
        fc.property(value, cuts, fc.constantFrom("le" as const, "be" as const), (line, at, order) => {
          const expected = framedText(line);
          const batches = framed(chunked(encoded(line, order), at));
          expect(batches.flatMap(textsOf)).toEqual(expected);
        }),
      );
    });

    it("tells positions in the bytes of the stream, so that it can go on there", () => {
      const bytes = encoded("eins\nzwei\ndrei", "be");
      const framer = createFramer();
      expect(textsOf(framer.push(bytes.subarray(0, 25)) ?? expect.fail())).toEqual(["eins", "zwei"]);
      expect(framer.position()).toEqual({ lineEnd: 22, given: 0 });
      const later = createFramer({ start: framer.position(), encoding: "utf-16be" });
      later.push(bytes.subarray(22));
      expect(textsOf(later.end() ?? expect.fail())).toEqual(["drei"]);
    });

    it("gives a line that is far too long in pieces", () => {
      const line = "ab😀".repeat(40);
      const batches = framed(chunked(encoded(`${line}\nx\n`, "le"), [50, 120, 200, 300]), { maxLineBytes: 32 });
      expect(linesOf(batches)).toEqual([line, "x"]);
    });
  });
});

function expectOnlyLineEndsBetween(batch: RawBatch): void {
  let end = 0;
  for (let i = 0; i <= batch.count; i++) {
    const start = i === batch.count ? batch.bytes.length : (batch.starts[i] ?? -1);
    expect(["", "\n", "\r\n"]).toContain(Buffer.from(batch.bytes.subarray(end, start)).toString("latin1"));
    end = batch.ends[i] ?? end;
  }
}
