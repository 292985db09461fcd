import { describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { localOffset, namedMoments, now } from "../../src/engine/environment.js";

describe("the machine's clock", () => {
  it("tells the offset of a civil time as Date tells the one of its instant", () => {
    for (let month = 0; month < 12; month++) {
      const ms = Date.UTC(2026, month, 15, 12);
      const offset = -new Date(ms).getTimezoneOffset() * 60_000_000 + 0;
      expect(localOffset(micros(ms * 1000 + offset))).toBe(offset);
    }
  });

  it("knows when it was started, and that this is past", () => {
    expect(namedMoments()["boot"]).toBeLessThan(now());
    expect(Math.abs(now() / 1000 - Date.now())).toBeLessThan(60_000);
  });
});
