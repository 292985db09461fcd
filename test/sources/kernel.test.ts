import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { ResumeToken, Source, SourceOptions } from "../../src/core/ports.js";
import { kernel } from "../../src/sources/kernel.js";
import { createBootClock } from "../../src/sources/kernel/boot-clock.js";
import { kernelEvents } from "../../src/sources/kernel/events.js";
import { faultOf, openKmsg } from "../../src/sources/kernel/kmsg-device.js";
import { sourceContract } from "../contracts/source-contract.js";
import { inject, missingForKmsg } from "../support/kmsg.js";
import { createMemoryRing, type MemoryRing } from "../support/memory-ring.js";
import { runSource } from "../support/source-run.js";

const missing = missingForKmsg();
const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };

async function open(options: Partial<SourceOptions> = {}): Promise<Source> {
  const opened = await kernel.open("", { ...FOLLOW, ...options });
  if (!opened.ok) throw new Error(opened.fault.message);
  const [source] = opened.value;
  if (source === undefined) throw new Error("no source");
  return source;
}

/** The source on a ring of our own. */
function sourceOn(ring: MemoryRing, options: Partial<SourceOptions> = {}, boot = "this-boot"): Source {
  const plan = { options: { ...FOLLOW, ...options }, boot };
  const events: Source["events"] = (signal, resume) => kernelEvents(plan, ring.open(), signal, resume);
  return { id: sourceId("kernel:"), label: "kernel", events };
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe.skipIf(missing !== undefined)(`the kernel source${missing === undefined ? "" : ` (needs ${missing})`}`, () => {
  it("gives each message once, with its level, as it is written to the kernel's log", async () => {
    const mark = `logstream-${randomUUID()}`;
    const own = () => run.received.filter(({ record }) => record?.fields["SYSLOG_IDENTIFIER"] === mark);
    inject(5, `${mark}: before`);
    const run = runSource(await open());
    await run.until(run.isCaughtUp);
    expect(own().map(({ text }) => text)).toEqual(["before"]);
    for (let level = 0; level < 8; level++) inject(level, `${mark}: level ${level} grün \\x41`);
    await run.until(() => own().length >= 9);
    await run.stop();
    expect(own().map(({ text }) => text)).toEqual([
      "before",
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((level) => `level ${level} grün \\x41`),
    ]);
    expect(own().map(({ record }) => record?.fields["PRIORITY"])).toEqual("501234567".split(""));
    const ages = own().map(({ record }) => Math.abs(Date.now() * 1000 - (record?.at ?? 0)));
    expect(Math.max(...ages)).toBeLessThan(60_000_000);
  });

  it("brings only what is newer after a restart in the same boot, and all of it after another", async () => {
    const mark = `logstream-${randomUUID()}`;
    inject(6, `${mark}: one`);
    const first = runSource(await open({ follow: false }));
    await first.until(first.hasEnded);
    inject(6, `${mark}: two`, `${mark}: three`);
    const second = runSource(await open({ follow: false }), first.token());
    await second.until(second.hasEnded);
    const own = (run: typeof first) =>
      run.received.filter(({ record }) => record?.fields["SYSLOG_IDENTIFIER"] === mark).map(({ text }) => text);
    expect([own(first), own(second)]).toEqual([["one"], ["two", "three"]]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the token of an earlier boot
    const old = JSON.stringify({ v: 1, bootId: "another", seq: 1e9 }) as ResumeToken;
    const third = runSource(await open({ follow: false }), old);
    await third.until(third.hasEnded);
    expect(own(third)).toEqual(["one", "two", "three"]);
  });
});

describe("the kernel source on a ring of its own", () => {
  it("says how many messages were overwritten before it came to them", async () => {
    const ring = createMemoryRing(10);
    ring.add(...numbered(0, 5));
    const run = runSource(sourceOn(ring));
    await run.until(run.isCaughtUp);
    ring.add(...numbered(5, 30));
    await run.until(() => run.received.length === 15);
    await run.stop();
    expect(run.texts()).toEqual([...numbered(0, 5), ...numbered(25, 10)]);
    expect(run.events.filter(({ kind }) => kind === "gap")).toEqual([{ kind: "gap", reason: "overrun", lost: 20 }]);
  });

  it("says what was overwritten while it was not running", async () => {
    const ring = createMemoryRing(10);
    ring.add(...numbered(0, 5));
    const first = runSource(sourceOn(ring, { follow: false }));
    await first.until(first.hasEnded);
    ring.add(...numbered(5, 12));
    const second = runSource(sourceOn(ring, { follow: false }), first.token());
    await second.until(second.hasEnded);
    expect(second.events[0]).toEqual({ kind: "gap", reason: "overrun", lost: 2 });
    expect(second.texts()).toEqual(numbered(7, 10));
  });

  it("brings as much history as was asked for", async () => {
    const ring = createMemoryRing();
    ring.add(...numbered(0, 20));
    const run = runSource(sourceOn(ring, { history: 3 }));
    await run.until(run.isCaughtUp);
    ring.add("new");
    await run.until(() => run.texts().includes("new"));
    await run.stop();
    expect(run.texts()).toEqual([...numbered(17, 3), "new"]);
  });

  it("tells that the clock was set, and times what comes then by the new one", async () => {
    let wall = 1_000_000_000;
    const clock = createBootClock(
      () => wall,
      () => 0,
    );
    const ring = createMemoryRing();
    const plan = { options: FOLLOW, boot: "this-boot", clock };
    const events: Source["events"] = (signal, resume) => kernelEvents(plan, ring.open(), signal, resume);
    const run = runSource({ id: sourceId("kernel:"), label: "kernel", events });
    ring.add("before");
    await run.until(() => run.texts().includes("before"));
    wall += 3_600_000_000;
    ring.add("after");
    await run.until(() => run.texts().includes("after"));
    await run.stop();
    expect(run.events.filter(({ kind }) => kind === "note")).toEqual([{ kind: "note", what: "clock-step", count: 1 }]);
    expect(run.received.map(({ record }) => record?.at)).toEqual([1_000_000_000, 4_600_001_000]);
  });

  it("starts from all there is where its token is broken", async () => {
    const ring = createMemoryRing();
    ring.add(...numbered(0, 3));
    for (const text of ["", "{}", '{"v":1,"seq":1}', '{"v":2,"bootId":"this-boot","seq":1}']) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tokens that nobody made
      const run = runSource(sourceOn(ring, { follow: false }), text as ResumeToken);
      await run.until(run.hasEnded);
      expect(run.texts()).toEqual(numbered(0, 3));
    }
  });
});

describe("what keeps the kernel log from being read", () => {
  it("is said with its mend", () => {
    expect(faultOf({ code: "EPERM" })).toMatchObject({ code: "no-permission" });
    expect(faultOf({ code: "EPERM" }).hint).toContain("CAP_SYSLOG");
    expect(openKmsg("/nowhere/kmsg")).toMatchObject({ ok: false, fault: { code: "not-found" } });
  });

  it("refuses an argument it does not know", async () => {
    expect(await kernel.open("x", FOLLOW)).toMatchObject({ ok: false, fault: { code: "usage" } });
  });
});

for (const follow of [true, false]) {
  sourceContract(`kernel ring, ${follow ? "followed" : "read once"}`, () => {
    const ring = createMemoryRing();
    const lines = numbered(0, 120);
    ring.add(...lines);
    const append = (added: readonly string[]) => Promise.resolve(ring.add(...added));
    return Promise.resolve({
      open: () => Promise.resolve(sourceOn(ring, { follow })),
      lines,
      ...(follow ? { append } : {}),
      ends: !follow,
      resumes: true,
      close: () => Promise.resolve(),
    });
  });
}
