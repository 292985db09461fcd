import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { civilOf, instantOf, printedInstant } from "../../../src/core/query/syntax/calendar.js";
import { parseSpan } from "../../../src/core/query/syntax/time-span.js";
import { isTrouble, parseTime, parseTimeRange, type TimeContext } from "../../../src/core/query/times.js";
import type { TimeWord } from "../../../src/core/query/syntax/names.js";
import { type LocalOffset, micros } from "../../../src/core/time.js";

const HOUR = 3_600_000_000;
const utc = (text: string) => micros(Date.parse(text) * 1_000);

/** Berlin in 2026: summer time from 29 March 02:00 to 25 October 03:00. */
const berlin: LocalOffset = (civil) =>
  civil >= utc("2026-03-29T03:00:00Z") && civil < utc("2026-10-25T03:00:00Z") ? 2 * HOUR : HOUR;

const inBerlin = (now: string): TimeContext => ({ now: utc(now), localOffset: berlin });
const noon = inBerlin("2026-11-21T11:00:00Z");

function at(text: string, context = noon): string {
  const point = parseTime(text, context);
  return isTrouble(point) ? `trouble: ${point.message}` : printedInstant(point.at);
}

function range(word: TimeWord, text: string, context = noon): readonly (string | undefined)[] | string {
  const found = parseTimeRange(word, text, context);
  if (isTrouble(found)) return `trouble: ${found.suggestion}`;
  return [found.from, found.to].map((end) => (end === undefined ? undefined : printedInstant(end)));
}

