import { afterAll, describe, expect, it } from "vitest";
import { killWhileCollecting } from "../support/kill-run.js";
import { PROGRAM } from "../support/program.js";
import { missingForJournald, startRealJournald } from "../support/real-journald.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const missing = await missingForJournald();

describe("a collector that is killed again and again", () => {
  it("keeps every line once, in order, of files that are rotated meanwhile and of a journal", async () => {
    const journald = missing === undefined ? await startRealJournald() : undefined;
    const options = { kills: 5, program: [PROGRAM], folder: folder.path, journald, seed: 20261121 };
    const run = await killWhileCollecting(options);
    await journald?.stop();
    expect(run.fruitful).toBeGreaterThan(0);
    for (const score of run.scores) {
      expect(score).toMatchObject({ lost: 0, twice: 0, isInOrder: true });
      expect(score.there).toBeGreaterThan(100);
    }
  });
});
