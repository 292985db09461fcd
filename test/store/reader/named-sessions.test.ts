import { describe, expect, it } from "vitest";
import type { Query } from "../../../src/core/query/ast.js";
import { nameSessions } from "../../../src/store/reader/named-sessions.js";

const session = (pattern: string): Query => ({ kind: "field", field: "session", pattern });

describe("sessions named by their place", () => {
  it("counts from the newest, wherever the name stands", () => {
    const query: Query = {
      kind: "and",
      parts: [
        { kind: "not", part: session("@2") },
        { kind: "or", parts: [session("@1")] },
      ],
    };
    expect(nameSessions(query, () => [12, 7])).toEqual({
      kind: "and",
      parts: [
        { kind: "not", part: session("7") },
        { kind: "or", parts: [session("12")] },
      ],
    });
  });

  it("leaves everything else as it is, without asking for the sessions", () => {
    const query: Query = { kind: "and", parts: [session("12"), { kind: "all" }] };
    const sessions = () => {
      throw new Error("asked");
    };
    expect(nameSessions(query, sessions)).toBe(query);
  });

  it("keeps a place where there is no session, which matches nothing", () => {
    expect(nameSessions(session("@3"), () => [12])).toEqual(session("@3"));
  });
});
