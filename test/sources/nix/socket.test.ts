import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Source, SourceOptions } from "../../../src/core/ports.js";
import { nix } from "../../../src/sources/nix.js";
import { nixPlaces } from "../../../src/sources/nix/places.js";
import { sourceContract } from "../../contracts/source-contract.js";
import { runSource, type SourceRun } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };

let folder = temporaryFolder();
let path = "";
const writers: Socket[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "logstream.sock");
});
afterEach(() => {
  for (const writer of writers.splice(0)) writer.destroy();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  folder.remove();
});

async function open(at = path): Promise<Source> {
  const opened = await nix.open(`socket=${at}`, FOLLOW);
  return opened.ok ? (opened.value[0] ?? expect.fail("no source")) : expect.fail(opened.fault.message);
}

async function listening(source?: Source): Promise<SourceRun> {
  const run = runSource(source ?? (await open()));
  await run.until(run.isCaughtUp);
  return run;
}

function writer(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once("error", reject);
    socket.on("error", () => undefined);
    writers.push(socket);
  });
}

/** Another process that writes the text and ends, as nix does. */
function writingProcess(text: string): ChildProcess {
  const program = `const s=require("net").connect(process.argv[1],()=>process.stdin.pipe(s))`;
  const child = spawn(process.execPath, ["-e", program, path], { stdio: ["pipe", "inherit", "inherit"] });
  children.push(child);
  child.stdin.end(text);
  return child;
}

describe("the socket that nix writes its log to", () => {
  it("gives what several programs write at a time, the lines of each in their order", async () => {
    const run = await listening();
    const texts = ["a", "b", "c"].map((name) => Array.from({ length: 2_000 }, (_, i) => `{"${name}":${i}}`));
    for (const lines of texts) writingProcess(`${lines.join("\n")}\n`);
    await run.until(() => run.texts().length === 6_000);
    for (const lines of texts) {
      expect(run.texts().filter((text) => text.startsWith(lines[0]?.slice(0, 4) ?? ""))).toEqual(lines);
    }
    await run.stop();
  });

  it("passes each connection through a change of its own, from its beginning to its end", async () => {
    let streams = 0;
    const ended: number[] = [];
    const source = (await open()).throughEach?.((stream) => ({
      ...stream,
      async *events(signal) {
        const number = streams++;
        yield* stream.events(signal, undefined);
        ended.push(number);
      },
    }));
    const run = await listening(source);
    const [one, two] = [await writer(), await writer()];
    one.write("1\n");
    two.end("2\n");
    await run.until(() => ended.length === 1 && run.texts().length === 2);
    expect(streams).toBe(2);
    one.destroy();
    await run.until(() => ended.length === 2);
    await run.stop();
  });

  it("gives a last line without an end when its writer is gone", async () => {
    const run = await listening();
    (await writer()).end("half");
    await run.until(() => run.texts().includes("half"));
    await run.stop();
  });

  it("makes the socket for its owner alone, and removes it at the end", async () => {
    const before = process.umask(0);
    const run = await listening();
    process.umask(before);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect(lstatSync(path).isSocket()).toBe(true);
    await run.stop();
    expect(existsSync(path)).toBe(false);
  });

  it("takes the place of a socket that nobody listens to any more", async () => {
    const program = `require("net").createServer().listen(process.argv[1], () => console.log("ready"))`;
    const child = spawn(process.execPath, ["-e", program, path], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    expect(existsSync(path)).toBe(true);
    const run = await listening();
    (await writer()).end("heard\n");
    await run.until(() => run.texts().includes("heard"));
    await run.stop();
  });

  it("touches nothing that is not its own, and says what is in the way", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const file = join(folder.path, "file");
    writeFileSync(file, "precious");
    const link = join(folder.path, "link");
    symlinkSync(file, link);
    const cases: readonly (readonly [string, RegExp])[] = [
      [path, /another program listens there/],
      [file, /something else lies there/],
      [link, /something else lies there/],
      [join(folder.path, "none", "s"), /there is no folder/],
      [join(folder.path, "x".repeat(100)), /too long for a socket/],
    ];
    for (const [at, message] of cases) {
      const run = runSource(await open(at));
      await run.until(() => run.faults.length > 0);
      expect(run.faults[0]?.message).toMatch(message);
      await run.stop();
    }
    expect(lstatSync(path).isSocket()).toBe(true);
    expect(lstatSync(file).size).toBe(8);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    server.close();
  });

  it("turns away who comes when too many are there, and hears the others", async () => {
    const run = await listening();
    const first = await writer();
    for (let i = 1; i < 64; i++) await writer();
    const late = await writer();
    await new Promise((resolve) => late.once("close", resolve));
    await run.until(() => run.faults.length > 0);
    expect(run.faults[0]?.message).toContain("more than 64 programs");
    first.end("still heard\n");
    await run.until(() => run.texts().includes("still heard"));
    await run.stop();
  });

  it("keeps what a writer that never ends has said, and ends all the same", async () => {
    const run = await listening();
    const endless = await writer();
    endless.write("whole\nhalf");
    await run.until(() => run.texts().includes("whole"));
    await run.stop();
    expect(run.texts().slice(0, 2)).toEqual(["whole", "half"]);
  });

  it("has its place in the user's folder for such things", () => {
    expect(nixPlaces({ XDG_RUNTIME_DIR: "/run/user/7" }, false).socket).toBe("/run/user/7/logstream.sock");
    expect(nixPlaces({}, true).socket).toBe("/run/logstream.sock");
    expect(nixPlaces({}, false).socket).toBeUndefined();
  });

  it("has nothing to give where nothing is followed", async () => {
    const opened = await nix.open(`socket=${path}`, { ...FOLLOW, follow: false });
    const run = runSource(opened.ok ? (opened.value[0] ?? expect.fail("none")) : expect.fail("refused"));
    await run.until(run.hasEnded);
    expect(run.events).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });
});

sourceContract("nix:socket", async () => {
  const source = await open();
  const lines = ["one", "two", "three"];
  let adding: Socket | undefined;
  mkdirSync(folder.path, { recursive: true });
  /** Whoever opens it finds three lines being written. */
  const spoken: Source = {
    ...source,
    events: (signal, resume) => {
      if (!signal.aborted) writeWhenThere(lines, signal);
      return source.events(signal, resume);
    },
  };
  return {
    open: async () => spoken,
    lines,
    append: async (more) => {
      // One writer, for the order between several is anybody's.
      adding ??= await writer();
      adding.write(more.map((line) => `${line}\n`).join(""));
    },
    ends: false,
    resumes: false,
    endless: async () => ({
      ...source,
      events: (signal, resume) => {
        writeWhenThere(["x".repeat(65_536)], signal, true);
        return source.events(signal, resume);
      },
    }),
    close: async () => undefined,
  };
});

function writeWhenThere(lines: readonly string[], signal: AbortSignal, isEndless = false): void {
  const text = lines.map((line) => `${line}\n`).join("");
  const attempt = () => {
    if (signal.aborted) return;
    let isConnected = false;
    const socket = connect(path, () => {
      isConnected = true;
      const more = () => {
        while (isEndless && !socket.destroyed && socket.write(text));
      };
      socket.on("drain", more);
      if (isEndless) more();
      else socket.end(text);
    });
    writers.push(socket);
    socket.on("error", () => isConnected || setTimeout(attempt, 5));
  };
  attempt();
}
