import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../support/ask.js";
import { hasJournalctl } from "../../support/journal-reading.js";
import { exportEntry, missingForJournalFiles, writeJournalFile } from "../../support/journal-remote.js";
import { temporaryHome } from "../../support/program.js";

const missing = missingForJournalFiles() ?? (hasJournalctl() ? undefined : "journalctl");
const BOOTS = ["6622cae6766348e19307f90fd41a9965", "7733dbf7877459f2a418a1ae52ba0a76"] as const;
const START_S = 1_795_228_000;
const COUNT = 1_200;

const MESSAGES = [
  "connection from 10.0.0.1 closed",
  "Failed to start worker",
  "failed: no such file",
  "all is well",
  "two lines\nof which this is the second",
];

function entry(index: number): Buffer {
  const service = index % 7;
  const isKernel = index % 13 === 0;
  const at = START_S * 1_000_000 + index * 777_777;
  const unit = service === 6 ? "init.scope" : `web-${service}.service`;
  return exportEntry([
    ["__REALTIME_TIMESTAMP", String(at)],
    ["__MONOTONIC_TIMESTAMP", String(5_000_000 + index * 777_777)],
    ["_BOOT_ID", BOOTS[index < COUNT / 3 ? 0 : 1]],
    ["_MACHINE_ID", "3d1219c7c4c5404aaa1f6d2a48adfda4"],
    ["_HOSTNAME", "box"],
    ["PRIORITY", String((index * 5) % 8)],
    ["SYSLOG_FACILITY", String(isKernel ? 0 : index % 3 === 0 ? 10 : 3)],
    ["SYSLOG_IDENTIFIER", isKernel ? "kernel" : `web${service}`],
    ["_TRANSPORT", isKernel ? "kernel" : "stdout"],
    ...(isKernel ? [] : ([["_PID", String(400 + service)]] as const)),
    ...(isKernel ? [] : ([["_SYSTEMD_UNIT", unit]] as const)),
    // What systemd says of a unit is found by the unit, too.
    ...(service === 6 && !isKernel ? ([["UNIT", "web-1.service"]] as const) : []),
    ["MESSAGE", `${MESSAGES[index % MESSAGES.length]} (${index})`],
  ]);
}

