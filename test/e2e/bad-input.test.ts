import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { ask } from "../support/ask.js";
import {
  AS_NOBODY,
  type Home,
  homeOfNobody,
  missingForNobody,
  run,
  type Running,
  start,
  type StartOptions,
  temporaryHome,
} from "../support/program.js";
import { missingForJournald, type RealJournald, startRealJournald } from "../support/real-journald.js";

// Each starts the whole program, some of them twice.

let home: Home;
let programs: Running[] = [];
let tidy: (() => unknown)[] = [];
beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.kill("SIGKILL");
    await program.ended;
  }
  for (const step of tidy.splice(0)) await step();
  home.remove();
});

function record(sources: readonly string[], options: StartOptions = {}, where = home): Running {
  const program = start(where, ["record", ...sources], options);
  programs.push(program);
  return program;
}

/** The messages in the store at this moment, in their order. */
async function kept(store = home.store): Promise<readonly string[]> {
  if (!existsSync(store)) return [];
  const messages: string[] = [];
  try {
    const reader = openStoreReader(store);
    const everything = { query: EVERYTHING, scope: { sources: undefined }, direction: "oldest-first" } as const;
    for await (const entries of reader.scan({ ...everything, limit: undefined })) {
      messages.push(...entries.map(({ message }) => message));
    }
    await reader.close();
  } catch {
    // It is just being made.
  }
  return messages;
}

async function untilKept(isEnough: (messages: readonly string[]) => boolean, store = home.store): Promise<void> {
  const until = performance.now() + 90_000;
  for (;;) {
    const messages = await kept(store);
    if (isEnough(messages)) return;
    if (performance.now() > until)
      throw new Error(`never kept: ${isEnough.toString()}\nbut: ${messages.slice(-20).join()}`);
    await later(20);
  }
}

