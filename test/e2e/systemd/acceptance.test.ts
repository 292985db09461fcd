import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flagContext, queryOfFlags } from "../../../src/cli/flags-to-query.js";
import type { Settings } from "../../../src/config/options.js";
import { mergeSettings } from "../../../src/config/settings.js";
import type { LogEntry } from "../../../src/core/entry.js";
import { openStoreReader } from "../../../src/engine/store-reader.js";
import { ask } from "../../support/ask.js";
import { type Home, temporaryHome } from "../../support/program.js";
import { missingForSystemd, type RealSystemd, startRealSystemd } from "../../support/real-systemd.js";

const exec = promisify(execFile);
const missing = missingForSystemd("units and their failures");

type Told = { readonly unit: string; readonly event: string; readonly result: string; readonly invocation?: string };

/** What each unit of `test/support/real/units` does, by the record that says so. */
const FAILURES: readonly (readonly [unit: string, event: string, result: string])[] = [
  ["ls-db.service", "unit-failed", "exit-code"],
  ["ls-db.service", "unit-start-failed", "failed"],
  ["ls-app.service", "job-failed", "dependency"],
  ["ls-app.service", "unit-start-failed", "dependency"],
  ["ls-flap.service", "start-limit-hit", "start-limit-hit"],
  ["ls-flap.service", "unit-failed", "exit-code"],
  ["ls-slow.service", "unit-timeout", "timeout"],
  ["ls-slow.service", "unit-failed", "timeout"],
  ["ls-wd.service", "watchdog-timeout", "watchdog"],
  ["ls-wd.service", "unit-failed", "watchdog"],
  ["ls-segv.service", "unit-failed", "signal"],
  ["ls-noexec.service", "unit-failed", "exit-code"],
  ["ls-nouser.service", "unit-failed", "exit-code"],
  ["ls-nochdir.service", "unit-failed", "exit-code"],
  ["ls-stubborn.service", "unit-failed", "timeout"],
  ["ls-oom.service", "oomd-kill", "oom-kill"],
  ["ls-oom.service", "unit-failed", "oom-kill"],
];

