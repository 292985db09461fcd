import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../src/core/query/parse.js";
import { printQuery } from "../../../src/core/query/print.js";
import { BUILT_IN } from "../../../src/core/query/saved/built-in.js";
import { withoutFilterNames, withSavedFilters } from "../../../src/core/query/saved/named-filters.js";
import { readSavedFilters, savedFiltersText } from "../../../src/core/query/saved/saved-file.js";
import { isSavedName, type SavedFilter, withChange } from "../../../src/core/query/saved/saved-filter.js";
import { MOMENT } from "../../support/tui-driver.js";

const SAVED: readonly SavedFilter[] = [
  { name: "web", query: "unit:nginx or unit:caddy", tags: ["net"], about: "" },
  { name: "nested", query: "filter:web error", tags: [], about: "" },
  { name: "broken", query: "(", tags: [], about: "" },
];
const context = withSavedFilters(MOMENT, () => SAVED);

function printed(text: string): string {
  const read = parseQuery(text, context);
  return read.ok ? printQuery(read.value) : `fault: ${read.fault.message}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,12}$/);
const filter: fc.Arbitrary<SavedFilter> = fc.record({
  name,
  query: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
  tags: fc.array(name, { maxLength: 3 }),
  about: fc.string({ maxLength: 50 }),
});
const filters = fc.uniqueArray(filter, { selector: (one) => one.name, maxLength: 5 });

describe("filter:NAME in a query", () => {
  it("stands for what is saved, as if it had been written in brackets", () => {
    expect(printed("filter:web error")).toBe(printed("(unit:nginx or unit:caddy) error"));
    expect(printed("-filter:web")).toBe(printed("-(unit:nginx or unit:caddy)"));
    expect(printed("FILTER:web")).toBe(printed("filter:web"));
  });

  it("says which names there are, and the nearest", () => {
    const read = parseQuery("error filter:wbe", context);
    expect(read.ok ? undefined : read.fault).toMatchObject({
      at: 13,
      length: 3,
      message: "no filter is saved as wbe",
      suggestion: "error filter:web",
    });
    expect(printed("filter:broken")).toMatch(/^fault: what is saved as broken cannot be read: /);
    expect(printed("filter>=2")).toMatch(/^fault: filter takes a colon/);
    expect(parseQuery("filter:web", MOMENT)).toMatchObject({
      fault: { message: "a saved filter cannot be named here" },
    });
  });

  it("goes one level deep, so that a short text stays a small query; what is saved is written out", () => {
    expect(printed("filter:nested")).toMatch(/^fault: what is saved as nested cannot be read/);
    expect(withoutFilterNames("filter:web -filter:web 'filter:web'", SAVED)).toBe(
      "(unit:nginx or unit:caddy) -(unit:nginx or unit:caddy) 'filter:web'",
    );
  });

  it("leaves the record's own field of that name reachable", () => {
    const read = parseQuery("field.filter:x", context);
    expect(read.ok && printQuery(read.value)).toBe("field.filter:x");
  });

  it("asks for what is saved only when a query names one", () => {
    const unasked = withSavedFilters(MOMENT, () => {
      throw new Error("asked");
    });
    expect(parseQuery("error unit:a", unasked).ok).toBe(true);
  });
});

describe("filters that ship", () => {
  it("can all be read, and have names that can be typed", () => {
    const wrong = BUILT_IN.filter((built) => !parseQuery(built.query, MOMENT).ok || !isSavedName(built.name));
    expect(wrong).toEqual([]);
    expect(readSavedFilters(savedFiltersText(BUILT_IN))).toMatchObject({ ok: true, filters: BUILT_IN });
  });
});

describe("a file of filters", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(filters, (list) => {
        expect(readSavedFilters(savedFiltersText(list))).toMatchObject({ ok: true, filters: list });
      }),
    );
  });

  const FAULTS: readonly (readonly [string, string])[] = [
    ['{"version":1,"filters":[}', "is not JSON from line 1, column 25 on"],
    ['{\n  "version": 1,\n  "filters": [] x\n}', "is not JSON from line 3, column 17 on"],
    ["[]", "must hold one JSON object"],
    ['{"filters":[]}', 'has no "version": 1'],
    ['{"version":2,"filters":[]}', "is of a newer logstream (version 2)"],
    ['{"version":1,"filtres":[]}', "has 'filtres', which is unknown: it holds version and filters"],
    ['{"version":1,"filters":[{"name":"a","query":"x"},{"name":"b"}]}', "has a fault in filters[1]: 'query' of b must"],
    [
      '{"version":1,"filters":[{"name":"\\u001b[2J","query":"x"}]}',
      "has a fault in filters[0]: 'name' must be one word",
    ],
    [
      '{"version":1,"filters":[{"name":"a","query":"x","tags":["a b"]}]}',
      "has a fault in filters[0]: 'tags' of a must",
    ],
    ['{"version":1,"filters":[{"name":"a","query":"x","qeury":"x"}]}', "has a fault in filters[0]: 'qeury' is unknown"],
    [
      '{"version":1,"filters":[{"name":"a","query":"x"},{"name":"a","query":"y"}]}',
      "has the name 'a' twice: in filters[0] and filters[1]",
    ],
  ];
  it.each(FAULTS)("says what is wrong and where: %s", (text, expected) => {
    const read = readSavedFilters(text);
    expect(read.ok ? "" : read.trouble).toContain(expected);
  });

  it("says the place of any text that is cut short", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const part = text.slice(0, cut % (text.length + 1));
        const end = part.split("\n");
        const read = readSavedFilters(part);
        const place = /is not JSON from line (\d+), column (\d+) on/.exec(read.ok ? "" : read.trouble);
        const [line, column] = [Number(place?.[1] ?? 1), Number(place?.[2] ?? 1)];
        expect(line).toBeLessThanOrEqual(end.length);
        expect(column).toBeGreaterThan(0);
        expect(isJson(part)).toBe(place === null);
      }),
    );
  });
});

describe("a change of what is saved", () => {
  it("puts in the place of its name or another, keeps names apart, and takes away", () => {
    const put = { name: "web", query: "x", tags: [], about: "" };
    expect(withChange(SAVED, { kind: "put", filter: put, insteadOf: undefined })[0]).toBe(put);
    const renamed = withChange(SAVED, { kind: "put", filter: put, insteadOf: "broken" });
    expect(renamed.map((one) => one.name)).toEqual(["nested", "web"]);
    expect(withChange(SAVED, { kind: "remove", name: "web" }).map((one) => one.name)).toEqual(["nested", "broken"]);
  });
});
