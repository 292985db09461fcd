import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Mark } from "../../src/core/entry.js";
import type { ResumeToken, Source, SourceOptions } from "../../src/core/ports.js";
import { micros } from "../../src/core/time.js";
import { journal } from "../../src/sources/journal.js";
import { parseCursor } from "../../src/sources/journal/cursor.js";
import { sourceContract } from "../contracts/source-contract.js";
import { missingForJournald, type RealJournald, startRealJournald } from "../support/real-journald.js";
import { runSource, type SourceRun } from "../support/source-run.js";

const missing = await missingForJournald();

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };
const ONCE: SourceOptions = { ...FOLLOW, follow: false };

async function open(rest: string, options: Partial<SourceOptions> = {}): Promise<Source> {
  const opened = await journal.open(rest, { ...FOLLOW, ...options });
  if (!opened.ok) throw new Error(opened.fault.message);
  const [source] = opened.value;
  if (source === undefined) throw new Error("no source");
  return source;
}

async function readOnce(rest: string, options: Partial<SourceOptions> = {}): Promise<SourceRun> {
  const run = runSource(await open(rest, { ...ONCE, ...options }));
  await run.until(run.hasEnded, "the end");
  return run;
}

const numbered = (from: number, count: number, word = "entry") =>
  Array.from({ length: count }, (_, index) => `${word} ${from + index}`);

const own = (run: SourceRun, word = "entry") => run.texts().filter((text) => text.startsWith(`${word} `));

