import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Home, run, start, temporaryHome } from "../support/program.js";

let home: Home;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

/** What nix would copy to `json-log-path`: the protocol's lines of a captured build, without their prefix. */
function replayed(name: string): string {
  const captured = readFileSync(new URL(`../fixtures/nix/${name}.internal-json.log`, import.meta.url), "utf8");
  return captured
    .split("\n")
    .filter((line) => line.startsWith("@nix "))
    .map((line) => `${line.slice("@nix ".length)}\n`)
    .join("");
}

/** A process that writes to the socket, again until it listens; settles when it has ended. */
function writer(path: string, text: string): Promise<void> {
  const program = `const go=()=>{const s=require("net").connect(process.argv[1],()=>{s.on("close",()=>process.exit());process.stdin.pipe(s)});s.on("error",()=>setTimeout(go,10))};go()`;
  const child = spawn(process.execPath, ["-e", program, path], { stdio: ["pipe", "inherit", "inherit"] });
  child.stdin.end(text);
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

it("hears builds on a socket that several runs of nix write to, and reads no log twice", async () => {
  const socket = join(home.path, "nix.sock");
  const text = replayed("2.26.3/top");
  const [told = ""] = /\/nix\/store\/[^"\\]*-fail-1\.0\.drv/.exec(text) ?? [];
  const logs = join(home.path, "log/drvs");
  const write = (drv: string, log: string) => {
    const name = basename(drv);
    mkdirSync(join(logs, name.slice(0, 2)), { recursive: true });
    writeFileSync(join(logs, name.slice(0, 2), name.slice(2)), log);
  };
  mkdirSync(logs, { recursive: true });
  const environment = { NIX_LOG_DIR: join(home.path, "log") };
  const record = start(home, ["record", "nix:", `nix:socket=${socket}`], { env: environment });
  // Through one daemon two builds carry the same ids: each connection must be understood on its own.
  await Promise.all([writer(socket, text), writer(socket, text), writer(socket, '{"action":\nnot json at all\n')]);
  write(told, "told by the stream already\n");
  write(`/nix/store/${"0".repeat(32)}-elsewhere-1.0.drv`, "built by somebody else\n");

  const ask = async (query: string): Promise<readonly string[]> => {
    const { stdout } = await run(home, ["query", query, "-o", "cat"]);
    return stdout.split("\n").slice(0, -1);
  };
  while (!(await ask("")).includes("built by somebody else")) continue;
  record.kill("SIGTERM");
  await record.ended;

  const all = await ask("");
  expect(all.filter((line) => line.startsWith('{"action":"'))).toEqual([]);
  expect(all).not.toContain("told by the stream already");
  expect(all.filter((line) => line === "not json at all")).toHaveLength(1);
  const ofBuild = await ask("unit:fail-1.0");
  expect(ofBuild.filter((line) => line === "gcc -c f7.c -o f7.o")).toHaveLength(2);
  expect(await ask("unit:elsewhere-1.0")).toEqual(["built by somebody else"]);
});

it("says that who asks a socket waits for what is still to come, and where it is kept", async () => {
  const asked = start(home, ["query", "", `nix:socket=${join(home.path, "live.sock")}`]);
  await asked.waitFor("nix:socket is live: what builds say from now on is shown until Ctrl-C");
  asked.kill("SIGINT");
  expect((await asked.ended).code).not.toBe(2);
});
