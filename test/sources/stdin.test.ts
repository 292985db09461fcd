import { execFileSync, spawn } from "node:child_process";
import { closeSync, constants, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Source } from "../../src/core/ports.js";
import { stdin } from "../../src/sources/stdin.js";
import { descriptorSource } from "../../src/sources/stream/descriptor-source.js";
import { type SourceCase, sourceContract } from "../contracts/source-contract.js";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { hear } from "../support/read-source.js";
import { runSource } from "../support/source-run.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const OPTIONS = { follow: true, history: undefined, since: undefined };

/** A pipe: its reading end as standard input is, and its writing end. */
function openPipe(path: string): { readonly reading: number; readonly writing: number } {
  execFileSync("mkfifo", [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // Writing alone: who could read, too, would never hear that nobody else does any more, and wait for ever.
  return { reading, writing: openSync(path, constants.O_WRONLY) };
}

function sourceOn(fd: number): Source {
  const source = descriptorSource(fd);
  return source.ok ? source.value : expect.fail(source.fault.message);
}

/** What a command writes into a pipe. */
function pipedFrom(path: string, command: string, args: readonly string[]): Source {
  const { reading, writing } = openPipe(path);
  spawn(command, args, { stdio: ["ignore", writing, "ignore"] });
  closeSync(writing);
  return sourceOn(reading);
}

sourceContract("a pipe that ends", async (): Promise<SourceCase> => {
  const folder = temporaryFolder();
  const lines = numberedLines(20_000);
  const file = join(folder.path, "lines");
  writeFileSync(file, asText(lines));
  let pipes = 0;
  const next = () => join(folder.path, `pipe-${pipes++}`);
  return {
    open: async () => pipedFrom(next(), "cat", [file]),
    endless: async () => pipedFrom(next(), "yes", ["y".repeat(200)]),
    lines,
    ends: true,
    resumes: false,
    close: async () => folder.remove(),
  };
});

sourceContract("a pipe that stays open", async (): Promise<SourceCase> => {
  const folder = temporaryFolder();
  const lines = numberedLines(100);
  let pipes = 0;
  let writing: number | undefined;
  const close = () => {
    if (writing !== undefined) closeSync(writing);
  };
  return {
    open: async () => {
      close();
      const pipe = openPipe(join(folder.path, `pipe-${pipes++}`));
      writing = pipe.writing;
      writeSync(pipe.writing, asText(lines));
      return sourceOn(pipe.reading);
    },
    append: async (more) => void writeSync(writing ?? -1, asText(more)),
    lines,
    ends: false,
    resumes: false,
    close: async () => {
      close();
      folder.remove();
    },
  };
});

describe("standard input", () => {
  const folder = temporaryFolder();
  let reader = "";

  /** The source alone in a process of its own: counts what it gives on standard input, in the main thread or a worker. */
  beforeAll(async () => {
    const entry = join(folder.path, "entry.mjs");
    writeFileSync(
      entry,
      `import { stdin } from ${JSON.stringify(new URL("../../src/sources/stdin.ts", import.meta.url).pathname)};
       import { isMainThread, Worker } from "node:worker_threads";
       if (isMainThread && process.argv[2] === "worker") new Worker(new URL(import.meta.url));
       else {
         let ticks = 0;
         const ticking = setInterval(() => ticks++, 1);
         const opened = await stdin.open("", { follow: true });
         let records = 0, bytes = 0;
         const events = [];
         const controller = new AbortController();
         for await (const event of opened.value[0].events(controller.signal, undefined)) {
           if (event.kind !== "batch") events.push(event.kind);
           else { records += event.batch.count; bytes += event.batch.bytes.length; }
           if (process.argv[3] === "quit") controller.abort();
         }
         clearInterval(ticking);
         process.stdout.write(JSON.stringify({ records, bytes, events, ticks }));
         if (process.argv[3] === "quit") process.exit(7);
       }`,
    );
    const bundle = await rolldown({ input: entry, platform: "node", logLevel: "silent" });
    const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
    reader = join(folder.path, "reader.mjs");
    writeFileSync(reader, output[0].code);
  });
  afterAll(() => folder.remove());

  function run(command: string): { records: number; bytes: number; events: string[]; ticks: number } {
    const script = command.replace("READER", `${process.execPath} ${reader}`);
    return JSON.parse(execFileSync("bash", ["-c", script], { encoding: "utf8" }));
  }

  it.each(["main", "worker"])("reads a pipe, a file, a socket and nothing at all, in the %s thread", (thread) => {
    const lines = join(folder.path, "lines");
    writeFileSync(lines, asText(numberedLines(300_000)));
    const size = asText(numberedLines(300_000));
    const whole = { records: 300_000, bytes: Buffer.byteLength(size) };
    expect(run(`cat ${lines} | READER ${thread}`)).toMatchObject(whole);
    expect(run(`READER ${thread} < ${lines}`)).toMatchObject(whole);
    expect(run(`READER ${thread} < /dev/null`)).toMatchObject({ records: 0 });
    // Node gives a child a socket for a pipe.
    const argv = [reader, thread];
    expect(JSON.parse(execFileSync(process.execPath, argv, { input: size, encoding: "utf8" }))).toMatchObject(whole);
  });

  it("starts where another reader of the same file has stopped", () => {
    const lines = join(folder.path, "few");
    writeFileSync(lines, "first\nsecond\nthird\n");
    expect(run(`(bash -c 'read line'; READER main) < ${lines}`)).toMatchObject({ records: 2 });
  });

  it("does not keep the program from exiting while the pipe is silent", async () => {
    const child = spawn(process.execPath, [reader, "main", "quit"], { stdio: ["pipe", "ignore", "inherit"] });
    child.stdin.write("one\n");
    // The pipe stays open: a read that nobody interrupts would hold the process for ever.
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(7);
  });

  it("gives an unfinished line when the writer pauses, and its rest as a continuation", async () => {
    const { reading, writing } = openPipe(join(folder.path, "prompt"));
    const source = runSource(sourceOn(reading));
    writeSync(writing, "one\npassword: ");
    await source.until(() => source.received.length === 2);
    writeSync(writing, "secret\n");
    await source.until(() => source.received.length === 3);
    closeSync(writing);
    await source.until(() => source.hasEnded());
    expect(source.texts()).toEqual(["one", "password: ", "secret"]);
    expect(source.isCaughtUp()).toBe(true);
  });

  it("gives an unfinished line at the end", async () => {
    const heard = await hear(pipedFrom(join(folder.path, "unfinished"), "printf", ["a\\nb"]));
    expect(heard.lines).toEqual(["a", "b"]);
  });

  it("is another source in every run", async () => {
    const opened = await stdin.open("", OPTIONS);
    expect(opened.ok && opened.value[0]?.id).toMatch(/^stdin:#\d{8}T\d{6}-\d+$/);
  });

  it("says what is wrong with an argument", async () => {
    const opened = await stdin.open("foo", OPTIONS);
    expect(opened).toMatchObject({ ok: false, fault: { code: "usage", hint: "write - or stdin:" } });
  });
});
