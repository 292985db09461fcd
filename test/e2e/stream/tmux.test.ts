import { execFileSync, spawnSync } from "node:child_process";
import process from "node:process";
import { afterAll, it } from "vitest";
import { environmentOf, PROGRAM, temporaryHome } from "../../support/program.js";
import { waitForContent } from "../../support/wait-for.js";

const home = temporaryHome();
afterAll(() => home.remove());
const isMissing = spawnSync("tmux", ["-V"]).status !== 0;
if (isMissing) console.warn("NOT TESTED: the screen inside tmux, for want of tmux");

it.skipIf(isMissing)("shows and gives back the screen inside tmux", async () => {
  const log = home.write("app.log", Array.from({ length: 100 }, (_, index) => `größe ${index} 日本\n`).join(""));
  // A server of the test's own, without anybody's configuration.
  const tmux = (...args: readonly string[]): string =>
    execFileSync("tmux", ["-S", `${home.path}/tmux`, "-f", "/dev/null", ...args], {
      encoding: "utf8",
      env: environmentOf(home, { TMUX: undefined, TERM: "xterm-256color", LC_ALL: "C.UTF-8" }),
    });
  const shown = (): string => tmux("capture-pane", "-p", "-t", "test");
  const waitFor = (expected: RegExp): Promise<void> =>
    waitForContent(expected, { text: shown, settle: async () => new Promise((resolve) => setTimeout(resolve, 20)) });
  const program = `'${process.execPath}' '${PROGRAM}'`;
  tmux("-u", "new-session", "-d", "-s", "test", "-x", "100", "-y", "30", "bash --noprofile --norc");
  try {
    tmux("send-keys", "-t", "test", `PS1='$ '; echo before; ${program} --no-store ${log}; echo code $?`, "Enter");
    await waitFor(/größe 99 日本 +[│█]/);
    tmux("send-keys", "-t", "test", "g", "g");
    await waitFor(/größe 0 日本/);
    tmux("send-keys", "-t", "test", "/", "5", "5", "Enter");
    await waitFor(/größe 55 日本/);
    tmux("resize-window", "-t", "test", "-x", "70", "-y", "20");
    await waitFor(/größe 55 日本[^\n]*\n/);
    tmux("send-keys", "-t", "test", "q");
    await waitFor(/^before\ncode 0/m);
  } finally {
    tmux("kill-server");
  }
});
