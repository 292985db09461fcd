import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../support/ask.js";
import { environmentOf, type Home, PROGRAM, run, temporaryHome } from "../../support/program.js";
import { missingForNix, NIX_FOLDER, nixEnvironment } from "../../support/single-user-nix.js";
import { launch, type LaunchedTerminal } from "../../support/terminal.js";

const STAND_IN = join(NIX_FOLDER, "nixos-rebuild.sh");
/** Real programs, many of them; on a busy machine each start takes seconds. */
let home: Home;
let terminal: LaunchedTerminal | undefined;
beforeAll(() => {
  home = temporaryHome();
});
afterEach(() => terminal?.kill());
afterAll(() => home.remove());

const environment = (extra: Readonly<Record<string, string>> = {}) => ({
  ...nixEnvironment(home.path),
  LOGSTREAM_REBUILD: STAND_IN,
  ...extra,
});
type Shown = { readonly v: number; readonly session: Record<string, unknown> };
const shown = async (): Promise<Shown["session"]> =>
  (JSON.parse((await ask(home, ["sessions", "show", "@1", "--json"])).stdout) as Shown).session;

describe("logstream rebuild", () => {
  it("says what is missing, and which actions there are", async () => {
    const missing = await run(home, ["rebuild", "switch"], { env: { PATH: "/nowhere" } });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("there is no program 'nixos-rebuild'\n  this is for NixOS;");
    const unknown = await run(home, ["rebuild", "swtich"]);
    expect(unknown.stderr).toContain("use one of switch, boot, test, build, dry-activate");
  });
});

describe.skipIf(missingForNix() !== undefined)("real builds", () => {
  it("pass through run with code and bytes unchanged, and are understood", async () => {
    const args = [join(NIX_FOLDER, "rebuild.nix"), "-A", "blocked", "--no-out-link"];
    const env = environmentOf(home, nixEnvironment(home.path));
    const salt = ["--argstr", "salt", env["SALT"] ?? ""];
    // Twice without us: the first also builds what both need.
    const direct = () => spawnSync("nix-build", [...args, ...salt], { env, encoding: "utf8" });
    direct();
    const wanted = direct();
    const given = await run(home, ["run", "--", "nix-build", ...args, ...salt], { env });
    expect(given).toEqual({ code: wanted.status, stdout: wanted.stdout, stderr: wanted.stderr });
    expect(given.code).not.toBe(0);
    const session = await shown();
    expect(session).toMatchObject({ kind: "run", result: "failed", build: { builds: { failed: 2, running: 0 } } });
  });

  it("become a rebuild with its phases, read as a person would", async () => {
    const ended = await run(home, ["rebuild", "--name", "good", "switch"], { env: environment() });
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain("@nix");
    expect(ended.stderr).toContain("linking the system\n");
    expect(ended.stderr).toMatch(/logstream: the rebuild succeeded after .*\n {2}builds {5}2 built\n/);
    expect(ended.stdout).toMatch(/^\/nix\/store\/\S+-system-2\.0\n$/);
    const session = await shown();
    expect(session).toMatchObject({
      kind: "rebuild",
      name: "good",
      result: "succeeded",
      command: [STAND_IN, "switch", "--log-format", "internal-json", "-v"],
      phases: [
        { name: "evaluation", result: "succeeded" },
        { name: "build", result: "succeeded" },
        { name: "activation", result: "succeeded" },
      ],
      build: { isEnded: true, builds: { done: 2, failed: 0 } },
    });
    expect((await ask(home, ["query", "-c", "session:good 'linking the system'"])).stdout).toBe("1\n");
  });

  it("tell what failed, and why, and what was not built because of it", async () => {
    const env = environment({ ATTR: "blocked" });
    const ended = await run(home, ["rebuild", "-o", "json", "test"], { env });
    expect(ended.code).toBe(1);
    const events = ended.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const steps = events.filter(({ event }) => event === "build-step");
    expect(steps.some(({ name, state }) => name === "library-1.0" && state === "done")).toBe(true);
    expect(steps.some(({ name, state }) => name === "broken-3.0" && state === "failed")).toBe(true);
    expect(events.at(-1)).toMatchObject({ event: "session-ended", session: { result: "failed", exitCode: 1 } });
    const text = (await ask(home, ["sessions", "show", "@1"])).stdout;
    expect(text).toMatch(/failed: broken-3\.0 in buildPhase: .*exit code 3/);
    expect(text).toContain("> it will not build");
    expect(text).toContain("not built: blocked-4.0");
    expect(await shown()).toMatchObject({ phases: [{ name: "evaluation" }, { name: "build", result: "failed" }] });
  });

  it("are drawn as a tree below the lines on a terminal, of which nothing is left behind", async () => {
    const env = { ...environmentOf(home, environment({ PAUSE: "1.5", ASK: "yes" })), LOGSTREAM_ASCII: "1" };
    const open = (): LaunchedTerminal => launch(process.execPath, [PROGRAM, "rebuild"], { env, cwd: home.path });
    const screen = (terminal = open());
    await screen.waitFor(/> 1 running.*\n.*> library-1\.0/);
    screen.resize(60, 20);
    await screen.waitFor(/> 1 running.*\n.*> system-2\.0/);
    // The prompt is not ours: it must outlive the picture above it, which goes a moment later.
    await screen.waitFor(/^(?![^]*running)[^]*\[sudo\] password: /);
    screen.type("secret\r");
    await screen.waitFor("the rebuild succeeded");
    expect((await screen.waitExit()).exitCode).toBe(0);
    expect(screen.text()).toContain("linking the system");
    expect(screen.text()).not.toContain("running");
  });

  it("leave the terminal as it was after Ctrl-C", async () => {
    const env = { ...environmentOf(home, environment({ PAUSE: "30" })), LOGSTREAM_ASCII: "1" };
    const screen = (terminal = launch(process.execPath, [PROGRAM, "rebuild"], { env, cwd: home.path }));
    await screen.waitFor(/> 1 running/);
    screen.press("ctrl-c");
    await screen.waitFor(/the rebuild (?:failed|was interrupted)/);
    await screen.waitExit();
    expect(screen.text()).not.toContain("1 running");
  });
});
