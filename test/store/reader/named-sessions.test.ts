import { describe, expect, it } from "vitest";
import { sourceId } from "../../../src/core/entry.js";
import type { Query } from "../../../src/core/query/ast.js";
import type { NewSession, Session, SessionId } from "../../../src/core/session.js";
import { micros } from "../../../src/core/time.js";
import { nameSessions, sessionsCalled } from "../../../src/store/reader/named-sessions.js";
import { newSession } from "../../support/new-session.js";

const query = (pattern: string): Query => ({ kind: "field", field: "session", pattern });
const session = (id: number, said: Partial<NewSession> = {}): Session => ({
  ...newSession({ source: sourceId(`run:${id}`), ...said }),
  id: id as SessionId,
});
const field = (name: string, pattern: string): Query => ({ kind: "field", field: name, pattern });

describe("sessions named in a query", () => {
  it("count from the newest, wherever the name stands", () => {
    const asked: Query = {
      kind: "and",
      parts: [
        { kind: "not", part: query("@2") },
        { kind: "or", parts: [query("@1")] },
      ],
    };
    const outputs = (id: number): Query => ({
      kind: "or",
      parts: [field("source", `run:${id}`), field("source", `run:${id}:stderr`)],
    });
    expect(nameSessions(asked, () => [session(12), session(7)])).toEqual({
      kind: "and",
      parts: [
        { kind: "not", part: outputs(7) },
        { kind: "or", parts: [outputs(12)] },
      ],
    });
  });

  it("leave everything else as it is, without being asked for", () => {
    const asked: Query = { kind: "and", parts: [field("unit", "12"), { kind: "all" }] };
    const sessions = () => {
      throw new Error("asked");
    };
    expect(nameSessions(asked, sessions)).toBe(asked);
  });

  it("stay where there is no such session, which matches nothing", () => {
    for (const name of ["@3", "@0", "77", "deploy"]) {
      expect(nameSessions(query(name), () => [session(12)])).toEqual(query(name));
    }
  });

  it("bring what an activation says of itself with a rebuild, only while it ran", () => {
    const noticed = session(3, {
      kind: "rebuild",
      origin: "noticed",
      source: sourceId("nix:socket"),
      startedAt: micros(5),
      endedAt: micros(9),
    });
    expect(nameSessions(query("3"), () => [noticed])).toEqual({
      kind: "and",
      parts: [
        { kind: "time", from: 5, to: 10 },
        {
          kind: "or",
          parts: [
            field("source", "nix:socket"),
            field("source", "nix:socket:stderr"),
            field("identifier", "nixos"),
            field("unit", "nixos-rebuild-switch-to-configuration.service"),
            field("unit", "nix-daemon.service"),
          ],
        },
      ],
    });
  });

  it("take the name of a unit by the letter, stars and backslashes too", () => {
    const unit = { unit: String.raw`dev-disk-by\x2did*.device`, state: "started", result: undefined } as const;
    const found = nameSessions(query("1"), () => [session(1, { units: [{ ...unit, invocation: undefined }] })]);
    expect(JSON.stringify(found)).toContain(JSON.stringify(String.raw`dev-disk-by\\x2did\*.device`));
  });

  it("may share a name, and a number wins over a name that looks like it", () => {
    const sessions = [session(9, { name: "deploy" }), session(8, { name: "9" }), session(7, { name: "Deploy" })];
    expect(sessionsCalled("deploy", sessions).map(({ id }) => id)).toEqual([9, 7]);
    expect(sessionsCalled("9", sessions).map(({ id }) => id)).toEqual([9]);
  });
});

describe("generations named in a query", () => {
  const of = (number: number) => ({ number, path: `/nix/store/system-${number}` });
  const rebuild = (id: number, [before, after]: readonly [number, number], endedAt: number): Session =>
    session(id, {
      kind: "rebuild",
      startedAt: micros(endedAt - 5),
      endedAt: micros(endedAt),
      generationBefore: of(before),
      generationAfter: of(after),
    });
  // Back to 41 at 300; a rebuild that changed nothing at 200.
  const sessions = () => [rebuild(4, [42, 41], 300), rebuild(3, [42, 42], 200), rebuild(2, [41, 42], 100)];
  const during = (from: number | undefined, to: number | undefined): Query => ({
    kind: "time",
    from: from === undefined ? undefined : micros(from),
    to: to === undefined ? undefined : micros(to),
  });

  it("are the times in which they ran, as far as sessions tell", () => {
    expect(nameSessions(field("generation", "42"), sessions)).toEqual(during(100, 300));
    expect(nameSessions(field("generation", "41"), sessions)).toEqual({
      kind: "or",
      parts: [during(undefined, 100), during(300, undefined)],
    });
  });

  it("stay where nothing is known of them, which matches nothing", () => {
    for (const word of ["7", "x*", ""]) {
      expect(nameSessions(field("generation", word), sessions)).toEqual(field("generation", word));
    }
  });
});
