import { describe, expect, it } from "vitest";
import { EVERYTHING } from "../../../src/core/query/ast.js";
import { printQuery } from "../../../src/core/query/print.js";
import { micros } from "../../../src/core/time.js";

describe("printQuery", () => {
  it("prints everything as nothing", () => {
    expect(printQuery(EVERYTHING)).toBe("");
  });

  it("prints queries that the parser never makes as what they mean", () => {
    const word = { kind: "text", text: "x", case: "smart" } as const;
    expect(printQuery({ kind: "and", parts: [] })).toBe("*");
    expect(printQuery({ kind: "or", parts: [] })).toBe("-*");
    expect(printQuery({ kind: "and", parts: [{ kind: "or", parts: [word] }, word] })).toBe("x x");
    expect(printQuery({ kind: "time", from: undefined, to: undefined })).toBe("*");
    expect(printQuery({ kind: "time", from: micros(0), to: micros(0) })).toBe(
      "(since:1970-01-01T00:00:00Z until:1970-01-01T00:00:00Z)",
    );
  });
});
