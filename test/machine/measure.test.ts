import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Metric, METRICS } from "../../src/core/machine/metrics.js";
import { micros } from "../../src/core/time.js";
import { INSTRUMENTS } from "../../src/machine/instruments/registry.js";
import { lookAround, sampleBetween } from "../../src/machine/measure.js";
import { openProc } from "../../src/machine/proc.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A machine of two cores as it was, cut to what is read. */
const BEFORE: Readonly<Record<string, string>> = {
  stat: "cpu  3251214 12699 1555262 812152 9218 0 9861 0 0 0\ncpu0 1614962 5429 774100 426217 1954 0 2772 0 0 0\nintr 31114777 0\n",
  meminfo:
    "MemTotal:       24683620 kB\nMemFree:        18434576 kB\nMemAvailable:   23027080 kB\nBuffers:          181520 kB\n" +
    "Active(anon):       1680 kB\nSwapTotal:       2097148 kB\nSwapFree:        2000000 kB\nHugePages_Total:       0\n",
  diskstats:
    "   7       0 loop0 9 9 9999 9 9 9 9999 9 9 9 9 0 0 0 0 0 0\n" +
    " 254       0 vda 652032 65915 19831618 866617 1477331 687077 192556144 2445874 0 738292 3709180 529037 61 108690856 211771 252335 184917\n" +
    " 254       1 vda1 652000 65915 19831000 866617 1477331 687077 192556000 2445874 0 738292 3709180\n" +
    " 259       0 nvme0n1 10 0 1000 1 10 0 1000 1 0 1 1\n 259       1 nvme0n1p1 10 0 1000 1 10 0 1000 1 0 1 1\n",
  "net/dev":
    "Inter-|   Receive                                                |  Transmit\n" +
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n" +
    "    lo:    9679      89    0    0    0     0          0         0     9679      89    0    0    0     0       0          0\n" +
    "  eth0:1146908314   44860    0    0    0     0          0         0  3108078   30058    0    0    0     0       0          0\n" +
    "veth12: 999      1    0    0    0     0          0         0  999   1    0    0    0     0       0          0\n",
  "pressure/cpu":
    "some avg10=86.15 avg60=95.79 avg300=98.47 total=20880489582\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
  "pressure/memory": "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
  "pressure/io":
    "some avg10=0.20 avg60=0.67 avg300=0.51 total=365021896\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=66168924\n",
};

/** The same five seconds later: what had happened was put in by hand. */
const AFTER: Readonly<Record<string, string>> = {
  ...BEFORE,
  stat: "cpu  3251714 12699 1555462 812442 9228 0 9861 0 0 0\n",
  diskstats: (BEFORE["diskstats"] ?? "")
    .replace(" 19831618 ", ` ${19831618 + 20480} `)
    .replace(" 192556144 ", ` ${192556144 + 10240} `)
    .replace(" 9999 ", " 99999999 "),
  "net/dev": (BEFORE["net/dev"] ?? "")
    .replace("1146908314", String(1146908314 + 5_000_000))
    .replace(" 3108078", ` ${3108078 + 50_000}`)
    .replace("veth12: 999", "veth12: 99999999"),
  "pressure/cpu": (BEFORE["pressure/cpu"] ?? "").replace("20880489582", String(20880489582 + 2_500_000)),
  "pressure/io": (BEFORE["pressure/io"] ?? "").replace("66168924", String(66168924 + 500_000)),
};

type Files = Readonly<Record<string, string>>;

function between(before: Files, after: Files, seconds = 5): Readonly<Record<string, number | undefined>> {
  const sample = sampleBetween(
    lookAround((file) => before[file], { at: micros(0), seconds: 0 }),
    lookAround((file) => after[file], { at: micros(seconds * 1_000_000), seconds }),
  );
  return Object.fromEntries(METRICS.map((metric, index) => [metric, sample?.values[index]]));
}

