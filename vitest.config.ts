import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { totalsReporter } from "./test/support/totals-reporter.js";

/** Drawing sets colours for its whole process, as the screen does: each file of these has one of its own. */
const DRAWING = "test/ui/**/*.test.{ts,tsx}";

export default defineConfig({
  test: {
    // Programs that are waited for take most of the time: two files at once even where the machine has two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A hang, not a slow machine: whoever waits for content gives up before.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ["default", totalsReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [DRAWING],
          // Loading the modules anew for each file cost more than all else; what a test changes of its process it puts back.
          isolate: false,
        },
      },
      { extends: true, test: { name: "drawing", include: [DRAWING] } },
    ],
  },
});