/** The journalctl that this process runs on the directory. */
function journalctlOf(directory: string): number | undefined {
  const threads = readdirSync("/proc/self/task");
  const children = threads.flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" "));
  const found = children.find((pid) => {
    if (pid === "") return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return command.includes(directory) && command.includes("--follow");
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

/** False when there is none at the moment. */
function killJournalctl(directory: string): boolean {
  const pid = journalctlOf(directory);
  return pid !== undefined && process.kill(pid, "SIGKILL");
}

describe.skipIf(missing !== undefined)(
  `the journal source${missing === undefined ? "" : ` (needs ${missing})`}`,
  () => {
    let journald: RealJournald;
    let spec = "";
    beforeAll(async () => {
      journald = await startRealJournald();
      spec = `dir=${journald.directory}`;
    });
    afterAll(() => journald.stop());

    it("gives 2,000 entries written while following, each once, although journalctl is killed twice", async () => {
      const run = runSource(await open(spec, { history: 0 }));
      await run.until(run.isCaughtUp);
      for (let batch = 0; batch < 4; batch++) {
        await journald.say(...numbered(batch * 500, 500));
        if (batch === 1 || batch === 2) {
          await run.until(() => own(run).length > batch * 400 && killJournalctl(journald.directory));
        }
      }
      await run.until(() => own(run).length >= 2000 && run.faults.length >= 2);
      await run.stop();
      expect(own(run)).toEqual(numbered(0, 2000));
      expect(run.faults.map(({ code }) => code)).toEqual(["source-died", "source-died"]);
      expect(run.events.filter(({ kind }) => kind === "gap")).toEqual([]);
    });

    it("says that it goes on when nothing new comes after a restart", async () => {
      const run = runSource(await open(spec, { history: 1 }));
      await run.until(run.isCaughtUp);
      await run.until(() => killJournalctl(journald.directory));
      const afterFault = () => run.events.slice(run.events.findIndex(({ kind }) => kind === "failed") + 1);
      await run.until(() => run.faults.length === 1 && afterFault().some(({ kind }) => kind === "batch"));
      await run.stop();
      expect(run.received).toHaveLength(1);
    });

    it("resumes from its token after stops at any place", async () => {
      await journald.say(...numbered(0, 600, "stop"));
      await journald.say("stop end");
      const texts: string[] = [];
      let token: ResumeToken | undefined;
      for (const stopAt of [1, 7, 90, 300, 599, 601]) {
        const run = runSource(await open(spec), token);
        await run.until(() => texts.length + own(run, "stop").length >= stopAt);
        await run.stop();
        texts.push(...own(run, "stop"));
        token = run.token();
      }
      const rest = runSource(await open(spec, ONCE), token);
      await rest.until(rest.hasEnded);
      expect([...texts, ...own(rest, "stop")]).toEqual([...numbered(0, 600, "stop"), "stop end"]);
    });

    it("gives messages byte for byte: many lines, binary, 300 kB, empty, none", async () => {
      const messages = [
        Buffer.from("one\ntwo\n  three\n"),
        Buffer.from([0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0a, 0x80]),
        Buffer.alloc(300_000, "ä"),
        Buffer.alloc(0),
        Buffer.from("❄ «done»"),
      ];
      const tag = ["SYSLOG_IDENTIFIER", "exact"] as const;
      await journald.write([
        ...messages.map((message) => [tag, ["MESSAGE", message] as const]),
        [tag, ["NOTE", "no message"], ["BLOB", new Uint8Array([0xfe, 0xff])], ["TAG", "a"], ["TAG", "b"]],
      ]);
      const run = runSource(await open(`${spec},identifier=exact`));
      await run.until(() => run.received.length === 6);
      await run.stop();
      expect(run.received.map(({ bytes }) => Buffer.from(bytes))).toEqual([...messages, Buffer.alloc(0)]);
      expect(run.received[5]?.record?.fields).toMatchObject({
        NOTE: "no message",
        BLOB: new Uint8Array([0xfe, 0xff]),
        TAG: ["a", "b"],
        SYSLOG_IDENTIFIER: "exact",
      });
      expect(run.received[2]?.record?.fields["MESSAGE"]).toBeUndefined();
    });

    it("gives a message longer than a line may be in pieces that continue each other", async () => {
      const message = "€".repeat(1_000_000);
      await journald.write([
        [
          ["SYSLOG_IDENTIFIER", "long"],
          ["MESSAGE", message],
        ],
      ]);
      const run = runSource(await open(`${spec},identifier=long`));
      await run.until(() => run.received.some(({ marks }) => marks === 0));
      await run.stop();
      expect(run.received.map(({ marks }) => marks)).toEqual([Mark.continues, Mark.continues, 0]);
      expect(run.texts().join("")).toBe(message);
    });

    it("loses nothing when the journal is rotated and vacuumed while it follows", async () => {
      const run = runSource(await open(spec, { history: 0 }));
      await run.until(run.isCaughtUp);
      for (let round = 0; round < 4; round++) {
        await journald.say(...numbered(round * 150, 150, "turn"));
        await run.until(() => own(run, "turn").length >= round * 150 + 100);
        await journald.rotate();
        if (round % 2 === 1) await journald.vacuum();
      }
      await journald.say("turn end");
      await run.until(() => run.texts().includes("turn end"));
      await run.stop();
      expect(own(run, "turn")).toEqual([...numbered(0, 600, "turn"), "turn end"]);
      expect(run.events.filter(({ kind }) => kind === "gap" || kind === "failed")).toEqual([]);
    });

    it("counts what was vacuumed before it could be read, and skips nothing that is left", async () => {
      await journald.say(...numbered(0, 50, "lost"));
      const before = runSource(await open(spec));
      await before.until(() => own(before, "lost").length >= 50);
      await before.stop();
      const cursors = before.received.map(({ record }) => String(record?.fields["__CURSOR"]));
      const tenth = cursors[before.texts().indexOf("lost 9")] ?? "";
      await journald.rotate();
      await journald.say(...numbered(0, 50, "kept"));
      await journald.vacuum();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the token of an earlier moment
      const token = JSON.stringify({ v: 1, cursor: tenth }) as ResumeToken;
      const run = runSource(await open(spec), token);
      await run.until(() => own(run, "kept").length >= 50);
      await run.stop();
      expect(own(run, "lost")).toEqual([]);
      expect(run.texts()).toEqual((await readOnce(spec)).texts());
      const numbers = [tenth, String(run.received[0]?.record?.fields["__CURSOR"])].map(
        (text) => parseCursor(text)?.seqnum,
      );
      const lost = (numbers[1] ?? 0) - (numbers[0] ?? 0) - 1;
      expect(lost).toBeGreaterThanOrEqual(40);
      expect(run.events[0]).toEqual({ kind: "gap", reason: "vacuumed", lost });
    });

    it("gives the entries of the unit only, and takes the holes between them for no loss", async () => {
      for (let index = 0; index < 3; index++) {
        await journald.write([
          [
            ["MESSAGE", `unit ${index}`],
            ["OBJECT_SYSTEMD_UNIT", "nginx.service"],
          ],
          [
            ["MESSAGE", "unit other"],
            ["OBJECT_SYSTEMD_UNIT", "other.service"],
          ],
        ]);
      }
      const run = runSource(await open(`${spec},unit=nginx`));
      await run.until(() => run.received.length >= 3);
      await run.stop();
      expect(run.texts()).toEqual(numbered(0, 3, "unit"));
      expect(run.events.filter(({ kind }) => kind === "gap")).toEqual([]);
    });

    it("passes on that the journal suppressed messages, before the record that says so", async () => {
      const run = runSource(await open(spec, { history: 0 }));
      await run.until(run.isCaughtUp);
      await journald.write([
        [
          ["MESSAGE", "Suppressed 17 messages"],
          ["MESSAGE_ID", "a596d6fe7bfa4994828e72309e95d61e"],
          ["N_DROPPED", "17"],
        ],
        [["MESSAGE", "after"]],
      ]);
      await run.until(() => run.texts().includes("after"));
      await run.stop();
      const kinds = run.events.filter(({ kind }) => kind !== "caught-up");
      expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["gap", "batch"]));
      expect(kinds[0]).toEqual({ kind: "gap", reason: "suppressed", lost: 17 });
    });

    it("shows the time that journalctl shows", async () => {
      await journald.say("time now");
      const run = runSource(await open(spec));
      // A journald has words of its own, which may come last.
      const said = () => run.received.find(({ text }) => text === "time now");
      await run.until(() => said() !== undefined);
      await run.stop();
      const flags = [`--directory=${journald.directory}`, "-q", "-n1", "-o", "short-unix", "MESSAGE=time now"];
      const [seconds, fraction] = (execFileSync("journalctl", flags).toString().split(" ")[0] ?? "").split(".");
      expect(said()?.record?.at).toBe(Number(`${seconds}${fraction}`));
    });

    it("brings as much history as was asked for, then says that it is live", async () => {
      await journald.say(...numbered(0, 30, "past"));
      const all = runSource(await open(spec));
      await all.until(all.isCaughtUp);
      await all.stop();
      const at = all.received.find(({ text }) => text === "past 20")?.record?.fields["__REALTIME_TIMESTAMP"];
      const since = micros(Number(at));
      const cases: readonly (readonly [Partial<SourceOptions>, readonly string[]])[] = [
        [{ history: 5 }, numbered(25, 5, "past")],
        [{ history: 0 }, []],
        [{ since }, numbered(20, 10, "past")],
        [{ since, history: 3 }, numbered(27, 3, "past")],
        [{ since, history: 1000 }, numbered(20, 10, "past")],
      ];
      for (const [options, texts] of cases) {
        const run = runSource(await open(spec, options));
        await run.until(run.isCaughtUp);
        await run.stop();
        expect(run.texts()).toEqual(texts);
        expect(run.events.at(-1)).toEqual({ kind: "caught-up" });
        expect((await readOnce(spec, options)).texts()).toEqual(texts);
      }
    });

    it("reads by time where its token is broken, and says so", async () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a token that nobody made
      const run = runSource(await open(spec, { history: 2 }), '{"v":1,"cursor":"garbage"}' as ResumeToken);
      await run.until(run.isCaughtUp);
      await run.stop();
      expect(run.events[0]).toMatchObject({ kind: "failed", retryInMs: 0 });
      expect(run.received).toHaveLength(2);
    });

    it("finds a boot by its number", async () => {
      const id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().replaceAll("-", "");
      expect((await open(`${spec},boot=0`)).id).toBe(`journal:boot=${id},${spec}`);
      expect((await readOnce(`${spec},boot=0`, { history: 3 })).received).toHaveLength(3);
      expect(await journal.open(`${spec},boot=-1`, ONCE)).toMatchObject({ ok: false, fault: { code: "not-found" } });
    });

    it("leaves no journalctl behind", async () => {
      const run = runSource(await open(spec));
      await run.until(() => run.received.length > 0);
      await run.stop();
      await run.until(() => journalctlOf(journald.directory) === undefined);
    });

    describe("without rights or program", () => {
      const path = process.env["PATH"];
      let folder = "";
      afterEach(() => {
        process.env["PATH"] = path;
        rmSync(folder, { recursive: true, force: true });
      });

      /** A PATH on which journalctl is the real one, run by a user without rights. */
      function asNobody(): void {
        folder = mkdtempSync(join(tmpdir(), "logstream-path-"));
        chmodSync(folder, 0o755);
        const script = 'exec setpriv --reuid=65534 --regid=65534 --clear-groups "$REAL" "$@"';
        const real = execFileSync("sh", ["-c", "command -v journalctl"]).toString().trim();
        writeFileSync(join(folder, "journalctl"), `#!/bin/sh\nREAL=${real}\n${script}\n`, { mode: 0o755 });
        process.env["PATH"] = `${folder}:${path ?? ""}`;
      }

      it("names the group that may read the journal", async () => {
        asNobody();
        const run = runSource(await open(spec));
        await run.until(run.hasEnded);
        expect(run.faults).toMatchObject([{ code: "no-permission", hint: expect.stringContaining("systemd-journal") }]);
      });

      it("says when only this user's own entries can be read, and goes on with them", async () => {
        asNobody();
        const mixed = join(folder, "mixed");
        mkdirSync(mixed);
        execFileSync("cp", [join(journald.directory, "system.journal"), join(mixed, "user-65534.journal")]);
        execFileSync("cp", ["-p", join(journald.directory, "system.journal"), mixed]);
        execFileSync("sh", [
          "-c",
          `chown -R 65534 "$1"; chown root "$1/system.journal"; chmod 600 "$1"/*`,
          "sh",
          mixed,
        ]);
        const run = runSource(await open(`dir=${mixed}`, { history: 4 }));
        await run.until(run.isCaughtUp);
        await run.stop();
        expect(run.faults.map(({ code }) => code)).toEqual(["no-permission"]);
        expect(run.received).toHaveLength(4);
      });

      it("says that journalctl is missing", async () => {
        process.env["PATH"] = "/nowhere";
        expect(await journal.open(spec, FOLLOW)).toMatchObject({ ok: false, fault: { code: "missing-program" } });
      });
    });
  },
);

