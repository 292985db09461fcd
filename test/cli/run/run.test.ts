import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStoreReader } from "../../../src/engine/store-reader.js";
import type { Session } from "../../../src/core/session.js";
import { environmentOf, type Home, PROGRAM, run, runShell, start, temporaryHome } from "../../support/program.js";
import { waitForContent } from "../../support/wait-for.js";

/** Real programs, many of them; on a busy machine each start takes seconds. */
let home: Home;
beforeAll(() => {
  home = temporaryHome();
});
afterAll(() => home.remove());

async function sessions(store = home.store): Promise<readonly Session[]> {
  const reader = openStoreReader(store);
  const found = await reader.sessions();
  await reader.close();
  return found;
}

const newest = async (store?: string): Promise<Session> => (await sessions(store))[0]!;
const until = (met: () => boolean): Promise<void> =>
  waitForContent(met, { text: () => "", settle: () => Promise.resolve() });

/** The outputs as bytes, told apart, which text would not be. */
function runBytes(args: readonly string[]): Promise<{ code: number | null; stdout: Buffer; stderr: Buffer }> {
  const child = spawn(process.execPath, [PROGRAM, "run", ...args], { env: environmentOf(home), cwd: home.path });
  const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (part: Buffer) => parts.stdout.push(part));
  child.stderr.on("data", (part: Buffer) => parts.stderr.push(part));
  child.stdin.end();
  return new Promise((resolve) => {
    child.once("close", (code) =>
      resolve({ code, stdout: Buffer.concat(parts.stdout), stderr: Buffer.concat(parts.stderr) }),
    );
  });
}