describe("what /proc tells of a machine", () => {
  it("becomes parts of the time, bytes, and bytes a second", () => {
    const measured = between(BEFORE, AFTER);
    expect(measured).toMatchObject({
      "cpu.user": 0.5,
      "cpu.system": 0.2,
      "cpu.waiting": 0.01,
      "cpu.stolen": 0,
      "memory.used": (24683620 - 23027080) * 1_024,
      "memory.total": 24683620 * 1_024,
      "swap.used": (2097148 - 2000000) * 1_024,
      "disk.read": (20480 * 512) / 5,
      "disk.written": (10240 * 512) / 5,
      "network.received": 1_000_000,
      "network.sent": 10_000,
      "pressure.cpu.some": 0.5,
      "pressure.memory.full": 0,
      "pressure.io.some": 0,
      "pressure.io.full": 0.1,
    });
  });

  it("is missing just where a file is: without pressure, without disks, of an old kernel", () => {
    const { "pressure/cpu": _cpu, diskstats: _disks, ...rest } = AFTER;
    const old = { ...rest, meminfo: "MemTotal: 1000 kB\nMemFree: 300 kB\nBuffers: 100 kB\nCached: 200 kB\n" };
    const measured = between(BEFORE, old);
    expect(measured).toMatchObject({
      "pressure.cpu.some": undefined,
      "disk.read": undefined,
      "memory.used": 400 * 1_024,
      "swap.total": undefined,
      "network.received": 1_000_000,
    });
  });

  it("counts a device that is plugged in from the second time on, and a counter that begins anew not below nothing", () => {
    const usb = "   8       0 sda 1 0 8000 1 1 0 8000 1 0 1 1\n";
    const plugged = { ...AFTER, diskstats: (AFTER["diskstats"] ?? "") + usb };
    expect(between(BEFORE, plugged)["disk.read"]).toBe((20480 * 512) / 5);
    const again = { ...plugged, diskstats: plugged.diskstats.replace(" 8000 1 1 0", " 8100 1 1 0") };
    expect(between(plugged, again)["disk.read"]).toBe((100 * 512) / 5);
    expect(between(AFTER, BEFORE)["network.received"]).toBe(0);
  });

  it("belongs to no time where the clock was set, or did not go on", () => {
    const look = (at: number, seconds: number) =>
      lookAround((file) => BEFORE[file], { at: micros(at * 1_000_000), seconds });
    expect(sampleBetween(look(0, 0), look(3_600, 5))).toBeUndefined();
    expect(sampleBetween(look(0, 5), look(0, 5))).toBeUndefined();
    expect(sampleBetween(look(100, 0), look(50, 5))).toBeUndefined();
    expect(sampleBetween(look(0, 0), look(5, 5))?.at).toBe(5_000_000);
  });

  it("is never anything but a number that is not negative, whatever the files hold", () => {
    const mutilated = fc.record(
      Object.fromEntries(
        Object.entries(AFTER).map(([file, text]) => [
          file,
          fc
            .tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 20 }))
            .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut)),
        ]),
      ),
    );
    fc.assert(
      fc.property(mutilated, mutilated, (before, after) => {
        for (const value of Object.values(between(before, after))) {
          expect(value === undefined || (Number.isFinite(value) && value >= 0)).toBe(true);
        }
      }),
    );
  });

  it("has an instrument for each metric, and one alone", () => {
    const measured: readonly Metric[] = INSTRUMENTS.flatMap(({ metrics }) => metrics);
    expect(measured.toSorted()).toEqual([...METRICS].toSorted());
  });
});

describe("the files of /proc", () => {
  it("are read anew each time, and again when they come later or were away", () => {
    const own = temporaryFolder();
    const folder = own.path;
    const put = (file: string, text: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    const proc = openProc(folder);
    expect(proc.read("pressure/io")).toBeUndefined();
    put("pressure/io", "some total=1\n");
    expect(proc.read("pressure/io")).toBe("some total=1\n");
    put("pressure/io", "x".repeat(100_000));
    expect(proc.read("pressure/io")).toHaveLength(100_000);
    proc.close();
    own.remove();
    expect(proc.read("pressure/io")).toBeUndefined();
  });

  it("tell of this machine at least its memory and its processors", () => {
    const proc = openProc("/proc");
    const memory = lookAround(proc.read, { at: micros(0), seconds: 0 });
    proc.close();
    expect([memory.readings[0]?.size, memory.readings[1]?.has("MemTotal")]).toEqual([1, true]);
  });
});
