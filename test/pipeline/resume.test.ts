import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResumeToken } from "../../src/core/ports.js";
import { Mark } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import { newParser, rawBatch } from "../support/raw-lines.js";
import { batchOfHeld, packResume, unpackResume } from "../../src/pipeline/resume.js";

const token = (text: string) => text as ResumeToken;

describe("the resume token of the pipeline", () => {
  it("carries the source's token and the held bytes unchanged", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.uint8Array(), { nil: undefined }), (text, held) => {
        expect(unpackResume(packResume({ source: token(text), held }))).toEqual({ source: text, held });
      }),
    );
  });

  it("resumes from nothing when the token is another program's", () => {
    for (const text of ["", "{", "[]", '{"v":2,"source":"x","held":null}', '{"v":1,"source":3,"held":null}']) {
      expect(unpackResume(token(text))).toEqual({ source: undefined, held: undefined });
    }
  });

  it("gives held lines back as the source gave them", () => {
    const held = new TextEncoder().encode("Traceback:\r\n  at x\n  at y");
    const batch = batchOfHeld(held, micros(0));
    const lines = Array.from({ length: batch.count }, (_, index) =>
      new TextDecoder().decode(batch.bytes.subarray(batch.starts[index], batch.ends[index])),
    );
    expect(lines).toEqual(["Traceback:", "  at x", "  at y"]);
    expect([...(batch.marks ?? [])]).toEqual([Mark.crlf, 0, 0]);
  });

  it("knows how the last held line ended", () => {
    for (const [text, mark] of [
      ["Traceback:\r\n", Mark.crlf],
      ["Traceback:\n", 0],
    ] as const) {
      const parser = newParser();
      parser.push({ ...rawBatch(text), marks: Uint16Array.of(mark) });
      const batch = batchOfHeld(parser.heldBytes() ?? expect.fail(), micros(0));
      expect([...(batch.marks ?? [])]).toEqual([mark]);
    }
  });
});
