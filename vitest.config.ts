import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { totalsReporter } from "./test/support/totals-reporter.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    // Programs that are waited for take most of the time: two files at once even where the machine has two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", totalsReporter()],
  },
});