describe("logstream run", () => {
  it("ends as the command ends: by code, by signal, and where it cannot be run", async () => {
    const code = async (...argv: readonly string[]) => (await run(home, ["run", "--", ...argv])).code;
    expect(await code("sh", "-c", "exit 37")).toBe(37);
    expect(await newest()).toMatchObject({ result: "failed", exitCode: 37, signal: undefined, kind: "run" });
    expect(await code("sh", "-c", "kill -9 $$")).toBe(137);
    expect(await newest()).toMatchObject({ result: "failed", exitCode: 137, signal: "SIGKILL" });
    const missing = await run(home, ["run", "no-such-program-here"]);
    expect(missing).toMatchObject({ code: 127, stdout: "" });
    expect(missing.stderr).toBe(
      "logstream: there is no program 'no-such-program-here'\n  install it, or give its full path\n",
    );
    expect(await code(home.write("not-a-program", "words"))).toBe(126);
    expect(await code("true")).toBe(0);
    const session = await newest();
    expect(session).toMatchObject({ result: "succeeded", exitCode: 0, command: ["true"], folder: home.path });
    expect(session.endedAt).toBeGreaterThan(session.startedAt);
  });

  it("leaves the options of the command to the command, with and without --", async () => {
    const bare = await run(home, ["run", "--name", "numbers", "printf", "%s %s", "-o", "--json"]);
    expect(bare).toMatchObject({ code: 0, stdout: "-o --json", stderr: "" });
    expect(await newest()).toMatchObject({ name: "numbers", command: ["printf", "%s %s", "-o", "--json"] });
    const behind = await run(home, ["run", "--", "echo", "--", "-n"]);
    expect(behind.stdout).toBe("-- -n\n");
    expect((await run(home, ["run"])).code).toBe(2);
  });

  it("passes bytes on unchanged and apart, and keeps them all", async () => {
    const script = home.write(
      "bytes.py",
      [
        "import hashlib, os, random, sys",
        "r = random.Random(7)",
        "for i in range(100):",
        "    os.write(1, r.randbytes(131072))",
        "    os.write(2, b'%d\\xff\\x00\\x1b[31m\\r\\n' % i)",
        "os.write(1, b'no line end')",
      ].join("\n"),
    );
    const wanted = spawn("python3", [script]);
    const sums = { stdout: createHash("sha256"), stderr: createHash("sha256") };
    wanted.stdout.on("data", (part: Buffer) => sums.stdout.update(part));
    wanted.stderr.on("data", (part: Buffer) => sums.stderr.update(part));
    await new Promise((resolve) => wanted.once("close", resolve));
    const given = await runBytes(["--", "python3", script]);
    expect(given.code).toBe(0);
    expect(createHash("sha256").update(given.stdout).digest("hex")).toBe(sums.stdout.digest("hex"));
    expect(createHash("sha256").update(given.stderr).digest("hex")).toBe(sums.stderr.digest("hex"));
    const { source } = await newest();
    const reader = openStoreReader(home.store);
    const kept = await reader.sources();
    await reader.close();
    const entriesOf = (id: string) => kept.find((each) => each.id === id)?.entries;
    expect(entriesOf(`${source}:stderr`)).toBe(100);
    expect(entriesOf(source!)).toBeGreaterThan(40_000);
  });

  it("gives the command real pipes, so that it can open its own outputs by name", async () => {
    const ended = await run(home, ["run", "sh", "-c", "echo out > /dev/stdout; echo err > /dev/stderr"]);
    expect(ended).toMatchObject({ code: 0, stdout: "out\n", stderr: "err\n" });
  });

  it("leaves standard input to the command", async () => {
    const ended = await run(home, ["run", "--", "sh", "-c", "read a; echo got $a; cat"], {
      stdin: { text: "one\ntwo" },
    });
    expect(ended.stdout).toBe("got one\ntwo");
  });

  it("does not wait for what a command leaves running behind it", async () => {
    const ended = await run(home, ["run", "--", "sh", "-c", "sleep 60 & echo $! > left.pid; echo done"]);
    expect(ended).toMatchObject({ code: 0, stdout: "done\n" });
    process.kill(Number(readFileSync(join(home.path, "left.pid"), "utf8")));
  });

  it("passes signals on to all that the command has started, each time", async () => {
    const script = [
      "trap 'echo first; trap \"echo second; exit 3\" INT' INT",
      "trap 'echo usr1' USR1",
      "(trap '' USR1; trap 'echo below; exit' INT; echo deaf; while :; do sleep 0.01; done) &",
      "echo ready; while :; do sleep 0.01; done",
    ].join("\n");
    const running = start(home, ["run", "--", "bash", "-c", script]);
    await running.waitFor("ready");
    // A signal that comes before the shell below has said what it does with it would end that.
    await running.waitFor("deaf");
    running.kill("SIGUSR1");
    await running.waitFor("usr1");
    running.kill("SIGINT");
    await running.waitFor("first");
    await running.waitFor("below");
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(3);
    const asleep = start(home, ["run", "--", "sh", "-c", "echo ready; sleep 60"]);
    await asleep.waitFor("ready");
    asleep.kill("SIGTERM");
    expect((await asleep.ended).code).toBe(143);
    expect(await newest()).toMatchObject({ result: "interrupted", signal: "SIGTERM" });
  });

  it("lets a command end as it would alone when nobody reads its output any more", async () => {
    const endless = 'logstream run -- yes | head -2; echo "${PIPESTATUS[0]}"';
    expect((await runShell(home, endless)).stdout).toBe("y\ny\n141\n");
    expect(await newest()).toMatchObject({ exitCode: 141, signal: "SIGPIPE" });
    const deaf =
      'logstream run -- sh -c \'trap "" PIPE; seq 50000 2>/dev/null; exit 5\' | head -1; echo "${PIPESTATUS[0]}"';
    expect((await runShell(home, deaf)).stdout).toBe("1\n5\n");
  });

  it("is a session whose end nobody knows when it was killed, and the command goes on until it writes", async () => {
    const running = start(home, ["run", "--", "sh", "-c", "echo $$ ready; sleep 0.3; touch went-on; sleep 60"]);
    await running.waitFor("ready");
    await until(() => existsSync(home.store));
    const pid = Number(running.stdout().split(" ")[0]);
    running.kill("SIGKILL");
    expect((await running.ended).code).toBe(137);
    await until(() => existsSync(join(home.path, "went-on")));
    process.kill(pid, "SIGKILL");
    expect(await newest()).toMatchObject({ result: "unknown", endedAt: undefined });
  });

  it("keeps what nix builds while it builds it, for whoever looks on", async () => {
    const begins =
      '@nix {"action":"start","id":1,"level":3,"parent":0,"text":"","type":105,"fields":["/nix/store/x-a-1.drv","",1,1]}';
    const running = start(home, ["run", "--", "sh", "-c", `echo '${begins}' >&2; sleep 60`]);
    await running.waitFor("@nix");
    await until(() => existsSync(home.store));
    const state = async () => (await sessions()).at(0)?.build?.steps.at(0)?.state;
    while ((await state()) !== "running") await new Promise((resolve) => setTimeout(resolve, 50));
    running.kill("SIGTERM");
    await running.ended;
    expect(await newest()).toMatchObject({ result: "interrupted", build: { isEnded: true } });
  });

  it("runs the command all the same where nothing can be kept, and says so at the end", async () => {
    const foreign = home.write("foreign.db", "this is no database at all");
    const taken = home.write("file", "");
    const ended = await run(home, ["run", "--store", join(taken, "log.db"), "--", "sh", "-c", "echo out; exit 4"]);
    expect(ended).toMatchObject({ code: 4, stdout: "out\n" });
    expect(ended.stderr).toMatch(/^logstream: cannot write the store .*\n {2}choose another place/);
    expect(existsSync(foreign)).toBe(true);
    const told = await run(home, ["run", "-o", "json", "--store", join(taken, "log.db"), "--", "true"]);
    expect(JSON.parse(told.stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      event: "session-ended",
      faults: [{ code: "store-unwritable", message: expect.stringContaining("cannot write the store") }],
    });
    const nothing = await run(home, ["run", "--no-store", "--", "sh", "-c", "echo out; exit 4"]);
    expect(nothing).toMatchObject({ code: 4, stdout: "out\n", stderr: "" });
  });

  it("tells everything as documented events with -o json", async () => {
    const script = "echo one; printf '\\377two\\n' >&2; printf end; exit 6";
    const ended = await run(home, ["run", "--name", "told", "-o", "json", "--", "sh", "-c", script]);
    expect(ended).toMatchObject({ code: 6, stderr: "" });
    const events = ended.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.every(({ v, time }) => v === 1 && typeof time === "string")).toBe(true);
    expect(events[0]).toMatchObject({ event: "session-started", session: { name: "told", result: "running" } });
    expect(events.at(-1)).toMatchObject({
      event: "session-ended",
      session: { exitCode: 6, result: "failed" },
      faults: [],
    });
    const output = events.filter(({ event }) => event === "output").map(({ v: _v, time: _time, ...rest }) => rest);
    expect(output).toHaveLength(3);
    expect(output).toContainEqual({ event: "output", stream: "stdout", text: "one" });
    expect(output).toContainEqual({ event: "output", stream: "stderr", text: "\ufffdtwo", base64: "/3R3bw==" });
    expect(output).toContainEqual({ event: "output", stream: "stdout", text: "end", isPartial: true });
    const wrong = await run(home, ["run", "-o", "csv", "--", "true"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
  });
});
