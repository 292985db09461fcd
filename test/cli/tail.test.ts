import { appendFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { ask } from "../support/ask.js";
import { type Home, run, runShell, type Running, start, temporaryHome } from "../support/program.js";

let home: Home;
let running: Running[] = [];
beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  for (const program of running) program.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  home.remove();
});

function begin(...args: readonly string[]): Running {
  const program = start(home, args);
  running.push(program);
  return program;
}

const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const plain = (count: number, from = 0): string => asText(numberedLines(count, from));

describe("logstream tail", () => {
  it("prints the last ten lines and then what comes, and goes on where it stopped", async () => {
    const log = home.write("app.log", plain(30));
    const first = begin("tail", "--store", home.store, log);
    await first.waitFor("line 29");
    appendFileSync(log, plain(2, 30));
    await first.waitFor("line 31");
    first.kill("SIGINT");
    expect(await first.ended).toMatchObject({ code: 130, stderr: "" });
    expect(linesOf(first.stdout())).toEqual(numberedLines(12, 20));

    appendFileSync(log, plain(25, 32));
    const second = await ask(home, ["tail", "--once", "--store", home.store, log]);
    expect(linesOf(second.stdout)).toEqual(numberedLines(25, 32));
    expect(second.stderr).toMatch(/^logstream: .*app\.log: goes on after the 12 entries kept before/);

    const asked = await ask(home, ["tail", "--once", "--store", home.store, "-n", "3", log]);
    expect(linesOf(asked.stdout)).toEqual(numberedLines(3, 54));
  });

  it("keeps no file from its last lines on, unless a store is named: the whole of it is there for later", async () => {
    const log = home.write("unkept.log", plain(30));
    expect(linesOf((await ask(home, ["tail", "--once", log])).stdout)).toEqual(numberedLines(10, 20));
    await ask(home, ["record", "--once", log]);
    const { stdout } = await ask(home, ["query", "source:unkept.log", "-o", "cat"]);
    expect(linesOf(stdout)).toEqual(numberedLines(30));
  });

  it("keeps nothing with --no-store", async () => {
    const log = home.write("app.log", plain(3));
    for (let round = 0; round < 2; round += 1) {
      const { code, stdout, stderr } = await ask(home, ["tail", "--once", "--no-store", log]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(linesOf(stdout)).toEqual(numberedLines(3));
    }
    expect(existsSync(home.store)).toBe(false);
  });

  it("takes a number of lines, or all", async () => {
    const log = home.write("app.log", plain(30));
    const [two, all] = await Promise.all([
      ask(home, ["tail", "--once", "--no-store", "-n", "2", log]),
      ask(home, ["tail", "--once", "--no-store", "-n", "all", log]),
    ]);
    expect(linesOf(two.stdout)).toEqual(numberedLines(2, 28));
    expect(linesOf(all.stdout)).toEqual(numberedLines(30));
  });

  it("lets through what the flags ask for, and names the sources where there are several", async () => {
    const one = home.write("one.log", "Nov 21 05:00:00 box sshd[1]: error: bad\nNov 21 05:00:01 box cron[2]: fine\n");
    const two = home.write("two.log", "Nov 21 05:00:02 box sshd[1]: Error: worse\n");
    const base = ["tail", "--once", "--no-store", one, two];
    const [all, identifier, level, grep, filter] = await Promise.all(
      [[], ["-t", "sshd"], ["-p", "err"], ["-g", "Error"], ["--filter", "not error"]].map((flags) =>
        ask(home, [...base, ...flags]),
      ),
    );
    expect(linesOf(all?.stdout ?? "").map((line) => line.replace(/^.*\/(\w+)\.log \| .*: /, "$1 "))).toEqual(
      expect.arrayContaining(["one bad", "one fine", "two worse"]),
    );
    expect(linesOf(identifier?.stdout ?? "")).toHaveLength(2);
    expect(linesOf(level?.stdout ?? "")).toHaveLength(2);
    expect(grep?.stdout).toMatch(/^.*two\.log.*worse\n$/);
    expect(filter?.stdout).toMatch(/^.*one\.log.*fine\n$/);
  });

  it("goes on with a file that vanishes and comes back, and says both", async () => {
    const log = home.write("app.log", plain(1));
    const tail = begin("tail", "--no-store", log);
    await tail.waitFor("line 0");
    rmSync(log);
    await tail.waitFor(/there is no file .*\n {2}\S/);
    home.write("app.log", plain(2, 1));
    await tail.waitFor("line 2");
    appendFileSync(log, plain(1, 3));
    await tail.waitFor("line 3");
    expect(linesOf(tail.stdout())).toEqual(numberedLines(4));
  });

  it("waits for a file that is not there yet", async () => {
    const tail = begin("tail", "--no-store", `${home.path}/later.log`);
    await tail.waitFor("there is no file");
    home.write("later.log", plain(20));
    await tail.waitFor("line 19");
    expect(linesOf(tail.stdout())).toEqual(numberedLines(20));
  });

  it("follows a file through its rotation", async () => {
    const log = home.write("app.log", plain(2));
    const tail = begin("tail", log);
    await tail.waitFor("line 1");
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, plain(1, 2));
    home.write("app.log", plain(2, 3));
    await tail.waitFor("line 4");
    expect(linesOf(tail.stdout()).toSorted()).toEqual(numberedLines(5));
  });

  it("ends well when asked to by a service manager", async () => {
    const tail = begin("tail", "--no-store", home.write("app.log", plain(1)));
    await tail.waitFor("line 0");
    tail.kill("SIGTERM");
    expect(await tail.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("is interrupted at any moment of its start", async () => {
    const log = home.write("app.log", plain(1));
    const codes = await Promise.all(
      [0, 40, 80, 120, 160].map(async (delayMs) => {
        const tail = begin("tail", "--no-store", log);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        tail.kill("SIGINT");
        return (await tail.ended).code;
      }),
    );
    for (const code of codes) expect(code).toBe(130);
  });
});

describe("logstream without a terminal", () => {
  it("writes the last lines plainly and follows, as tail does", async () => {
    const shown = begin("--no-store", home.write("app.log", plain(12)));
    await shown.waitFor("line 11");
    expect(linesOf(shown.stdout())).toEqual(numberedLines(10, 2));
    expect(shown.stdout()).not.toContain("\u001b");
  });

  it("passes on all of what is piped into it, and ends with it", async () => {
    const text = plain(3_000);
    for (const args of [[], ["tui"], ["tail", "-"], ["--no-store"]]) {
      const { code, stdout, stderr } = await run(home, args, { stdin: { text } });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout === text, args.join(" ")).toBe(true);
    }
  });

  it("shows a line of a pipe as soon as it comes", async () => {
    const shown = start(home, ["-o", "cat"], { stdin: "open" });
    running.push(shown);
    shown.write("first\n");
    await shown.waitFor("first\n");
    shown.write("Traceback (most recent call last):\n");
    shown.write('  File "x.py", line 1\n');
    await shown.waitFor("x.py");
    shown.end();
    expect(await shown.ended).toMatchObject({ code: 0 });
  });
});

describe("a reader that goes away", () => {
  it.each(["tail -n all", "query ''"])("is no trouble for %s", async (command) => {
    home.write("big.log", plain(200_000));
    const line = `logstream ${command.replace("tail", "tail --no-store")} big.log | head -1; echo "\${PIPESTATUS[@]}"`;
    const { stdout, stderr } = await runShell(home, line);
    expect(stdout).toBe(`${numberedLines(1).join("")}\n0 0\n`);
    expect(stderr).toBe("");
  });

  it("ends a program that has nothing more to say, with the next line", async () => {
    const log = home.write("app.log", plain(1));
    const both = runShell(home, `logstream tail --no-store app.log | head -1; echo "\${PIPESTATUS[@]}" > codes`);
    const until = performance.now() + 60_000;
    // The line that tail cannot hand over any more may come at any time after the first.
    const feeder = setInterval(() => appendFileSync(log, plain(1, 1)), 50);
    await both;
    clearInterval(feeder);
    expect(performance.now()).toBeLessThan(until);
    const { stdout } = await runShell(home, "cat codes");
    expect(stdout).toBe("0 0\n");
  });
});

describe("two programs with one source and one store", () => {
  it("one collects; the other follows, takes over when the first is killed, and each line is kept and shown once", async () => {
    const log = home.write("app.log", plain(30));
    const record = begin("record", log);
    // Whichever of the two comes first has the source.
    await untilKept(30);
    const tail = begin("tail", "--store", home.store, "-n", "5", log);
    await tail.waitFor(`into the same store by logstream record ${log} (process ${record.pid}, since `);
    await tail.waitFor("line 29");
    appendFileSync(log, plain(3, 30));
    await tail.waitFor("line 32");
    record.kill("SIGKILL");
    await record.ended;
    appendFileSync(log, plain(3, 33));
    await tail.waitFor("line 35");
    tail.kill("SIGINT");
    await tail.ended;
    expect(linesOf(tail.stdout())).toEqual(numberedLines(11, 25));
    const kept = await ask(home, ["query", "", "-o", "cat"]);
    expect(linesOf(kept.stdout)).toEqual(numberedLines(36));
  });

  it("does not make --once wait for the other's end", async () => {
    const log = home.write("app.log", plain(20));
    const record = begin("record", log);
    await untilKept(20);
    const [tail, once] = await Promise.all([
      ask(home, ["tail", "--once", "--store", home.store, log]),
      ask(home, ["record", "--once", log]),
    ]);
    expect(tail).toMatchObject({ code: 0, stdout: plain(10, 10) });
    const who = `logstream record ${log} (process ${record.pid}, since `;
    for (const { stderr } of [tail, once]) expect(stderr).toContain(`collected into the same store by ${who}`);
    const [doctor, info] = [await ask(home, ["doctor"]), await ask(home, ["store", "info"])];
    expect(doctor.stdout).toContain(`collected by ${who}`);
    expect(info.stdout).toContain(`collects  ${who}`);
    expect(once).toMatchObject({ code: 0, stdout: "" });
    expect(record.stderr()).toBe("");
  });

  const untilKept = async (count: number): Promise<void> => {
    for (;;) {
      const { stdout } = await ask(home, ["query", "--count", ""]);
      if (Number(stdout) >= count) return;
    }
  };
});
