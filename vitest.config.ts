import { defineConfig } from "vitest/config";
import { totalsReporter } from "./test/support/totals-reporter.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", totalsReporter()],
  },
});
