import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTape } from "../../../src/cli/demo/tape.js";
import { ask } from "../../support/ask.js";
import { openScreen } from "../../support/open-screen.js";
import { type Home, temporaryHome } from "../../support/program.js";
import type { LaunchedTerminal } from "../../support/terminal.js";

let home: Home;
let screen: LaunchedTerminal | undefined;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => {
  screen?.kill();
  home.remove();
});

function demoFolders(): readonly string[] {
  return readdirSync(home.path).filter((name) => name.startsWith("logstream-demo-"));
}

describe("the demo", () => {
  it("plays a rebuild that fails with its journal, says that it is a recording, records it, and leaves nothing", async () => {
    screen = openScreen(home, ["demo"], { columns: 120, rows: 40, env: { TMPDIR: home.path } });
    await screen.waitFor("demo: a recording");
    await screen.waitFor("FATAL: database is locked");
    await screen.waitFor("Command 'systemd-run");
    const store = `${home.path}/${demoFolders()[0]}/log.db`;
    const seen = async () => (await ask(home, ["sessions", "show", "@1", "--store", store])).stdout;
    let session = await seen();
    // The session is written when the rebuild's last words are in the store.
    while (session.includes("running")) session = await seen();
    expect(session).toContain("failed, exit code 4");
    expect(session).toMatch(/failed +ls-db\.service \(exit-code\)/);
    expect(session).toContain("8 built");
    screen.type("3");
    await screen.waitFor(/by unit[^]*ls-web/);
    screen.type("2");
    await screen.waitFor(/busy +\d+(\.\d+)?% +max \d+/);
    screen.press("ctrl-c");
    expect((await screen.waitExit()).exitCode).toBe(0);
    expect(demoFolders()).toEqual([]);
  }, 60_000);

  it("has a tape in the order of its times, moved to where it begins", () => {
    const begin = 1_900_000_000_000;
    const tape = readTape(begin);
    expect(tape.map(({ atMs }) => atMs)).toEqual(tape.map(({ atMs }) => atMs).toSorted((one, other) => one - other));
    const lines = tape.flatMap((item) => (item.to === "machine" ? [] : [item]));
    const locked = lines.find(({ to, text }) => to === "journal" && text.includes("database is locked"));
    const failed = lines.filter(({ to }) => to === "output").at(-1);
    expect(locked?.text).toMatch(/^\{"__REALTIME_TIMESTAMP":"19000000\d{8}"/);
    expect(failed?.text).toContain("returned non-zero exit status 4");
    expect(failed?.atMs).toBeLessThan(10_000);
    expect(lines.filter(({ text }) => /08:50:03|2026-11-25/.test(text))).toEqual([]);
    const measured = tape.flatMap((item) => (item.to === "machine" ? [item.sample] : []));
    expect(measured.length).toBeGreaterThan(100);
    expect(measured.filter(({ from, at }) => at <= from || at - from > 2_000_000)).toEqual([]);
  });

  it("says what it needs where there is no terminal", async () => {
    const { stderr, code } = await ask(home, ["demo"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("not a terminal")]);
  });
});
