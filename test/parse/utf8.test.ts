import fc from "fast-check";
import { describe, it } from "vitest";
import { decodeUtf8, replacedIn } from "../../src/parse/utf8.js";

const host = new TextDecoder("utf-8", { ignoreBOM: true });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => new TextEncoder().encode(text)),
  fc
    .array(fc.constantFrom(0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xbd, 0x41))
    .map((list) => Uint8Array.from(list)),
);

describe("UTF-8", () => {
  it("is decoded as the host does it, malformed or not", () => {
    fc.assert(
      fc.property(bytes, (input) => decodeUtf8(input) === host.decode(input)),
      { numRuns: 2_000 },
    );
  });

  it("counts what had to be replaced, but not a U+FFFD that was written", () => {
    const isValid = (input: Uint8Array) => {
      try {
        new TextDecoder("utf-8", { fatal: true }).decode(input);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(bytes, (input) => replacedIn(host.decode(input), input) > 0 === !isValid(input)),
      { numRuns: 2_000 },
    );
  });
});
