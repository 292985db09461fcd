// Writes docs/stream.png: the demo in a real terminal, at the failure it is about.   npm run picture
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { indexPng } from "./indexed-png.js";
import { launch } from "../test/support/terminal.js";

const [, , theme = "dark", file = "docs/stream.png", columns = "120", rows = "34"] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "logstream-picture-"));
mkdirSync("docs", { recursive: true });
const terminal = launch(process.execPath, [resolve("bin/logstream.js"), "demo", "--theme", theme], {
  columns: Number(columns),
  rows: Number(rows),
  cwd: folder,
  env: { HOME: folder, TMPDIR: folder, XDG_STATE_HOME: undefined, XDG_CONFIG_HOME: undefined, TZ: "UTC" },
});
try {
  await terminal.waitFor("Command 'systemd-run");
  terminal.type(":search database is locked\r");
  await terminal.waitFor("/database is locked");
  terminal.press("N");
  terminal.press("enter");
  await terminal.waitFor("Fields");
  // The footer and the overview follow the selection in frames of their own.
  await terminal.waitFor("J next");
  await terminal.png(file);
  await indexPng(file);
  terminal.press("escape");
  await terminal.waitFor(() => !terminal.text().includes("Fields"));
  terminal.press("q");
  await terminal.waitExit();
} finally {
  terminal.kill();
  rmSync(folder, { recursive: true });
}