const has =
  (...wanted: readonly string[]) =>
  (messages: readonly string[]): boolean =>
    wanted.every((each) => messages.includes(each));

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index} ${Math.sqrt(from + index)}\n`).join("");

describe("one source that is in trouble among others that are not", () => {
  it("says who may read a file, and reads it from its start once it may", async (context) => {
    if (missingForNobody() !== undefined) context.skip();
    const nobody = homeOfNobody();
    tidy.push(() => nobody.remove());
    const [secret, open] = [nobody.write("secret.log", "secret 1\n"), nobody.write("open.log", "open 1\n")];
    chmodSync(secret, 0o000);
    const program = record([secret, open], AS_NOBODY, nobody);
    await program.waitFor("secret.log may not be read");
    appendFileSync(open, "open 2\n");
    await untilKept(has("open 2"), nobody.store);
    chmodSync(secret, 0o644);
    appendFileSync(secret, "secret 2\n");
    await untilKept(has("secret 1", "secret 2"), nobody.store);
    // And lost again: the file that is open stays open, the next one is waited for.
    // The new one comes into place closed: between writing it and closing it somebody might have opened it.
    const closed = nobody.write("closed.tmp", "secret 3\n");
    chmodSync(closed, 0o000);
    renameSync(secret, `${secret}.1`);
    renameSync(closed, secret);
    await program.waitFor(() => program.stderr().split("secret.log may not be read").length > 2);
    chmodSync(secret, 0o644);
    await untilKept(has("secret 3"), nobody.store);
    expect((await kept(nobody.store)).toSorted()).toEqual(["open 1", "open 2", "secret 1", "secret 2", "secret 3"]);
  });

  it("goes on with a folder that was deleted and comes back, and says so of its files meanwhile", async () => {
    const folder = join(home.path, "logs");
    mkdirSync(folder);
    writeFileSync(join(folder, "a.log"), "a 1\n");
    const other = home.write("other.log", "other 1\n");
    const program = record([join(folder, "*.log"), other]);
    await untilKept(has("a 1", "other 1"));
    rmSync(folder, { recursive: true });
    await program.waitFor(`there is no file ${folder}/a.log`);
    appendFileSync(other, "other 2\n");
    mkdirSync(folder);
    writeFileSync(join(folder, "a.log"), "a 2\n");
    writeFileSync(join(folder, "b.log"), "b 1\n");
    await untilKept(has("a 2", "b 1", "other 2"));
    program.kill("SIGINT");
    expect((await program.ended).code).toBe(130);
    expect((await kept()).toSorted()).toEqual(["a 1", "a 2", "b 1", "other 1", "other 2"]);
  });

  it("says what a command ended with, is not held up by one that floods, and ends with one that is stopped", async () => {
    const log = home.write("app.log", "app 1\n");
    const dying = "exec:sh -c 'echo dying; kill -9 $$'";
    const flooding = "exec:sh -c 'while :; do echo flood; done | head -c 300000; exit 3'";
    const stopped = "exec:sh -c 'echo stopping; kill -STOP $$; echo never'";
    const program = record([dying, flooding, stopped, log]);
    await program.waitFor("was killed by SIGKILL");
    await program.waitFor("ended with exit code 3");
    appendFileSync(log, "app 2\n");
    await untilKept(has("app 1", "app 2", "dying", "stopping"));
    program.kill("SIGINT");
    await program.ended;
    expect((await kept()).filter((line) => line === "flood").length).toBe(50_000);
  });

  it("keeps broken JSON and bytes that are no text as they came, and what is around them", async () => {
    const lines = [
      '{"level":"error","msg":"whole"}',
      '{"level":"error","msg":"cut off',
      "{]}",
      `{"a":${"[".repeat(5_000)}`,
      '@nix {"action":"start","id":1,"level":3,"text":"never stopped","type":105}',
      "@nix {nonsense",
      '@nix {"action":"result","id":99,"type":105,"fields":["a",{}]}',
      '{"__REALTIME_TIMESTAMP":"nonsense","MESSAGE":"odd"}',
      "\u0000\u0001\u0002",
      "plain",
    ];
    const log = home.write("odd.log", `${lines.join("\n")}\n`);
    expect((await ask(home, ["record", "--once", log])).code).toBe(0);
    const { stdout } = await ask(home, ["query", "-c", "plain OR whole OR odd OR nonsense"]);
    expect(Number(stdout)).toBeGreaterThanOrEqual(4);
    const piped = await run(home, ["query", "plain", "-"], { stdin: { text: lines.join("\n") } });
    expect(piped.stdout).toContain("plain");
  });

  it("needs little memory for a line without an end", async () => {
    const program = record(["exec:sh -c 'head -c 50000000 /dev/zero | tr \"\\0\" x; sleep 60'"]);
    // Pieces of a megabyte each.
    await untilKept((messages) => messages.length >= 47);
    const status = readFileSync(`/proc/${program.pid}/status`, "utf8");
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(350_000);
  });

  it("says that it has too many files open, goes on with the others, and reads the rest once it can", async () => {
    const folder = join(home.path, "many");
    mkdirSync(folder);
    writeFileSync(join(folder, "0.log"), "line of 0\n");
    const log = home.write("app.log", "app 1\n");
    const program = record([log, `${folder}/`]);
    await untilKept(has("app 1", "line of 0"));
    // Only now: a Node that starts takes all that it may have, and what is open by now has been read.
    spawnSync("prlimit", ["--pid", String(program.pid), "--nofile=60:4096"]);
    for (let number = 1; number < 100; number++) writeFileSync(join(folder, `${number}.log`), `line of ${number}\n`);
    await program.waitFor("too many files are open");
    await program.waitFor("ulimit -n");
    appendFileSync(log, "app 2\n");
    await untilKept(has("app 1", "app 2"));
    expect((await kept()).length).toBeLessThan(102);
    spawnSync("prlimit", ["--pid", String(program.pid), "--nofile=4096:4096"]);
    await untilKept((messages) => messages.length === 102);
  });
});

const missingMount = ((): string | undefined => {
  if (process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0) return undefined;
  console.warn("NOT TESTED: a store on a full disk, for want of the right to mount a small tmpfs");
  return "the right to mount";
})();

describe.skipIf(missingMount !== undefined)("a store whose disk is full", () => {
  let disk = "";
  let ballast = "";
  beforeEach(() => {
    disk = join(home.path, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
    tidy.push(() => execFileSync("umount", ["-l", disk]));
    ballast = join(disk, "ballast");
  });
  const fill = () => spawnSync("sh", ["-c", `cat /dev/zero > ${ballast} 2>/dev/null`]);

  it("has collecting wait, say so, and go on by itself when there is room, without loss", async () => {
    const log = home.write("app.log", numbered(0, 100));
    const store = join(disk, "log.db");
    const program = record(["--store", store, log]);
    await untilKept((messages) => messages.length === 100, store);
    fill();
    for (let from = 100; from < 20_000; from += 1_000) appendFileSync(log, numbered(from, from + 1_000));
    await program.waitFor("no space left for the store");
    expect(program.stderr()).toContain("free some space");
    // Whoever asks is answered with what is there.
    expect((await kept(store)).length).toBeGreaterThanOrEqual(100);
    rmSync(ballast);
    await untilKept((messages) => messages.length >= 20_000, store);
    program.kill("SIGINT");
    await program.ended;
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    expect(await kept(store)).toEqual(lines);
  });
});

const missingJournal = await missingForJournald();

describe.skipIf(missingJournal !== undefined)("a journal that changes under whoever follows it", () => {
  let journald: RealJournald;
  beforeEach(async () => {
    journald = await startRealJournald();
    tidy.push(() => journald.stop());
  });

  it("is followed across rotations and vacuuming, and said to be gone when it is", async () => {
    const log = home.write("app.log", "app 1\n");
    await journald.say("said 1");
    const program = record([`journal:dir=${journald.directory}`, log]);
    await untilKept(has("said 1", "app 1"));
    await journald.rotate();
    await journald.say("said 2");
    await journald.vacuum();
    await journald.say("said 3");
    await untilKept(has("said 2", "said 3"));
    rmSync(journald.directory, { recursive: true, force: true });
    appendFileSync(log, "app 2\n");
    await untilKept(has("app 2"));
    program.kill("SIGINT");
    await program.ended;
    const said = (await kept()).filter((line) => line.startsWith("said"));
    expect(said).toEqual(["said 1", "said 2", "said 3"]);
  });
});
