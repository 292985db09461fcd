// Writes docs/*.png: the demo in a real terminal, view by view.   npm run pictures [-- THEME [FOLDER]]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { indexPng } from "./indexed-png.js";
import { type LaunchedTerminal, launch } from "../test/support/terminal.js";

const [, , theme = "dark", target = "docs"] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "logstream-picture-"));
mkdirSync(target, { recursive: true });
const terminal = launch(process.execPath, [resolve("bin/logstream.js"), "demo", "--theme", theme], {
  columns: 120,
  rows: 34,
  cwd: folder,
  env: { HOME: folder, TMPDIR: folder, XDG_STATE_HOME: undefined, XDG_CONFIG_HOME: undefined, TZ: "UTC" },
});

type Picture = { readonly name: string; readonly show: (on: LaunchedTerminal) => Promise<void> };

const PICTURES: readonly Picture[] = [
  {
    name: "stream",
    show: async (on) => {
      on.type(":search database is locked\r");
      await on.waitFor("/database is locked");
      // systemctl status quotes the same words, before or behind them.
      while (!/▌[^\n]*ls-db[^\n]*FATAL/.test(on.text())) {
        const before = on.text();
        on.press("N");
        await on.waitFor(() => on.text() !== before);
        await on.waitFor(/▌[^\n]*FATAL/);
      }
      on.press("enter");
      // The footer and the overview follow the selection in frames of their own.
      await on.waitFor(/Fields[^]*J next/);
    },
  },
  {
    name: "metrics",
    show: async (on) => {
      on.press("escape");
      await on.waitFor(() => !on.text().includes("Fields"));
      on.press("escape");
      await on.waitFor(() => !on.text().includes("/database is locked"));
      on.type(":metrics\r");
      await on.waitFor("a column is");
      on.type(":window 5m\r");
      await on.waitFor(/\[5m\][^]*busy +\d/);
    },
  },
  {
    name: "heatmap",
    show: async (on) => {
      on.type(":heatmap\r");
      await on.waitFor(/by unit[^]*ls-web[^]*ls-tick/);
      on.press("0");
      await on.waitFor("lines");
    },
  },
  {
    name: "patterns",
    show: async (on) => {
      on.type(":patterns\r");
      await on.waitFor(/most frequent first[^]*GET/);
    },
  },
  {
    name: "sessions",
    show: async (on) => {
      on.type(":sessions\r");
      await on.waitFor(/ls-db.service|app-1.0/);
    },
  },
  {
    name: "replay",
    show: async (on) => {
      on.type(":stream\r:goto -20s\r");
      on.type(":replay\r");
      await on.waitFor("Space plays");
      on.press(">", ">", "space");
      await on.waitFor("playing 5×");
      await on.waitFor("FATAL");
      on.press("space");
    },
  },
];

/** A frame comes in several pieces: until two looks at it are alike, but for what the clock changes. */
async function whole({ text, settle }: LaunchedTerminal): Promise<void> {
  const seen = (): string => text().replaceAll(/\d+/g, "");
  for (let before = ""; before !== seen();) {
    before = seen();
    await new Promise((resolve) => setTimeout(resolve, 120));
    await settle();
  }
}

try {
  await terminal.waitFor("Command 'systemd-run");
  for (const { name, show } of PICTURES) {
    await show(terminal);
    await whole(terminal);
    const file = join(target, `${name}.png`);
    await terminal.png(file);
    await indexPng(file);
  }
  terminal.press("ctrl-c");
  await terminal.waitExit();
} finally {
  terminal.kill();
  rmSync(folder, { recursive: true });
}