describe("parseTime", () => {
  it.each([
    ["now", "2026-11-21T11:00:00Z"],
    ["NOW", "2026-11-21T11:00:00Z"],
    ["-90s", "2026-11-21T10:58:30Z"],
    ["-15m", "2026-11-21T10:45:00Z"],
    ["-15min", "2026-11-21T10:45:00Z"],
    ["-2h", "2026-11-21T09:00:00Z"],
    ["-3d", "2026-11-18T11:00:00Z"],
    ["-1w", "2026-11-14T11:00:00Z"],
    ["+1h30m", "2026-11-21T12:30:00Z"],
    ["2 hours ago", "2026-11-21T09:00:00Z"],
    ["1h 30min ago", "2026-11-21T09:30:00Z"],
    ["today", "2026-11-20T23:00:00Z"],
    ["yesterday", "2026-11-19T23:00:00Z"],
    ["tomorrow", "2026-11-21T23:00:00Z"],
    ["today 14:30", "2026-11-21T13:30:00Z"],
    ["yesterday 8:05:01", "2026-11-20T07:05:01Z"],
    ["14:30", "2026-11-21T13:30:00Z"],
    ["14:30:05.25", "2026-11-21T13:30:05.25Z"],
    ["2026-11-20", "2026-11-19T23:00:00Z"],
    ["2026-11-20 21:00", "2026-11-20T20:00:00Z"],
    ["2026-11-20T21:00:00", "2026-11-20T20:00:00Z"],
    ["2026-11-20T21:00:00Z", "2026-11-20T21:00:00Z"],
    ["2026-11-20T21:00:00.123456Z", "2026-11-20T21:00:00.123456Z"],
    ["2026-11-20T21:00:00.1234567+01:00", "2026-11-20T20:00:00.123456Z"],
    ["2026-11-20 21:00 UTC", "2026-11-20T21:00:00Z"],
    ["2026-11-20 21:00 -0530", "2026-11-21T02:30:00Z"],
    ["Fri 2026-11-20 21:00:00", "2026-11-20T20:00:00Z"],
    ["@1795204800", "2026-11-20T20:00:00Z"],
    ["@1795204800.000001", "2026-11-20T20:00:00.000001Z"],
    ["@0", "1970-01-01T00:00:00Z"],
    ["9999-12-31", "2255-06-05T23:47:34.740991Z"],
  ])("reads %s", (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it.each([
    "",
    "soon",
    "25:00",
    "12:60",
    "2026-02-30",
    "2026-13-01",
    "12",
    "@",
    "@x",
    "-",
    "-5 parsecs",
    "14:30 nowhere",
    "today x",
  ])("does not take %j for a time", (text) => {
    expect(at(text)).toContain("trouble");
  });

  it("knows the moments it is told of", () => {
    const context = { ...noon, moments: { boot: utc("2026-11-21T05:00:00Z") } };
    expect(at("@boot", context)).toBe("2026-11-21T05:00:00Z");
    expect(at("@rebuild", context)).toContain("trouble");
  });

  it("begins the day at local midnight also when the clock changed since", () => {
    // Berlin, 29 March 2026: midnight was at +1, noon is at +2.
    const summer = inBerlin("2026-03-29T10:00:00Z");
    expect(at("today", summer)).toBe("2026-03-28T23:00:00Z");
    expect(at("tomorrow", summer)).toBe("2026-03-29T22:00:00Z");
    expect(range("time", "today", summer)).toEqual(["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]);
  });

  it("takes the first pass of an hour that the clock repeats", () => {
    expect(at("2026-10-25 02:30")).toBe("2026-10-25T00:30:00Z");
    expect(at("2026-10-25 03:30")).toBe("2026-10-25T02:30:00Z");
  });

  it("knows the civil day also within the repeated hour and around it", () => {
    for (let minutes = -300; minutes <= 300; minutes += 10) {
      const now = micros(utc("2026-10-25T01:00:00Z") + minutes * 60_000_000);
      const offset = now < utc("2026-10-25T01:00:00Z") ? 2 * HOUR : HOUR;
      expect(civilOf(now, berlin)).toBe(now + offset);
    }
  });

  it("finds the instant of every civil time again, but where the clock repeats an hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: utc("2026-01-01T00:00:00Z"), max: utc("2026-12-31T00:00:00Z") }), (now) => {
        const again = instantOf(civilOf(micros(now), berlin), berlin);
        expect([0, -HOUR]).toContain(again - now);
      }),
    );
  });

  it("never throws", () => {
    const parts = fc.array(
      fc.constantFrom("today", "-", "1", "9".repeat(400), ":", "30", " ", "ago", "@", ".", "h", "Z", "±", "..", "T"),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          parts.map((all) => all.join("")),
        ),
        (text) => {
          for (const word of ["since", "until", "between", "around", "time"] as const) {
            const found = parseTimeRange(word, text, noon);
            if (isTrouble(found)) continue;
            for (const end of [found.from, found.to]) expect(end === undefined || Number.isSafeInteger(end)).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("parseTimeRange", () => {
  it("reads the stretches of the language", () => {
    expect(range("since", "-1h")).toEqual(["2026-11-21T10:00:00Z", undefined]);
    expect(range("until", "today")).toEqual([undefined, "2026-11-20T23:00:00Z"]);
    expect(range("between", "yesterday..today")).toEqual(["2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z"]);
    expect(range("between", "12:00..")).toEqual(["2026-11-21T11:00:00Z", undefined]);
    expect(range("between", "..2026-11-20 21:00")).toEqual([undefined, "2026-11-20T20:00:00Z"]);
    expect(range("around", "14:30±10m")).toEqual(["2026-11-21T13:20:00Z", "2026-11-21T13:40:00Z"]);
    expect(range("around", "14:30+-10m")).toEqual(["2026-11-21T13:20:00Z", "2026-11-21T13:40:00Z"]);
    expect(range("around", "2026-11-20T21:00:00+01:00+-1h")).toEqual(["2026-11-20T19:00:00Z", "2026-11-20T21:00:00Z"]);
    expect(range("around", "14:30")).toEqual(["2026-11-21T13:25:00Z", "2026-11-21T13:35:00Z"]);
    expect(range("time", "14:30")).toEqual(["2026-11-21T13:30:00Z", "2026-11-21T13:31:00Z"]);
    expect(range("time", "14:30:05")).toEqual(["2026-11-21T13:30:05Z", "2026-11-21T13:30:06Z"]);
  });

  it("says the nearest form of a stretch that is wrong", () => {
    expect(range("between", "today")).toBe("trouble: today..now");
    expect(range("between", "today..yesterday")).toBe("trouble: yesterday..today");
    expect(range("between", "1h..now")).toBe("trouble: -1h..now");
    expect(range("around", "14:30±soon")).toBe("trouble: 14:30±10m");
    expect(range("around", "yesteday±1h")).toBe("trouble: yesterday±1h");
  });
});

describe("parseSpan", () => {
  it("reads the units of systemd", () => {
    expect(parseSpan("1h30m")).toBe(1.5 * HOUR);
    expect(parseSpan("2 days 3 hours")).toBe(51 * HOUR);
    expect(parseSpan("90")).toBe(90_000_000);
    expect(parseSpan("1.5s")).toBe(1_500_000);
    expect(parseSpan("250ms")).toBe(250_000);
    expect(parseSpan("1M")).toBe(Math.round(30.44 * 24 * HOUR));
    expect(parseSpan("1 fortnight")).toBeUndefined();
    expect(parseSpan("")).toBeUndefined();
    expect(parseSpan("1".repeat(5_000) + "!")).toBeUndefined();
  });
});