describe.skipIf(missing !== undefined)("a real systemd whose units fail, in its second boot", () => {
  let home: Home;
  let systemd: RealSystemd;
  beforeAll(async () => {
    home = temporaryHome();
    systemd = await startRealSystemd();
    await systemd.exec("logger", "-t", "first", "of the boot before");
    await systemd.reboot();
    await systemd.failUnits();
    await systemd.shutdown();
    const recorded = await ask(home, ["record", "--once", source()]);
    expect(recorded.code).toBe(0);
  });
  afterAll(async () => {
    await systemd.stop();
    home.remove();
  });

  const source = () => `journal:dir=${systemd.journalDirectory}`;

  /** The cursors of what journalctl gives, in its order. */
  async function byJournalctl(flags: readonly string[]): Promise<readonly string[]> {
    const args = ["--no-pager", "-q", "-D", systemd.journalDirectory, "-o", "export", ...flags];
    const { stdout } = await exec("journalctl", args, { maxBuffer: 1 << 28, encoding: "latin1" });
    return [...stdout.matchAll(/^__CURSOR=(.*)$/gm)].map(([, cursor]) => cursor ?? "");
  }

  async function kept(given: Partial<Settings>, expression = ""): Promise<readonly LogEntry[]> {
    const merged = mergeSettings({}, {}, { path: "", values: {}, keys: {} });
    if (!merged.ok) throw new Error(merged.fault.message);
    const settings = { ...merged.value.settings, ...given };
    const query = queryOfFlags(settings, expression, { ...flagContext(), countsBoots: true });
    if (!query.ok) throw new Error(query.fault.message);
    const reader = openStoreReader(home.store);
    const entries: LogEntry[] = [];
    const request = { query: query.value, scope: { sources: undefined }, limit: undefined } as const;
    for await (const part of reader.scan({ ...request, direction: "oldest-first" })) entries.push(...part);
    await reader.close();
    return entries;
  }

  const cursors = (entries: readonly LogEntry[]) => entries.map(({ fields }) => fields["__CURSOR"]);

  async function told(args: readonly string[]): Promise<readonly Told[]> {
    const { stdout } = await ask(home, ["query", ...args, "-o", "ndjson"]);
    const lines = stdout.split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as Told);
  }

  it("has every failure as an entry with unit, result and invocation", async () => {
    const entries = await told(["event:*", "--boot", "0"]);
    const found = FAILURES.map(([unit, event, result]) => {
      const entry = entries.find((one) => one.unit === unit && one.event === event && one.result === result);
      return [entry?.unit, entry?.event, entry?.result];
    });
    expect(found).toEqual(FAILURES);
    const failed = entries.filter(({ event }) => event === "unit-failed" || event === "unit-start-failed");
    // What waited for another unit in vain never ran.
    const ran = failed.filter(({ result }) => result !== "dependency");
    expect(ran.filter(({ invocation }) => !/^[0-9a-f]{32}$/.test(invocation ?? ""))).toEqual([]);
  });

  it("counts restarts, and says how processes ended and why programs were not run", async () => {
    const entries = await told(["unit:ls-* event:*", "--boot", "0"]);
    const of = (event: string, unit: string) => entries.filter((one) => one.event === event && one.unit === unit);
    expect(of("restart-scheduled", "ls-flap.service")).toMatchObject([1, 2, 3].map((restarts) => ({ restarts })));
    expect(of("process-exited", "ls-segv.service")).toMatchObject([{ exit: "SIGSEGV" }]);
    expect(of("process-exited", "ls-db.service")[0]).toMatchObject({ exit: 1 });
    expect(of("process-exited", "ls-stubborn.service")).toMatchObject([{ exit: "SIGKILL" }]);
    expect(of("exec-failed", "ls-noexec.service").length).toBeGreaterThan(0);
    expect(of("unit-started", "ls-web.service")[0]).toMatchObject({ result: "done", job: "start" });
  });

  it("finds all of one run of a unit, its own words and systemd's", async () => {
    const [failed] = await kept({}, "event:unit-failed unit:ls-oom boot:0");
    const invocation = String(failed?.fields["INVOCATION_ID"]);
    const run = await kept({}, `invocation:${invocation}`);
    expect(run.map(({ identifier, message }) => [identifier, message])).toContainEqual(["bash", "allocating"]);
    expect(run.map(({ message }) => message).at(-1)).toContain("oom-kill");
  });

  it("asks the store and the journal itself alike", async () => {
    const fromStore = await ask(home, ["query", "event:unit-failed -result:exit-code", "-b", "0", "-o", "short-iso"]);
    const fromJournal = await ask(home, [
      "query",
      "event:unit-failed -result:exit-code",
      source(),
      "--boot=0",
      "-o",
      "short-iso",
    ]);
    expect(fromJournal.stdout).toBe(fromStore.stdout);
    expect(fromStore.stdout.split("\n").length).toBeGreaterThan(5);
    expect(fromStore.stderr).toMatch(/boot 0 is [0-9a-f]{32}/);
  });

  const units = [...new Set(FAILURES.map(([unit]) => unit)), "ls-web", "ls-tick", "ls-tick.timer", "ls-reload"];
  const others = ["init.scope", "system.slice", "systemd-journald", "systemd-logind.service", "dbus.socket"];

  it.each([...units, ...others])("gives the entries of %s in journalctl's order", async (unit) => {
    const warnings = await byJournalctl(["-u", unit, "-p", "warning", "-b", "0"]);
    expect(cursors(await kept({ boot: "0" }, `unit:${unit} level>=warning`))).toEqual(warnings);
    expect(cursors(await kept({ unit: [unit] }))).toEqual(await byJournalctl(["-u", unit]));
  });

  it.each<readonly [Partial<Settings>, readonly string[]]>([
    [{ unit: ["ls-*"] }, ["-u", "ls-*"]],
    [{ unit: ["ls-[wd]*"] }, ["-u", "ls-[wd]*"]],
    [{ unit: ["ls-?b.service"] }, ["-u", "ls-?b.service"]],
    [{ unit: ["*.timer"] }, ["-u", "*.timer"]],
    [{ unit: ["s*"] }, ["-u", "s*"]],
    [{ unit: ["ls-db", "ls-web.service"], boot: "" }, ["-u", "ls-db", "-u", "ls-web.service", "-b"]],
    [{ identifier: ["web", "systemd"], priority: "4..5" }, ["-t", "web", "-t", "systemd", "-p", "4..5"]],
    [{ grep: "failed with" }, ["-g", "failed with"]],
    [{ grep: "Failed|TIMED" }, ["-g", "Failed|TIMED"]],
    [{ dmesg: true }, ["-k"]],
    [{ boot: "-1" }, ["-b", "-1"]],
    [{ boot: "1" }, ["-b", "1"]],
    [{ boot: "+2", unit: ["ls-flap"] }, ["-b", "+2", "-u", "ls-flap"]],
  ])("answers %j as journalctl does", async (given, flags) => {
    expect(cursors(await kept(given))).toEqual(await byJournalctl(flags));
  });

  it("leaves out exactly a unit's entries for !UNIT", async () => {
    const without = await kept({ unit: ["!ls-web"] });
    const all = await byJournalctl([]);
    const of = new Set(await byJournalctl(["-u", "ls-web"]));
    expect(cursors(without)).toEqual(all.filter((cursor) => !of.has(cursor)));
  });

  it("lists the boots, and says so when one is not there", async () => {
    const listed = await ask(home, ["query", "--list-boots"]);
    const { stdout } = await exec("journalctl", ["-q", "-D", systemd.journalDirectory, "--list-boots"]);
    const ids = (text: string) => [...text.matchAll(/(-?\d+) +([0-9a-f]{32})/g)].map(([, number, id]) => [number, id]);
    expect(ids(listed.stdout)).toEqual(ids(stdout));
    expect(ids(listed.stdout)).toHaveLength(2);
    const missed = await ask(home, ["query", "", "--boot=-7"]);
    expect(missed).toMatchObject({ code: 2, stderr: expect.stringContaining("--list-boots") });
  });
});