const local = (second: number): string => {
  const date = new Date((START_S + second) * 1_000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};

/** The very words for both programs. */
const FLAGS: readonly (readonly string[])[] = [
  [],
  ["-u", "web-1"],
  ["-u", "web-1.service"],
  ["-u", "web-1", "-u", "web-3"],
  ["-u", "web-[0-2]*"],
  ["-u", "init.scope"],
  ["-u", "nothing-like-it"],
  ["-t", "web3"],
  ["-t", "web3", "-t", "kernel"],
  ["-p", "err"],
  ["-p", "3"],
  ["-p", "emerg"],
  ["-p", "debug"],
  ["-p", "err..warning"],
  ["-p", "6..4"],
  ["--facility", "authpriv"],
  ["--facility", "kern"],
  ["-S", local(300)],
  ["-U", local(300)],
  ["-S", local(100), "-U", local(200)],
  ["-S", local(9_000)],
  ["-b", BOOTS[0]],
  ["-b", "0"],
  ["-b", "-1"],
  ["-b", "1"],
  ["-k"],
  ["-k", "-b", "-1"],
  ["-g", "failed"],
  ["-g", "Failed"],
  ["-g", "^fail(ed|ure)"],
  ["-g", "well"],
  ["-n", "17"],
  ["-r"],
  ["-r", "-n", "17"],
  ["-u", "web-1", "-p", "warning", "-S", local(100), "-b", "0"],
  // With -g, -n means -r for journalctl.
  ["-t", "web2", "-g", "connection", "-r", "-n", "5"],
];

describe.skipIf(missing !== undefined)("logstream query with the flags of journalctl", () => {
  const home = temporaryHome();
  const folder = join(home.path, "journal");
  const others = { HOME: home.path, SYSTEMD_COLORS: "0", SYSTEMD_PAGER: "" };
  beforeAll(async () => {
    mkdirSync(folder);
    writeJournalFile(
      join(folder, "some.journal"),
      Buffer.concat(Array.from({ length: COUNT }, (_, index) => entry(index))),
    );
    const kept = await ask(home, ["record", "--once", `journal:dir=${folder}`]);
    expect(kept.stderr).toContain(`kept ${COUNT} entries`);
  });
  afterAll(() => home.remove());

  const journalctl = (flags: readonly string[]): readonly string[] => {
    const { TZ } = process.env;
    const env = { PATH: process.env["PATH"], LANG: "C.UTF-8", ...others, ...(TZ === undefined ? {} : { TZ }) };
    const { stdout } = spawnSync("journalctl", ["-D", folder, "--no-pager", "-q", ...flags], { env, encoding: "utf8" });
    return stdout.split("\n").filter((line) => line !== "");
  };
  const cursors = (lines: readonly string[]): readonly unknown[] =>
    lines.map((line) => (JSON.parse(line) as { readonly __CURSOR: unknown }).__CURSOR);
  const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

  it.each(FLAGS.map((flags) => [flags.join(" "), flags] as const))(
    "finds what journalctl finds, entry for entry, in the journal and in a store: %s",
    async (_, flags) => {
      const expected = cursors(journalctl(["-o", "json", ...flags]));
      const ours = ["query", ...flags, "-o", "ndjson", "--fields", "__CURSOR"];
      const [direct, kept] = [await ask(home, [...ours, "-D", folder]), await ask(home, ours)];
      expect(cursors(linesOf(direct.stdout))).toEqual(expected);
      expect(cursors(linesOf(kept.stdout))).toEqual(expected);
      expect([direct.code, kept.code]).toEqual(expected.length > 0 ? [0, 0] : [1, 1]);
    },
  );

  it("begins at a cursor, or behind it, as journalctl does, and shows where it ended", async () => {
    const all = cursors(journalctl(["-o", "json"])) as readonly string[];
    const shownBy = (text: string): string => /^-- cursor: (.*)$/m.exec(text)?.[1] ?? expect.fail(text);
    for (const flags of [[], ["-n", "5"], ["-r"], ["-r", "-n", "5"], ["-u", "web-1", "-n", "9"], ["-p", "err"]]) {
      for (const flag of ["--cursor", "--after-cursor"]) {
        // Where the cursor's own entry does not match, journalctl leaves out the first behind it that does.
        if (flag === "--after-cursor" && (flags.includes("-u") || flags.includes("-p"))) continue;
        const place = [`${flag}=${all[700]}`];
        const expected = cursors(journalctl(["-o", "json", ...place, ...flags]));
        const ours = ["query", ...place, ...flags, "-o", "ndjson", "--fields", "__CURSOR"];
        for (const from of [["-D", folder], []]) {
          const { stdout } = await ask(home, [...ours, ...from]);
          expect(cursors(linesOf(stdout)), `${flag} ${flags.join(" ")} ${from.join(" ")}`).toEqual(expected);
        }
        const counted = await ask(home, ["query", "-c", ...place, ...flags, "-D", folder]);
        expect(counted.stdout).toBe(`${expected.length}\n`);
      }
    }
    const theirs = journalctl(["-n", "3", "-o", "cat", "--show-cursor", `--cursor=${all[10]}`]).at(-1);
    const direct = await ask(home, [
      "query",
      "-n",
      "3",
      "-o",
      "cat",
      "--show-cursor",
      "--cursor",
      all[10] ?? "",
      "-D",
      folder,
    ]);
    expect(linesOf(direct.stdout).at(-1)).toBe(theirs);

    // A store's own cursors lead through all of it, page by page, either way.
    for (const way of [[], ["-r"]]) {
      const begin = ["query", ...way, "-o", "ndjson", "--fields", "__CURSOR", "--show-cursor"];
      const found: unknown[] = [];
      let page = await ask(home, [...begin, "-n", way.length > 0 ? "500" : "+500"]);
      while (page.code === 0) {
        const lines = linesOf(page.stdout);
        found.push(...cursors(lines.slice(0, -1)));
        page = await ask(home, [...begin, "-n", "500", "--after-cursor", shownBy(page.stdout)]);
      }
      expect(found).toEqual(way.length > 0 ? all.toReversed() : all);
    }
  });

  it("says where cursors have no meaning", async () => {
    const file = home.write("some.log", "one\n");
    for (const flags of [
      ["--cursor", "nonsense"],
      ["--cursor", "1.a.b", "-D", folder],
      ["--show-cursor", "", file],
      ["--show-cursor", "-f"],
      ["--show-cursor", "| count"],
      ["--cursor", "1.a.b", "--after-cursor", "1.a.b"],
    ]) {
      const { code, stderr } = await ask(home, ["query", ...flags]);
      expect({ code, flags }).toEqual({ code: 2, flags });
      expect(stderr).toContain("cursor");
    }
  });

  it.each(["short", "short-iso", "cat"])("writes lines as journalctl does with -o %s", async (format) => {
    const flags = ["-o", format, "-n", "40"];
    const expected = journalctl(flags).filter((line) => !line.startsWith("-- "));
    const { stdout } = await ask(home, ["query", ...flags, "-D", folder]);
    // Ours has the microseconds, too, and so stands further right.
    const comparable =
      format === "short-iso"
        ? stdout.replaceAll(/\.\d{6}([+-]\d\d):(\d\d) /g, "$1$2 ").replaceAll(/^ {8}/gm, "")
        : stdout;
    expect(linesOf(comparable)).toEqual(expected);
  });

  it("leaves the machine's name out, and an identifier, where asked", async () => {
    const flags = ["-o", "short", "-n", "20", "--no-hostname"];
    const { stdout } = await ask(home, ["query", ...flags, "-D", folder]);
    expect(linesOf(stdout)).toEqual(journalctl(flags).filter((line) => !line.startsWith("-- ")));
    const without = await ask(home, ["query", "-T", "web3", "-c"]);
    const all = COUNT - journalctl(["-t", "web3", "-o", "json"]).length;
    expect(without.stdout).toBe(`${all}\n`);
  });

  it.each(["_SYSTEMD_UNIT", "PRIORITY", "_BOOT_ID"])("-F %s gives the values that journalctl gives", async (field) => {
    const { stdout } = await ask(home, ["query", "-F", field]);
    expect([...linesOf(stdout)].toSorted()).toEqual([...journalctl(["-F", field])].toSorted());
  });

  it("writes times in UTC with --utc", async () => {
    const { stdout } = await ask(home, ["query", "-n", "1", "-o", "short-iso", "--utc"]);
    expect(stdout).toMatch(/^2026-11-2\dT[\d:.]+\+00:00 box /);
  });
});
