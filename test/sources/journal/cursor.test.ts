import { describe, expect, it } from "vitest";
import type { ResumeToken } from "../../../src/core/ports.js";
import { isUpTo, missingBetween, parseCursor, placeOf, tokenOf } from "../../../src/sources/journal/cursor.js";

const cursorAt = (seqnum: number, id = "0c01369edcbc400e9193ee8faa0df6ed") => {
  const text = `s=${id};i=${seqnum.toString(16)};b=88cec2d1007f4de39f8a86dbe208553d;m=41a55476;t=660c2076e805b;x=1f81`;
  const cursor = parseCursor(text);
  if (cursor === undefined) throw new Error(`no cursor: ${text}`);
  return cursor;
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tokens of other versions and other hands
const token = (text: string) => text as ResumeToken;

describe("cursors", () => {
  it("reads the parts that tell place and time", () => {
    expect(cursorAt(0x7d18)).toMatchObject({ seqnum: 32_024, at: 1_795_236_324_868_187 });
  });

  it("takes nothing else for a cursor", () => {
    for (const text of [
      "",
      "s=1;i=2",
      "--output=short",
      `${cursorAt(1).text};`,
      cursorAt(1).text.replace("i=1", "i="),
    ]) {
      expect(parseCursor(text)).toBeUndefined();
    }
  });

  it("counts what is missing between two entries of one writer only", () => {
    expect(missingBetween(cursorAt(5), cursorAt(6))).toBe(0);
    expect(missingBetween(cursorAt(5), cursorAt(9))).toBe(3);
    expect(missingBetween(cursorAt(5), cursorAt(9, "f".repeat(32)))).toBe(0);
  });

  it("knows an entry again, and those before it", () => {
    expect(isUpTo(cursorAt(5), cursorAt(5))).toBe(true);
    expect(isUpTo(cursorAt(4), cursorAt(5))).toBe(true);
    expect(isUpTo(cursorAt(6), cursorAt(5))).toBe(false);
    expect(isUpTo(cursorAt(4, "f".repeat(32)), cursorAt(5))).toBe(false);
  });

  it("finds the place again that a token names", () => {
    const cursor = cursorAt(5);
    expect(placeOf(tokenOf(cursor))).toEqual({ place: { kind: "cursor", cursor }, isBroken: false });
    expect(placeOf(undefined)).toEqual({ place: { kind: "start" }, isBroken: false });
  });

  it("says when a token is broken, and saves the time in it", () => {
    for (const text of ["", "[]", "null", '{"v":2,"cursor":"s=1"}', '{"v":1}', '{"v":1,"cursor":"--help"}']) {
      expect(placeOf(token(text))).toEqual({ place: { kind: "start" }, isBroken: true });
    }
    expect(placeOf(token('{"v":1,"cursor":"s=?;t=660c2076e805b;x=1"}'))).toEqual({
      place: { kind: "since", at: 1_795_236_324_868_187, last: undefined },
      isBroken: true,
    });
  });
});
