import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../support/ask.js";
import { type Home, run, temporaryHome } from "../../support/program.js";
import { missingForSystemd, type RealSystemd, startRealSystemd } from "../../support/real-systemd.js";

type Unit = { readonly unit: string; readonly state: string; readonly result: string | null };
type Shown = {
  readonly result: string;
  readonly exitCode: number;
  readonly phases: readonly { readonly name: string; readonly result: string }[];
  readonly units: readonly Unit[];
  readonly build: { readonly builds: Readonly<Record<string, number>> };
};

describe.skipIf(missingForSystemd("rebuilds") !== undefined)("a rebuild of a real system", () => {
  let home: Home;
  let systemd: RealSystemd;
  let path: string;
  beforeAll(async () => {
    home = temporaryHome();
    systemd = await startRealSystemd();
    path = `${systemd.rebuildFolder()}:${process.env["PATH"] ?? ""}`;
  });
  afterAll(async () => {
    await systemd.stop();
    home.remove();
  });

  const rebuild = async (...args: readonly string[]) => {
    const env = { PATH: path, LOGSTREAM_JOURNAL: `journal:dir=${systemd.journalDirectory}` };
    return run(home, ["rebuild", "switch", ...args], { env });
  };
  const newest = async (): Promise<Shown> => {
    const { stdout } = await ask(home, ["sessions", "show", "@1", "--json"]);
    return (JSON.parse(stdout) as { readonly session: Shown }).session;
  };
  const phases = ({ phases: all }: Shown) => all.map(({ name, result }) => `${name} ${result}`);

  it("goes through its phases and touches its units", async () => {
    const ended = await rebuild();
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("logstream: the rebuild succeeded");
    const session = await newest();
    expect(session).toMatchObject({ result: "succeeded", build: { builds: { done: 8, failed: 0, running: 0 } } });
    expect(phases(session)).toEqual(["evaluation succeeded", "build succeeded", "activation succeeded"]);
    expect(session.units.map(({ unit }) => unit)).toContain("nixos-rebuild-switch-to-configuration.service");
  });

  it("ends where the build fails", async () => {
    expect((await rebuild("--fail-build")).code).toBe(1);
    const session = await newest();
    expect(session).toMatchObject({ result: "failed", exitCode: 1 });
    expect(session.build.builds["failed"]).toBeGreaterThan(1);
    expect(phases(session)).toEqual(["evaluation succeeded", "build failed"]);
  });

  it("has the units that failed, with what each has said in the journal", async () => {
    const ended = await rebuild("--fail-unit");
    expect(ended.code).toBe(4);
    const session = await newest();
    expect(session).toMatchObject({ result: "failed", exitCode: 4 });
    expect(phases(session)).toEqual(["evaluation succeeded", "build succeeded", "activation failed"]);
    const failed = session.units.filter(({ state }) => state === "failed");
    expect(failed.length).toBeGreaterThan(0);
    for (const { unit, result } of failed) {
      expect(ended.stderr).toContain(`${unit} (${result ?? ""})`);
      const { stdout } = await ask(home, ["query", "-c", `session:@1 unit:${unit} source:journal*`]);
      expect(Number(stdout), unit).toBeGreaterThan(0);
    }
  });
});
