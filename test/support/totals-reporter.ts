import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with one plain line that any tool can read: `N passed, N failed, N skipped`. */
export function totalsReporter(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
      const totals = { passed: 0, failed: unhandled.length, skipped: 0 };
      for (const module of modules) {
        if (module.state() === "failed" && [...module.children.allTests()].length === 0) totals.failed += 1;
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          if (state === "passed" || state === "failed" || state === "skipped") totals[state] += 1;
        }
      }
      process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
    },
  };
}
