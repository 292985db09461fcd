import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { micros } from "../../../src/core/time.js";
import { createBootClock } from "../../../src/sources/kernel/boot-clock.js";
import { kernelRecord } from "../../../src/sources/kernel/kernel-fields.js";
import { decodeKmsg } from "../../../src/sources/kernel/kmsg-record.js";

const decode = (text: string) => decodeKmsg(Buffer.from(text));
const words = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");

/** Writes text as the kernel does: what is not printable ASCII, and the backslash, as \xNN. */
function escaped(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) =>
      byte < 32 || byte >= 127 || byte === 92 ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte),
    )
    .join("");
}

describe("records of /dev/kmsg", () => {
  it("reads level, facility, number and time", () => {
    expect(decode("30,1234,5678901,-;systemd[1]: started; done\n")).toMatchObject({
      facility: 3,
      severity: 6,
      sequence: 1234,
      uptimeUs: 5_678_901,
      flags: "-",
      caller: undefined,
      properties: {},
    });
  });

  it("reads what newer kernels add, and keeps semicolons in the text", () => {
    const record = decode("4,7,8,c,caller=T12,more=x;a;b\n");
    expect(record).toMatchObject({ flags: "c", caller: "T12", severity: 4 });
    expect(words(record?.text)).toBe("a;b");
  });

  it("reads the lines behind the text", () => {
    const record = decode("6,1,2,-;usb 1-1: new\n SUBSYSTEM=usb\n DEVICE=c189:1\n __proto__=x\n");
    expect(record?.properties).toEqual({ SUBSYSTEM: "usb", DEVICE: "c189:1" });
  });

  it("gives back any bytes that the kernel had to escape", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = decode(`6,1,2,-;${escaped(bytes)}\n`)?.text;
        expect(Uint8Array.from(text ?? [0])).toEqual(bytes);
      }),
    );
  });

  it("takes any bytes at all without an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, hasHead) => {
        const record = decodeKmsg(hasHead ? Buffer.concat([Buffer.from("6,1,2,-;"), bytes]) : bytes);
        if (hasHead) expect(record).toBeDefined();
      }),
    );
  });
});

describe("kernel records as journal records", () => {
  const clock = createBootClock(
    () => 1_700_000_000_000_000,
    () => 0,
  );
  const record = (text: string) => {
    const kmsg = decode(text);
    if (kmsg === undefined) throw new Error(text);
    return kernelRecord(kmsg, clock, "b007");
  };

  it("says who printed it, with the names of the journal", () => {
    const printed = record("6,1,250,-;usb 1-1: new\n SUBSYSTEM=usb\n");
    expect(words(printed.text)).toBe("usb 1-1: new");
    expect(printed.record).toEqual({
      at: 1_700_000_000_000_250,
      fields: {
        PRIORITY: "6",
        SYSLOG_FACILITY: "0",
        SYSLOG_IDENTIFIER: "kernel",
        _TRANSPORT: "kernel",
        _BOOT_ID: "b007",
        SEQNUM: "1",
        MONOTONIC_USEC: "250",
        SUBSYSTEM: "usb",
      },
    });
  });

  it("takes the name of a program off what it wrote from user space", () => {
    const started = record("30,1,2,-;systemd[1]: Started x.\n");
    expect(words(started.text)).toBe("Started x.");
    expect(started.record.fields).toMatchObject({ SYSLOG_IDENTIFIER: "systemd", SYSLOG_PID: "1" });
    const bare = record("12,1,2,-;just words: yes\n");
    expect(words(bare.text)).toBe("just words: yes");
    expect(bare.record.fields["SYSLOG_IDENTIFIER"]).toBeUndefined();
  });

  it("marks a piece of a line", () => {
    expect(record("6,1,2,c;rest\n").record.fields["FLAGS"]).toBe("c");
  });
});

describe("the clock of the kernel log", () => {
  it("takes the best of its readings, and follows when the clock is set or the machine slept", () => {
    let [now, uptime] = [10_000_000, 1_000_000];
    const clock = createBootClock(
      () => now,
      () => uptime,
    );
    expect(clock.at(5)).toBe(micros(9_000_005));
    [now, uptime] = [11_000_000, 2_000_900];
    clock.adjust();
    expect(clock.at(5)).toBe(micros(9_000_005));
    [now, uptime] = [12_000_000, 2_999_600];
    clock.adjust();
    expect(clock.at(5)).toBe(micros(9_000_405));
    [now, uptime] = [3_600_000_000, 3_000_000];
    clock.adjust();
    expect(clock.at(0)).toBe(micros(3_597_000_000));
  });
});
