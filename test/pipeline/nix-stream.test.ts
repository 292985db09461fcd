import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { BuildReport } from "../../src/core/build-report.js";
import { FaultError } from "../../src/core/fault.js";
import type { SourceEvent } from "../../src/core/ports.js";
import { parseQuery } from "../../src/core/query/parse.js";
import { micros } from "../../src/core/time.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { tapNix } from "../../src/pipeline/nix-stream.js";
import { ARRIVED, byteSource } from "../support/byte-source.js";
import { readCapture } from "../nix/scenarios.js";

const CAPTURE = "2.26.3/keepgoing.internal-json.log";

/** A clock that is a little later each time somebody looks. */
function clock() {
  let at: number = ARRIVED;
  return () => micros((at += 20_000));
}

async function eventsOf(events: AsyncIterable<SourceEvent>): Promise<readonly SourceEvent[]> {
  const all: SourceEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("a source whose stream is nix's", () => {
  it("tells of the build while it goes on, and at its end", async () => {
    const reports: BuildReport[] = [];
    const source = byteSource("exec:nix", readCapture(CAPTURE), 2_048);
    const tapped = tapNix(source, { now: clock(), onReport: (report) => reports.push(report) });
    await eventsOf(tapped.events(new AbortController().signal, undefined));
    expect(reports.some(({ counts, isEnded }) => !isEnded && counts.builds.running > 1)).toBe(true);
    expect(reports.filter(({ isEnded }) => isEnded).length).toBe(1);
    expect(reports.at(-1)).toMatchObject({ isEnded: true, counts: { builds: { done: 1, failed: 4, running: 0 } } });
  });

  it("says how many lines were folded, and loses none", async () => {
    const bytes = readCapture(CAPTURE);
    const events = await eventsOf(
      tapNix(byteSource("exec:nix", bytes), { now: clock() }).events(new AbortController().signal, undefined),
    );
    let folded = 0;
    let kept = 0;
    for (const event of events) {
      if (event.kind === "note" && event.what === "coalesced") folded += event.count;
      if (event.kind === "batch") kept += event.batch.count;
    }
    expect([folded > 0, folded + kept]).toEqual([true, bytes.toString().trimEnd().split("\n").length]);
  });

  it("ends what runs when nobody wants to know any more", async () => {
    const reports: BuildReport[] = [];
    const source = byteSource("exec:nix", readCapture("2.26.3/interrupted.internal-json.log"), 256);
    const tapped = tapNix(source, { now: clock(), onReport: (report) => reports.push(report) });
    for await (const event of tapped.events(new AbortController().signal, undefined)) {
      if (event.kind === "batch" && reports.some(({ counts }) => counts.builds.running === 1)) break;
    }
    expect(reports.at(-1)).toMatchObject({ isEnded: true, counts: { builds: { running: 1 } } });
  });

  it("says nothing of builds where there are none", async () => {
    const reports: BuildReport[] = [];
    const source = byteSource("exec:ls", Buffer.from("one\ntwo\n"));
    const tapped = tapNix(source, { now: clock(), onReport: (report) => reports.push(report) });
    const events = await eventsOf(tapped.events(new AbortController().signal, undefined));
    expect(events.every(({ kind }) => kind === "batch")).toBe(true);
    expect(reports).toEqual([]);
  });

  it("is kept so that its builds are found by name, whoever ran it", async () => {
    const file = fileURLToPath(new URL(`../fixtures/nix/${CAPTURE}`, import.meta.url));
    const started = await startInProcess({
      storePath: undefined,
      specs: [`exec:cat ${file}`],
      follow: true,
      history: undefined,
      since: undefined,
      collector: { kind: "test", command: "test" },
    });
    if (!started.ok) throw new FaultError(started.fault);
    const { engine, done, latest } = started.value;
    await done;
    const count = (text: string) => {
      const parsed = parseQuery(text, { now: ARRIVED, localOffset: () => 0 });
      return parsed.ok ? engine.count(parsed.value, engine.scope) : expect.fail(text);
    };
    expect(await count("unit:fail-1.0 level>=error")).toBe(3);
    expect(await count("identifier:zlib NIX_PHASE:buildPhase")).toBe(8);
    expect(await count("NIX_DRV:*zlib-1.3.1.drv category:build")).toBe(await count("unit:zlib-1.3.1"));
    expect(await count("progress")).toBe(0);
    expect(latest().sources[0]?.truth.notes.coalesced).toBe(63);
    await engine.close();
  });
});
