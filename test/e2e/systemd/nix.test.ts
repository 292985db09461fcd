import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { missingForNix, openRealNix } from "../../support/real-nix.js";

const exec = promisify(execFile);

describe.skipIf(missingForNix("builds") !== undefined)("a real nix", () => {
  it("builds, alone and through its daemon, and says with its exit code when it cannot", async () => {
    const nix = openRealNix();
    const built = async (attribute: string): Promise<boolean> => {
      const [program = "", ...args] = nix.build(attribute);
      return exec(program, args).then(
        () => true,
        () => false,
      );
    };
    try {
      expect([await built("ok"), await built("fail")]).toEqual([true, false]);
      await nix.startDaemon();
      expect([await built("ok"), await built("fail")]).toEqual([true, false]);
    } finally {
      await nix.stop();
    }
  });
});
