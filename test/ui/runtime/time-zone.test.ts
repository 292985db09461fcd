import { describe, expect, it } from "vitest";
import { micros } from "../../../src/core/time.js";
import { machineZone } from "../../../src/ui/runtime/time-zone.js";

describe("the machine's time zone", () => {
  it("is what Date says, at any instant of any quarter of an hour", () => {
    const zone = machineZone();
    for (let day = 0; day < 366; day++) {
      const ms = Date.UTC(2026, 0, 1) + day * 86_400_000 + day * 977_123;
      expect(zone(micros(ms * 1000))).toBe(-new Date(ms).getTimezoneOffset() * 60_000_000 + 0);
    }
  });
});
