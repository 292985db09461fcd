import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { micros } from "../../../src/core/time.js";
import { iso } from "../../../src/parse/formats/iso.js";
import { syslog } from "../../../src/parse/formats/syslog.js";
import { beginsWithIsoTime, beginsWithSyslogTime } from "../../../src/pipeline/scan/line-heads.js";

const context = { receivedAt: micros(1_795_262_400_000_000), previousAt: undefined, localOffset: () => 0 };
const rest = fc.oneof(fc.string(), fc.constantFrom(" host a[1]: x", " +01:00 x", "Z x", " UTC", "", " "));
const two = (most: number) => fc.nat(most).map((value) => String(value).padStart(2, "0"));
const either = (...texts: readonly string[]) => fc.constantFrom(...texts);

const isoLine = fc
  .tuple(
    either("2026", "1999", "0001"),
    either("-", "/"),
    two(13),
    two(31),
    either("T", " ", "_"),
    two(25),
    two(61),
    two(61),
    either("", ".1", ",123456", "."),
    either("", "Z", "+01:00", "-0530", "+1", "+19:00"),
    rest,
  )
  .map(
    ([year, dash, month, day, between, hour, minute, second, fraction, zone, more]) =>
      `${year}${dash}${month}${dash}${day}${between}${hour}:${minute}:${second}${fraction}${zone}${more}`,
  );
const syslogLine = fc
  .tuple(either("Nov", "Feb", "nov", "Foo"), either(" ", "  "), fc.nat(40), two(25), two(61), two(61), rest)
  .map(([month, gap, day, hour, minute, second, more]) => `${month}${gap}${day} ${hour}:${minute}:${second}${more}`);

describe("line heads", () => {
  it("accept only what the format reads", () => {
    let accepted = 0;
    fc.assert(
      fc.property(isoLine, (line) => {
        if (!beginsWithIsoTime(Buffer.from(line), 0)) return;
        accepted += 1;
        expect(iso.parse(line, context)).toBeDefined();
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("accept only what syslog reads", () => {
    let accepted = 0;
    fc.assert(
      fc.property(syslogLine, (line) => {
        if (!beginsWithSyslogTime(Buffer.from(line), 0)) return;
        accepted += 1;
        expect(syslog.parse(line, context)).toBeDefined();
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("accept the usual lines", () => {
    const at = (line: string) => Buffer.from(`x\n${line}`);
    expect(beginsWithIsoTime(at("2026-11-21T12:00:00.123456+00:00 host a[1]: x"), 2)).toBe(true);
    expect(beginsWithIsoTime(at("2026-11-21 12:00:00,123 something"), 2)).toBe(true);
    expect(beginsWithIsoTime(at("2026-11-21T12:00:00Z x"), 2)).toBe(true);
    expect(beginsWithSyslogTime(at("Nov  1 12:00:00 host a[1]: x"), 2)).toBe(true);
    expect(beginsWithSyslogTime(at("Nov 21 12:00:00 host a[1]: x"), 2)).toBe(true);
  });
});