describe("the journal source", () => {
  it("says that a directory is not there", async () => {
    expect(await journal.open("dir=/nowhere/at/all", FOLLOW)).toMatchObject({
      ok: false,
      fault: { code: expect.stringMatching(/not-found|missing-program/) },
    });
  });
});

/** Every case has an identifier of its own in one journal: a journald takes a second or two to stop. */
function contractCases(follow: boolean): void {
  let journald: RealJournald;
  let cases = 0;
  beforeAll(async () => {
    journald = await startRealJournald();
  });
  afterAll(() => journald.stop());

  sourceContract(`journal, ${follow ? "followed" : "read once"}`, async () => {
    const identifier = `case-${cases++}`;
    const lines = numbered(0, 300, "line");
    const write = (messages: readonly string[], name = identifier) =>
      journald.write(
        messages.map((message) => [
          ["SYSLOG_IDENTIFIER", name],
          ["MESSAGE", message],
        ]),
      );
    const source = (name = identifier) => open(`dir=${journald.directory},identifier=${name}`, { follow });
    await write(lines);
    const ready = runSource(await open(`dir=${journald.directory},identifier=${identifier}`));
    await ready.until(() => ready.received.length === lines.length);
    await ready.stop();
    return {
      open: source,
      lines,
      ...(follow ? { append: write } : {}),
      ends: !follow,
      resumes: true,
      async endless() {
        const long = "x".repeat(1024 * 1024);
        await write(
          Array.from({ length: 80 }, () => long),
          `${identifier}-endless`,
        );
        return source(`${identifier}-endless`);
      },
      close: () => Promise.resolve(),
    };
  });
}

describe.skipIf(missing !== undefined)("the journal, followed", () => contractCases(true));
describe.skipIf(missing !== undefined)("the journal, read once", () => contractCases(false));
