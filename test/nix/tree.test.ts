import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BuildReport } from "../../src/core/build-report.js";
import { micros } from "../../src/core/time.js";
import { buildTree } from "../../src/nix/tree.js";
import { widthOf } from "../../src/lib/width.js";
import { openNixTap } from "../../src/pipeline/nix-tap.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";
import { RECEIVED, rawBatch } from "../support/raw-lines.js";
import { needsAmong, readCapture } from "./scenarios.js";

const NOW = micros(RECEIVED + 75_000_000);

/** The report after the first lines of a capture; after all of them and the end when no number is given. */
function reportAfter(file: string, lines?: number): BuildReport {
  const text = readCapture(file).toString();
  const tap = openNixTap({ needsOf: needsAmong(text) });
  tap.push(rawBatch(text.split("\n").slice(0, lines).join("\n")));
  if (lines === undefined) tap.end(NOW);
  return tap.report();
}

const textOf = (report: BuildReport, width = 100, height = 30, isAscii = false) =>
  buildTree(report, { width, height, now: NOW, isAscii }).map((line) => line.map(({ text }) => text).join(""));

describe("the tree of a build", () => {
  it("shows what runs, in which phase, since when, and what waits for it", () => {
    expect(textOf(reportAfter("2.26.3/chain.internal-json.log", 90))).toEqual([
      "▶ 2 running · ○ 6 planned",
      "▶ zlib-1.3.1  buildPhase  1m 15s  3 builds wait for it",
      "▶ ncurses-6.5  buildPhase  1m 15s  1 build waits for it",
    ]);
  });

  it("puts failures first, with the end of their log and what was not built because of them", () => {
    expect(textOf(reportAfter("2.8.0/keepgoing.internal-json.log"))).toEqual([
      "✗ 4 failed · ✓ 1 built",
      "✗ fail-1.0  buildPhase  builder failed with exit code 2  0.0 s",
      "    f15.c: In function 'main':",
      "    f15.c:3:5: error: implicit declaration of function 'foo' [-Wimplicit-function-declaration]",
      "    make: *** [Makefile:12: f15.o] Error 1",
      "    not built because of it: dependent-2.0, top-3.0",
      "✗ fail2-1.0  builder failed with exit code 139  0.0 s",
      "    Segmentation fault (core dumped)",
    ]);
  });

  it("says of a broken off build what was not finished", () => {
    expect(textOf(reportAfter("2.8.0/interrupted.internal-json.log"), 80, 9, true)).toEqual([
      "> 1 broken off | 1 error",
      "> long-1.0  broken off  1m 15s",
    ]);
  });

  it("shows how far a download has come", () => {
    const [counts, big] = textOf(reportAfter("2.26.3/subst-slow.internal-json.log", 300));
    expect(counts).toMatch(/^↓ 0\/1 fetched \d+\.\d MiB of 22\.9 MiB$/);
    expect(big).toMatch(/^↓ big {2}\d+\.\d MiB of 22\.9 MiB {2}from http:\/\/127\.0\.0\.1:18099\/slow {2}1m 15s$/);
  });

  it("counts what it has no room for", () => {
    const report = reportAfter("2.8.0/many.nix-build.log", 40);
    const lines = textOf(report, 60, 5);
    expect(lines.length).toBe(5);
    expect(lines.at(-1)).toBe(`  and ${report.counts.builds.running - 3} more running`);
  });

  it("never is wider or higher than asked, and holds nothing that steers a terminal", () => {
    const hostile = fc.constantFrom(...ESCAPE_CORPUS);
    const step = fc.record({
      drv: hostile,
      name: hostile,
      state: fc.constantFrom(
        "planned" as const,
        "waiting" as const,
        "running" as const,
        "done" as const,
        "failed" as const,
      ),
      phase: fc.option(hostile, { nil: undefined }),
      host: fc.option(hostile, { nil: undefined }),
      startedAt: fc.option(fc.constant(RECEIVED), { nil: undefined }),
      endedAt: fc.constant(undefined),
      error: fc.option(hostile, { nil: undefined }),
      cause: fc.option(hostile, { nil: undefined }),
      needs: fc.array(hostile, { maxLength: 2 }),
      logTail: fc.array(hostile, { maxLength: 4 }),
      logLines: fc.nat(5),
    });
    const property = fc.property(fc.array(step, { maxLength: 8 }), fc.nat(120), fc.nat(12), (steps, width, height) => {
      const counts = { planned: 0, waiting: 0, running: 0, done: 0, failed: 0 };
      const report = {
        steps,
        fetches: [],
        counts: { builds: counts, fetches: counts },
        errors: [],
        warnings: 1,
        isEnded: false,
      };
      const lines = textOf(report, width, height);
      expect(lines.length).toBeLessThanOrEqual(height);
      for (const line of lines) {
        expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    });
    fc.assert(property, { numRuns: 100 });
  });
});
