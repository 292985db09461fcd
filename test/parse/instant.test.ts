import { describe, expect, it } from "vitest";
import { type LocalOffset, micros } from "../../src/core/time.js";
import { instantOf, instantOfClock, instantOfYearless, rememberOffsets } from "../../src/parse/instant.js";
import { epochMicros, scanClf, scanCtime, scanIso, scanMonthDay } from "../../src/parse/timestamp.js";
import { parseAll, UTC, zoneOffset } from "../support/raw-lines.js";

const utc = (iso: string) => micros(Date.parse(iso) * 1000);
const shown = (at: number) => new Date(at / 1000).toISOString();
const BERLIN = zoneOffset("Europe/Berlin");
const LORD_HOWE = zoneOffset("Australia/Lord_Howe");

describe("times with a date and zone", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2026-11-21T12:00:00Z", "2026-11-21T12:00:00.000Z"],
    ["2026-11-21 12:00:00", "2026-11-21T12:00:00.000Z"],
    ["2026/11/21 12:00:00", "2026-11-21T12:00:00.000Z"],
    ["2026-11-21T12:00Z", "2026-11-21T12:00:00.000Z"],
    ["2026-11-21 12:00:00,123", "2026-11-21T12:00:00.123Z"],
    ["2026-11-21T12:00:00.123456789+00:00", "2026-11-21T12:00:00.123Z"],
    ["2026-11-21T12:00:00+01", "2026-11-21T11:00:00.000Z"],
    ["2026-11-21T12:00:00-0330", "2026-11-21T15:30:00.000Z"],
    ["2026-11-21 12:00:00 +05:30", "2026-11-21T06:30:00.000Z"],
    ["2026-11-21 12:00:00 UTC", "2026-11-21T12:00:00.000Z"],
    ["2026-02-28T23:59:60Z", "2026-03-01T00:00:00.000Z"],
    ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${text}`, () => {
      const stamp = scanIso(text, 0);
      expect(stamp?.end).toBe(text.length);
      expect(shown((stamp?.civil ?? Number.NaN) - (stamp?.offset ?? 0))).toBe(expected);
    });
  }

  it("cuts digits after the microsecond off instead of rounding", () => {
    expect((scanIso("2026-11-21T12:00:00.123456999Z", 0)?.civil ?? 0) % 1e6).toBe(123_456);
    expect((scanIso("2026-11-21T12:00:00.1Z", 0)?.civil ?? 0) % 1e6).toBe(100_000);
  });

  const absurd = [
    "2026-13-01 00:00:00",
    "2026-00-10 00:00:00",
    "2026-02-29 00:00:00",
    "2026-04-31 00:00:00",
    "2026-11-21 24:00:00",
    "2026-11-21 12:60:00",
    "2026-11-21 12:00:61",
    "1969-12-31 23:59:59",
    "0000-00-00 00:00:00",
    "9999-01-01 00:00:00",
    "2026-11/21 12:00:00",
    "2026-1-21 12:00:00",
    "",
  ];
  for (const text of absurd) it(`refuses ${JSON.stringify(text)}`, () => expect(scanIso(text, 0)).toBeUndefined());

  it("does not take what follows for a zone", () => {
    const cut = "2026-11-21 12:00:00".length;
    for (const rest of [" - INFO", " -5 degrees", " Zoo", " UTCX", " Guest", "-host", "+99:00", " Z1"]) {
      const stamp = scanIso(`2026-11-21 12:00:00${rest}`, 0);
      expect([stamp?.end, stamp?.offset], rest).toEqual([cut, undefined]);
    }
  });

  it("reads asctime and the common log format", () => {
    expect(shown(scanCtime("Sat Nov 21 12:00:00.250000 2026", 0)?.civil ?? 0)).toBe("2026-11-21T12:00:00.250Z");
    const clf = scanClf("21/Nov/2026:12:00:00 -0700", 0);
    expect(shown((clf?.civil ?? 0) - (clf?.offset ?? 0))).toBe("2026-11-21T19:00:00.000Z");
    expect(scanClf("21/Nope/2026:12:00:00 -0700", 0)).toBeUndefined();
  });
});

describe("numbers since the epoch", () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ["1795262400", 1_795_262_400_000_000],
    ["1795262400.25", 1_795_262_400_250_000],
    ["1795262400.123456789", 1_795_262_400_123_456],
    ["1795262400123", 1_795_262_400_123_000],
    ["1795262400123.5", 1_795_262_400_123_500],
    ["1795262400123456", 1_795_262_400_123_456],
    ["1795262400123456789", 1_795_262_400_123_456],
    ["12.5", undefined],
    ["42", undefined],
    ["99999999999", undefined],
    ["17952624001234567890", undefined],
    ["-1795262400", undefined],
    ["1e9", undefined],
  ];
  for (const [text, expected] of cases) it(`reads ${text}`, () => expect(epochMicros(text)).toBe(expected));
});

describe("times without a year", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["Dec 31 23:59:59", "2027-01-01T00:00:05Z", "2026-12-31T23:59:59.000Z"],
    ["Dec 15 12:00:00", "2027-01-20T00:00:00Z", "2026-12-15T12:00:00.000Z"],
    ["Jan  1 00:00:01", "2026-12-31T23:59:00Z", "2027-01-01T00:00:01.000Z"],
    ["Jan  1 00:00:01", "2026-12-29T23:59:00Z", "2026-01-01T00:00:01.000Z"],
    ["Jun 14 15:16:01", "2026-11-21T12:00:00Z", "2026-06-14T15:16:01.000Z"],
    ["Nov 21 11:59:59", "2026-11-21T12:00:00Z", "2026-11-21T11:59:59.000Z"],
    ["Nov 22 11:00:00", "2026-11-21T12:00:00Z", "2026-11-22T11:00:00.000Z"],
    ["Nov 23 12:00:00", "2026-11-21T12:00:00Z", "2025-11-23T12:00:00.000Z"],
    ["Feb 29 08:00:00", "2026-11-21T12:00:00Z", "2024-02-29T08:00:00.000Z"],
  ];
  for (const [text, receivedAt, expected] of cases) {
    it(`reads ${text} on ${receivedAt.slice(0, 10)} as ${expected.slice(0, 10)}`, () => {
      const stamp = scanMonthDay(text, 0);
      const context = { receivedAt: utc(receivedAt), previousAt: undefined, localOffset: UTC };
      expect(stamp === undefined ? undefined : shown(instantOfYearless(stamp, context) ?? 0)).toBe(expected);
    });
  }

  it("judges the year by the local new year", () => {
    const stamp = scanMonthDay("Jan  1 00:30:00", 0);
    const context = { receivedAt: utc("2026-12-31T23:31:00Z"), previousAt: undefined, localOffset: BERLIN };
    expect(stamp === undefined ? "" : shown(instantOfYearless(stamp, context) ?? 0)).toBe("2026-12-31T23:30:00.000Z");
  });

  it("reads across new year in one file", () => {
    const text = "Dec 31 23:59:58 h a[1]: old\nJan  1 00:00:01 h a[1]: new\n";
    const entries = parseAll(text, UTC, utc("2027-01-02T00:00:00Z"));
    expect(entries.map(({ at }) => shown(at))).toEqual(["2026-12-31T23:59:58.000Z", "2027-01-01T00:00:01.000Z"]);
  });

  it("takes a bare time of day for the last such moment", () => {
    const clock = (hours: number) => hours * 3_600_000_000;
    const context = { receivedAt: utc("2026-11-21T12:00:00Z"), previousAt: undefined, localOffset: UTC };
    expect(shown(instantOfClock(clock(11), context))).toBe("2026-11-21T11:00:00.000Z");
    expect(shown(instantOfClock(clock(13), context))).toBe("2026-11-20T13:00:00.000Z");
  });
});

describe("times without a zone", () => {
  const read = (lines: readonly string[], zone: LocalOffset, receivedAt: string) =>
    parseAll(`${lines.join("\n")}\n`, zone, utc(receivedAt)).map(({ at }) => shown(at).slice(11, 19));

  it("jumps over the hour that is skipped", () => {
    const lines = ["2026-03-29 01:59:59 a", "2026-03-29 03:00:01 b", "2026-03-29 02:30:00 never was"];
    expect(read(lines, BERLIN, "2026-04-01T00:00:00Z")).toEqual(["00:59:59", "01:00:01", "01:30:00"]);
  });

  it("tells the two passes of the repeated hour apart by the lines before", () => {
    const lines = ["01:59:59", "02:10:00", "02:55:00", "02:05:00", "02:06:00", "02:59:59", "03:00:01"];
    const dated = lines.map((clock) => `2026-10-25 ${clock} text`);
    const expected = ["23:59:59", "00:10:00", "00:55:00", "01:05:00", "01:06:00", "01:59:59", "02:00:01"];
    expect(read(dated, BERLIN, "2026-11-01T00:00:00Z")).toEqual(expected);
  });

  it("forgives lines that are a little out of order in the first pass", () => {
    const dated = ["02:10:00", "02:09:58", "02:10:01"].map((clock) => `2026-10-25 ${clock} text`);
    expect(read(dated, BERLIN, "2026-11-01T00:00:00Z")).toEqual(["00:10:00", "00:09:58", "00:10:01"]);
  });

  it("takes the pass that lies just before the arrival when it starts inside the repeated hour", () => {
    expect(read(["2026-10-25 02:20:00 x"], BERLIN, "2026-10-25T00:20:01Z")).toEqual(["00:20:00"]);
    expect(read(["2026-10-25 02:20:00 x"], BERLIN, "2026-10-25T01:20:01Z")).toEqual(["01:20:00"]);
  });

  it("knows clocks that change by half an hour", () => {
    const dated = ["01:40:00", "01:58:00", "01:32:00", "02:00:00"].map((clock) => `2026-04-05 ${clock} text`);
    expect(read(dated, LORD_HOWE, "2026-05-01T00:00:00Z")).toEqual(["14:40:00", "14:58:00", "15:02:00", "15:30:00"]);
  });

  it("reads a syslog file without years and zones across the change", () => {
    const lines = ["02:58:00", "02:01:00", "03:00:00"].map((clock) => `Oct 25 ${clock} h a[1]: text`);
    expect(read(lines, BERLIN, "2026-11-01T00:00:00Z")).toEqual(["00:58:00", "01:01:00", "02:00:00"]);
  });

  it("asks the host once a minute at most", () => {
    let asked = 0;
    const counting: LocalOffset = () => {
      asked += 1;
      return 3_600_000_000;
    };
    const localOffset = rememberOffsets(counting);
    const context = { receivedAt: utc("2026-11-21T12:00:00Z"), previousAt: undefined, localOffset };
    for (let second = 10; second < 60; second += 1) {
      const stamp = scanIso(`2026-11-21 11:00:${second}`, 0);
      if (stamp !== undefined) expect(shown(instantOf(stamp, context))).toBe(`2026-11-21T10:00:${second}.000Z`);
    }
    expect(asked).toBe(3);
  });
});
