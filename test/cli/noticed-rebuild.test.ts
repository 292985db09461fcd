import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { type Home, start, temporaryHome } from "../support/program.js";
import { missingForSystemd, type RealSystemd, startRealSystemd } from "../support/real-systemd.js";

const missing = missingForSystemd("rebuilds that are noticed");

let home: Home;
let machine: RealSystemd | undefined;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  await machine?.stop();
  home.remove();
});

type Listed = {
  readonly origin: string;
  readonly result: string;
  readonly exitCode: number | null;
  readonly phases: readonly { readonly name: string; readonly result: string }[];
  readonly units: readonly { readonly unit: string; readonly state: string; readonly result: string | null }[];
};

async function sessions(): Promise<readonly Listed[]> {
  const { stdout } = await ask(home, ["sessions", "--json"]);
  const answer: { readonly sessions: readonly Listed[] } = JSON.parse(stdout);
  return answer.sessions;
}

it.skipIf(missing !== undefined)(
  "makes sessions of the rebuilds of a machine whose journal is being recorded",
  async () => {
    machine = await startRealSystemd();
    const rebuild = join(machine.rebuildFolder(), "nixos-rebuild");
    const exitCode = (...args: readonly string[]) =>
      new Promise<number>((resolve) => {
        const child = execFile(rebuild, ["switch", ...args], { env: { ...process.env, SLOW: "0.02" } }, () =>
          resolve(child.exitCode ?? 0),
        );
      });
    const record = start(home, ["record", `journal:dir=${machine.journalDirectory}`]);
    // The store is there, and what the journal held before is in it.
    while (!(await ask(home, ["query", "", "-c"])).stdout.match(/[1-9]/)) continue;
    expect(await exitCode()).toBe(0);
    expect(await exitCode("--fail-build")).toBe(1);
    expect(await exitCode("--fail-unit")).toBe(4);
    const isDone = (list: readonly Listed[]) => list.length === 2 && list.every(({ result }) => result !== "running");
    while (!isDone(await sessions())) continue;
    record.kill("SIGTERM");
    await record.ended;

    const [failed, succeeded] = await sessions();
    expect(succeeded).toMatchObject({ origin: "noticed", result: "succeeded", exitCode: 0 });
    expect(failed).toMatchObject({ origin: "noticed", result: "failed", exitCode: 4 });
    for (const session of [succeeded, failed]) {
      expect(session?.phases.map(({ name }) => name)).toEqual(["build", "activation"]);
    }
    expect(failed?.units).toContainEqual(expect.objectContaining({ state: "failed", result: "exit-code" }));
  },
);
