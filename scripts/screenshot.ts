// Writes docs/stream.png: the real program in a real terminal, on a log of ours.   npm run picture
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { indexPng } from "./indexed-png.js";
import { launch } from "../test/support/terminal.js";

// Its name is in the picture, which should not change without a reason.
const folder = join(tmpdir(), "logstream-picture");
mkdirSync(folder, { recursive: true });
copyFileSync("test/fixtures/demo/system.log", join(folder, "system.log"));
mkdirSync("docs", { recursive: true });
const terminal = launch(
  process.execPath,
  [resolve("bin/logstream.js"), "--theme", "dark", "--no-store", "system.log"],
  {
    columns: 120,
    rows: 34,
    cwd: folder,
    env: { HOME: folder, XDG_STATE_HOME: undefined, XDG_CONFIG_HOME: undefined, TZ: "UTC" },
  },
);
try {
  await terminal.waitFor("following");
  terminal.type(":search Traceback\r");
  await terminal.waitFor("/Traceback");
  terminal.press("N");
  await terminal.waitFor("[+7 lines]");
  terminal.press("enter");
  await terminal.waitFor("Around it");
  await terminal.waitFor("PoolTimeout");
  // The footer and the overview follow the selection in frames of their own.
  await terminal.waitFor("J next");
  await terminal.png("docs/stream.png");
  await indexPng("docs/stream.png");
  terminal.press("escape");
  await terminal.waitFor(() => !terminal.text().includes("Around it"));
  terminal.press("q");
  await terminal.waitExit();
} finally {
  terminal.kill();
  rmSync(folder, { recursive: true });
}
