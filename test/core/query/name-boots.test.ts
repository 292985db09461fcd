import { describe, expect, it } from "vitest";
import { bootAt, bootsMeant } from "../../../src/core/boots.js";
import type { Query } from "../../../src/core/query/ast.js";
import { bootOffsets, nameBoots } from "../../../src/core/query/name-boots.js";
import { micros } from "../../../src/core/time.js";

const boot = (pattern: string): Query => ({ kind: "field", field: "boot", pattern });
const host = (pattern: string): Query => ({ kind: "field", field: "host", pattern });

describe("boots in a query", () => {
  it("become ids wherever they stand, and only where they are counted", () => {
    const query: Query = { kind: "and", parts: [host("0"), { kind: "not", part: boot("-1") }, boot("f".repeat(32))] };
    expect(nameBoots(query, (offset) => `id of ${offset}`)).toEqual({
      kind: "and",
      parts: [host("0"), { kind: "not", part: boot("id of -1") }, boot("f".repeat(32))],
    });
    expect(bootOffsets({ kind: "or", parts: [query, boot("+2"), boot("0"), boot("0")] })).toEqual([-1, 2, 0]);
  });

  it("leave the query as it is where there is none", () => {
    const query: Query = { kind: "or", parts: [host("a"), boot("0")] };
    expect(nameBoots(query, () => undefined)).toBe(query);
  });
});

describe("which boot is meant", () => {
  const at = (id: string, machine: string, first: number) => ({
    id,
    machine,
    first: micros(first),
    last: micros(first + 5),
  });
  const boots = [at("c", "here", 30), at("a", "here", 10), at("x", "there", 40), at("b", "here", 20)];

  it("counts this machine's boots where it is among them", () => {
    const meant = bootsMeant(boots, "c");
    expect([0, -1, -2, 1, 3].map((offset) => bootAt(meant, offset)?.id)).toEqual(["c", "b", "a", "a", "c"]);
    expect([bootAt(meant, -3), bootAt(meant, 4)]).toEqual([undefined, undefined]);
  });

  it("counts those of the machine that wrote last where it is not", () => {
    expect(bootsMeant(boots, "elsewhere").map(({ id }) => id)).toEqual(["x"]);
  });
});
