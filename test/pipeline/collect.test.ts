import { describe, expect, it } from "vitest";
import { FaultError } from "../../src/core/fault.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { waitForContent } from "../support/wait-for.js";

describe("collecting", () => {
  it("leaves a source that failed for good failed, also when its last line is kept only then", async () => {
    const started = await startInProcess({
      storePath: undefined,
      specs: ["exec:echo one; echo two; exit 3"],
      follow: true,
      history: undefined,
      since: undefined,
      collector: { kind: "test", command: "test" },
    });
    if (!started.ok) throw new FaultError(started.fault);
    const { engine } = started.value;
    const states: string[] = [];
    engine.onNews((news) => states.push(...news.sources.map(({ state, entries }) => `${state} ${entries}`)));
    await waitForContent(() => states.at(-1) === "failed 2", {
      text: () => states.join(", "),
      settle: () => Promise.resolve(),
    });
    await engine.close();
    expect(states.at(-1)).toBe("failed 2");
  });
});
