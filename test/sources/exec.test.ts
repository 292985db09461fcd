import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Source } from "../../src/core/ports.js";
import { exec } from "../../src/sources/exec.js";
import { type SourceCase, sourceContract } from "../contracts/source-contract.js";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { hear } from "../support/read-source.js";
import { runSource } from "../support/source-run.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const OPTIONS = { follow: true, history: undefined, since: undefined };

async function sourceOf(command: string): Promise<Source> {
  const opened = await exec.open(command, OPTIONS);
  return (opened.ok ? opened.value[0] : undefined) ?? expect.fail("it was not opened");
}

sourceContract("a command", async (): Promise<SourceCase> => {
  const folder = temporaryFolder();
  const lines = numberedLines(20_000);
  const file = join(folder.path, "lines");
  writeFileSync(file, asText(lines));
  return {
    open: () => sourceOf(`cat ${file}`),
    endless: () => sourceOf(`yes ${"y".repeat(200)}`),
    lines,
    ends: true,
    resumes: false,
    close: async () => folder.remove(),
  };
});

describe("a command", () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it("gives both outputs, in the order in which they were written", async () => {
    const script = "for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done";
    const heard = await hear(await sourceOf(script));
    expect(heard.lines).toEqual([1, 2, 3, 4, 5].flatMap((i) => [`out ${i}`, `err ${i}`]));
  });

  it("runs without a shell where none is needed, words and quotes as a shell takes them", async () => {
    const heard = await hear(await sourceOf(`printf '%s\\n' 'one two' "three  \\"four\\"" five\\ six ''`));
    expect(heard.lines).toEqual(["one two", 'three  "four"', "five six", ""]);
  });

  it("gives bytes as they are", async () => {
    const heard = await hear(await sourceOf(`printf '\\377\\0\\303\\n'`));
    expect([...(heard.batches[0]?.bytes ?? [])]).toEqual([255, 0, 195, 10]);
  });

  it("says with which code it ended, and nothing for 0", async () => {
    const good = await hear(await sourceOf("true"));
    expect(good.events).toEqual([]);
    const bad = await hear(await sourceOf("echo why; exit 3"));
    expect(bad.lines).toEqual(["why"]);
    expect(bad.events.at(-1)).toMatchObject({
      kind: "failed",
      retryInMs: undefined,
      fault: { code: "source-died", message: '"echo why; exit 3" ended with exit code 3' },
    });
  });

  it("says which signal killed it", async () => {
    const { events } = await hear(await sourceOf("kill -SEGV $$"));
    expect(events.at(-1)).toMatchObject({ kind: "failed", fault: { message: expect.stringContaining("SIGSEGV") } });
  });

  it("says at once that there is no such program", async () => {
    const opened = await exec.open("no-such-program --flag", OPTIONS);
    expect(opened).toMatchObject({ ok: false, fault: { code: "missing-program" } });
    const path = await exec.open("./no-such-program", OPTIONS);
    expect(path).toMatchObject({ ok: false, fault: { hint: "check that the file exists and may be run" } });
  });

  it("refuses an empty command and an open quote", async () => {
    for (const command of ["", "  ", "echo 'a"]) {
      expect(await exec.open(command, OPTIONS)).toMatchObject({ ok: false, fault: { code: "usage" } });
    }
  });

  it("ends the whole process group when it is no longer wanted, also one that ignores the request", async () => {
    for (const manners of ["", "trap '' TERM;"]) {
      const pids = join(folder.path, "pids");
      const script = join(folder.path, "script");
      const child = `(${manners} echo $BASHPID > ${pids}; echo ready; while :; do sleep 0.05; done) &`;
      writeFileSync(script, `${manners}\n${child}\nwait\n`);
      const run = runSource(await sourceOf(`bash ${script}`));
      await run.until(() => run.texts().includes("ready"));
      await run.stop();
      const pid = readFileSync(pids, "utf8").trim();
      const isAlive = () => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
      while (isAlive()) await later(5);
    }
  });

  it("ends when the reader leaves without an abort", async () => {
    const pid = join(folder.path, "pid");
    const source = await sourceOf(`echo $$ > ${pid}; echo ready; exec sleep 1000`);
    for await (const event of source.events(new AbortController().signal, undefined)) if (event.kind === "batch") break;
    expect(existsSync(`/proc/${readFileSync(pid, "utf8").trim()}`)).toBe(false);
  });
});
