import { describe, expect, it } from "vitest";
import { entryId } from "../../src/core/entry.js";
import type { Engine } from "../../src/core/ports.js";
import { micros } from "../../src/core/time.js";
import { type ScreenDriver, type ScreenDriverOptions, startScreen } from "../support/screen-driver.js";
import { entryWith, sampleLog, statusOf } from "../support/sample-log.js";

/** A driver that has shown its first lines. */
async function started(options: ScreenDriverOptions = {}): Promise<ScreenDriver> {
  const screen = await startScreen(options);
  await screen.waitFor("end");
  return screen;
}

const later = (ordinal: number, message: string) => {
  const at = micros(Date.UTC(2026, 2, 16) * 1000 + ordinal);
  return entryWith({ id: entryId(1, 100_000 + ordinal), at, order: at, message, unit: "late.service" });
};

describe.concurrent("the screen", () => {
  it("follows what comes, stops when the reader goes up, and counts what is new without moving", async () => {
    const screen = await started();
    screen.engine.add([later(1, "the first to come")]);
    await screen.waitFor("the first to come");
    screen.press("k", "k");
    await screen.waitFor("paused");
    const top = screen.line(3);
    screen.engine.add([later(2, "not seen yet"), later(3, "nor this")]);
    await screen.waitFor("▼ 2 new");
    expect(screen.line(3)).toBe(top);
    expect(screen.text()).not.toContain("not seen yet");
    screen.press("G");
    await screen.waitFor("nor this");
    expect(screen.text()).toContain("following");
    screen.close();
  });

  it("searches while one types, marks what it finds and goes on with n and N", async () => {
    const screen = await started();
    screen.press("/");
    screen.type("out of mem");
    await screen.waitFor("Out of memory");
    screen.press("enter");
    await screen.waitFor(/n next match/);
    const hit = (): number => screen.lines().findIndex((line) => line.startsWith("▌"));
    expect(screen.line(hit())).toContain("Out of memory");
    const column = screen.line(hit()).indexOf("Out of mem");
    expect(screen.cell(column, hit()).background).toBe("#58c4dc");
    await screen.waitFor(/\/out of mem \d+ match/);
    const first = screen.line(hit());
    screen.press("N");
    await screen.waitFor(() => hit() >= 0 && screen.line(hit()) !== first);
    expect(screen.line(hit())).toContain("Out of memory");
    screen.close();
  });

  it("shows what a filter would leave before Enter, and leaves just that after it", async () => {
    const screen = await started();
    screen.press("&");
    screen.type("unit:sshd");
    await screen.waitFor(/\d+ of 300 would stay/);
    expect(screen.text()).toContain("Would stay");
    screen.press("enter");
    await screen.waitFor(/of 300 shown/);
    const shown = screen.lines().slice(2, 23);
    expect(shown.filter((line) => !/ sshd +\w/.test(line))).toEqual([]);
    screen.press("backspace");
    await screen.waitFor("all lines");
    screen.close();
  });

  it("says where a filter is wrong while it is typed", async () => {
    const screen = await started();
    screen.press("&");
    screen.type("level>=wraning x");
    await screen.waitFor("       ^^^^^^^ this is not a level");
    screen.press("tab");
    await screen.waitFor("show only level>=warning x");
    screen.press("enter");
    await screen.waitFor("level>=warning x");
    screen.close();
  });

  it("explains an empty view and drops the filter that empties it", async () => {
    const screen = await started();
    screen.press("&");
    screen.type("no-such-word");
    screen.press("enter");
    await screen.waitFor("the filters hide them all");
    await screen.waitFor("without it 300 would show");
    screen.press("backspace");
    await screen.waitFor("nginx");
    screen.close();
  });

  it("narrows to a level by the chooser", async () => {
    const screen = await started();
    screen.press("L");
    await screen.waitFor("Least severe level");
    screen.press("j", "j", "j", "j", "enter");
    await screen.waitFor("level>=warning");
    await screen.waitFor(() => !/ · | ◇ /.test(screen.lines().slice(2, 23).join("\n")));
    screen.close();
  });

  it("opens the detail, goes through its fields and back", async () => {
    const screen = await started();
    screen.press("enter");
    await screen.waitFor("identifier");
    await screen.waitFor(/1 of \d+/);
    screen.press("j", "j");
    await screen.waitFor(/3 of \d+/);
    screen.press("escape");
    await screen.waitFor(() => !screen.text().includes("identifier"));
    screen.close();
  });

  it("unfolds an entry of several lines", async () => {
    const screen = await started({ rows: 40 });
    screen.press("/");
    screen.type("traceback");
    screen.press("enter");
    await screen.waitFor("[+5 lines]");
    screen.press("x");
    await screen.waitFor("raise UpstreamError(reply.status)");
    screen.press("x");
    await screen.waitFor("[+5 lines]");
    screen.close();
  });

  it("wraps long lines, and moves them sideways when they are cut", async () => {
    const screen = await started();
    screen.press("g", "w");
    await screen.waitFor("wrapped");
    await screen.waitFor("curl/8.9.1");
    screen.press("g", "w");
    await screen.waitFor(() => !screen.text().includes("wrapped"));
    screen.press("l");
    await screen.waitFor("‹");
    screen.press("0");
    await screen.waitFor(() => !screen.text().includes("‹"));
    screen.close();
  });

  it("marks lines and shows only those", async () => {
    const screen = await started();
    screen.press("m", "k", "k", "m", "M");
    await screen.waitFor("bookmarks only");
    await screen.waitFor(() => screen.lines().filter((line) => line.startsWith("◆")).length === 2);
    screen.press("M");
    await screen.waitFor(() => !screen.text().includes("bookmarks only"));
    screen.close();
  });

  it("completes and runs what is typed after a colon", async () => {
    const screen = await started();
    screen.press(":");
    screen.type("theme ");
    screen.press("tab");
    await screen.waitFor(/1 of \d+/);
    screen.press("ctrl-u");
    screen.type("theme light");
    screen.press("enter");
    await screen.waitFor(() => isLight(screen));
    screen.press(":");
    screen.type("theme nosuch");
    screen.press("enter");
    await screen.waitFor("there is no theme 'nosuch'");
    screen.close();
  });

  it("finds a command by its words and runs it", async () => {
    const screen = await started();
    screen.press("ctrl-k");
    screen.type("wrap long");
    await screen.waitFor("Wrap long lines, or cut them");
    screen.press("enter");
    await screen.waitFor("wrapped");
    screen.close();
  });

  it("says what a source suffers from, in the header and in the list of sources", async () => {
    const screen = await started({ columns: 120 });
    const fault = { code: "no-permission", message: "may not be read", hint: "join the group adm" } as const;
    screen.engine.tell({ sources: [statusOf({ label: "syslog", state: "failed", fault })] });
    await screen.waitFor("✗ syslog: may not be read");
    screen.press("S");
    await screen.waitFor("join the group adm");
    screen.close();
  });

  it("reaches every size: says when there is too little room, and comes back", async () => {
    const screen = await started();
    screen.resize(40, 10);
    await screen.waitFor("needs 60×15");
    screen.resize(120, 30);
    await screen.waitFor("following");
    await screen.waitFor(() => screen.line(28).startsWith("▌"));
    screen.resize(61, 15);
    await screen.waitFor(() => screen.line(13).startsWith("▌"));
    screen.close();
  });

  it("says that it is reading until the first lines have come", async () => {
    const screen = await startScreen();
    screen.engine.hold(true);
    screen.press("&");
    screen.type("unit:sshd");
    screen.press("enter");
    await screen.waitFor("+unit:sshd");
    screen.engine.hold(false);
    await screen.waitFor(/of 300 shown/);
    screen.close();
  });

  it("lets nothing of a hostile line reach the terminal", async () => {
    const evil = "\u001b]0;owned\u0007\u001b[2J\u001b[31mred \u202egnp.exe \u0000\u009b31m";
    const at = micros(Date.UTC(2026, 2, 16) * 1000);
    const entries = [entryWith({ message: evil, unit: evil, at, order: at })];
    const titles: string[] = [];
    const screen = await startScreen({ entries });
    screen.terminal.onTitleChange((title) => titles.push(title));
    await screen.waitFor("␛]0;owned␇");
    screen.press("enter");
    await screen.waitFor("<202E>gnp.exe");
    expect(titles).toEqual([]);
    expect(screen.text()).toContain("logstream");
    screen.close();
  });

  it("shows what the engine could not do, and goes on", async () => {
    const screen = await started();
    const { engine } = screen as { readonly engine: { find: Engine["find"] } };
    engine.find = () => Promise.reject(new Error("the worker has gone"));
    screen.press("e");
    await screen.waitFor("the worker has gone");
    screen.press("k");
    await screen.waitFor("paused");
    screen.close();
  });

  it("tells of keys in the settings that cannot be used", async () => {
    const screen = await startScreen({ settings: { keys: { nonsense: ["x"] } } });
    await screen.waitFor("there is no command 'nonsense' to bind");
    screen.close();
  });

  it("takes a paste as text, never as keys", async () => {
    const screen = await started();
    screen.type("\u001b[200~qqq\u001b[201~");
    screen.press("/");
    screen.type("\u001b[200~nginx q\u001b[201~");
    await screen.waitFor("/nginx q");
    expect(screen.ended()).toBeUndefined();
    screen.close();
  });

  it("ends with q and with Ctrl-C", async () => {
    for (const key of ["q", "ctrl-c"]) {
      const screen = await started({ entries: sampleLog(30) });
      screen.press(key);
      await screen.waitFor(() => screen.ended() !== undefined);
      expect(screen.ended()).toEqual({ kind: "quit" });
      screen.close();
    }
  });

  it("answers keys that were pressed faster than it drew", async () => {
    const screen = await started();
    screen.type("kkkkkk?");
    await screen.waitFor("Keys");
    screen.close();
  });
});

function isLight(screen: ScreenDriver): boolean {
  const { background } = screen.cell(40, 10);
  return typeof background === "string" && Number.parseInt(background.slice(1, 3), 16) > 0x80;
}
