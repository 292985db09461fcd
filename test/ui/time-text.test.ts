import { describe, expect, it } from "vitest";
import { micros, MICROS_PER_HOUR } from "../../src/core/time.js";
import { dayOf, fullTime, timeText } from "../../src/ui/time-text.js";

const AT = micros(Date.UTC(2026, 2, 14, 23, 58, 3, 123) * 1000 + 456);
const utc = (): number => 0;
const berlin = (): number => MICROS_PER_HOUR;

describe("the time of an entry", () => {
  it("has as many parts as its column has room for", () => {
    expect(timeText(AT, utc, { width: 8, newDay: false })).toBe("23:58:03");
    expect(timeText(AT, utc, { width: 12, newDay: false })).toBe("23:58:03.123");
    expect(timeText(AT, utc, { width: 15, newDay: false })).toBe("Mar 14 23:58:03");
    expect(timeText(AT, utc, { width: 19, newDay: false })).toBe("Mar 14 23:58:03.123");
    expect(fullTime(AT, utc)).toBe("Sat 2026-03-14 23:58:03.123456 +00:00");
  });

  it("is local time", () => {
    expect(timeText(AT, berlin, { width: 19, newDay: false })).toBe("Mar 15 00:58:03.123");
    expect(fullTime(AT, berlin)).toBe("Sun 2026-03-15 00:58:03.123456 +01:00");
    expect(dayOf(AT, berlin)).toBe(dayOf(AT, utc) + 1);
  });

  it("is never wider than its column, also before 1970 and beyond what dates can be", () => {
    for (const at of [-1, 0, 2 ** 53 - 1, -(2 ** 53), AT]) {
      for (const width of [8, 12, 15, 19]) {
        for (const newDay of [false, true]) {
          expect(timeText(micros(at), utc, { width, newDay })).toHaveLength(width);
        }
      }
      expect(fullTime(micros(at), utc)).toMatch(/\S/);
    }
  });
});
