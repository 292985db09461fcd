import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, run, temporaryHome } from "../../support/program.js";
import { missingForNix, openRealNix } from "../../support/real-nix.js";
import { missingForSystemd, type RealSystemd, startRealSystemd } from "../../support/real-systemd.js";

const exec = promisify(execFile);
const missing = missingForSystemd("units and their failures");

describe.skipIf(missing !== undefined)("a real systemd whose units fail", () => {
  let home: Home;
  let systemd: RealSystemd;
  beforeAll(async () => {
    home = temporaryHome();
    systemd = await startRealSystemd();
    await systemd.failUnits();
    const recorded = await run(home, ["record", "--once", `journal:dir=${systemd.journalDirectory}`]);
    expect(recorded.code).toBe(0);
  });
  afterAll(async () => {
    await systemd.stop();
    home.remove();
  });

  it("has a unit's entries answered as journalctl answers them", async () => {
    const flags = ["-u", "ls-db", "-p", "warning"];
    const { stdout } = await exec("journalctl", ["-D", systemd.journalDirectory, ...flags, "-o", "cat"]);
    const asked = await run(home, ["query", "", ...flags, "-o", "cat"]);
    expect(asked.stdout).toBe(stdout);
    expect(stdout).toContain("Failed with result 'exit-code'");
  });
});

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
