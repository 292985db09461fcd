import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { ResumeToken } from "../../../src/core/ports.js";
import { micros } from "../../../src/core/time.js";
import { timeOfRecord } from "../../../src/sources/journal/record-time.js";
import { findFiles } from "../../../src/sources/journal/files/find-files.js";
import { jenkinsHash, sipHash } from "../../../src/sources/journal/files/hash.js";
import {
  argumentsOf,
  type ReadEntry,
  throughFiles,
  throughJournalctl,
  throughSource,
  hasJournalctl,
} from "../../support/journal-reading.js";
import { exportEntry, type FileKind, missingForJournalFiles, writeJournalFile } from "../../support/journal-remote.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const missing = missingForJournalFiles() ?? (hasJournalctl() ? undefined : "journalctl");
const EDGE_CASES = readFileSync(new URL("../../fixtures/journal/edge-cases.export", import.meta.url));
const BOOTS = ["6622cae6766348e19307f90fd41a9965", "7733dbf7877459f2a418a1ae52ba0a76"] as const;
const START = 1_795_228_000_000_000;

/** So many entries of some services; everything there is to index occurs in them. */
function entries(from: number, count: number, boot: 0 | 1 = 0): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => {
      const index = from + at;
      const service = index % 5;
      return exportEntry([
        ["__REALTIME_TIMESTAMP", String(START + index * 1_000_000)],
        ["__MONOTONIC_TIMESTAMP", String(5_000_000 + index * 1_000_000)],
        ["_BOOT_ID", BOOTS[boot]],
        ["PRIORITY", String(index % 8)],
        ["SYSLOG_IDENTIFIER", `service-${service}`],
        ["_SYSTEMD_UNIT", service === 4 ? "init.scope" : `service-${service}.service`],
        ...(service === 4 ? ([["UNIT", "service-1.service"]] as const) : []),
        ["_SYSTEMD_SLICE", service < 2 ? "system.slice" : "user.slice"],
        ["_PID", service === 4 ? "1" : String(400 + service)],
        ["_UID", "0"],
        ...(index % 7 === 0 ? ([["REQUEST", String(index)]] as const) : []),
        // Every tenth came at the very same moment as the one before.
        ["_SOURCE_REALTIME_TIMESTAMP", String(START + (index % 10 === 9 ? index - 1 : index) * 1_000_000 - 37)],
        ["MESSAGE", index % 11 === 0 ? "again and again" : `message ${index} ${"long ".repeat(index % 200)}`],
      ]);
    }),
  );
}

describe.skipIf(missing !== undefined)(
  `journal files, read directly${missing === undefined ? "" : ` (needs ${missing})`}`,
  () => {
    const folder = temporaryFolder();
    afterAll(() => folder.remove());
    let made = 0;
    const newFolder = () => {
      const path = join(folder.path, `journal-${made++}`);
      mkdirSync(path);
      return path;
    };

    const KINDS: readonly (readonly [string, FileKind])[] = [
      ["compact, keyed, packed with zstd", {}],
      ["with offsets of 64 bits", { compact: false }],
      ["with Jenkins' hashes", { keyed: false }],
      ["with both, as before systemd 246", { compact: false, keyed: false }],
      ["not packed", { compress: "0" }],
    ];
    it.each(KINDS)("give every entry, field and cursor that journalctl gives, in its order: %s", async (_, kind) => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), Buffer.concat([EDGE_CASES, entries(0, 400)]), kind);
      const read = await throughFiles(`dir=${path}`);
      expect(read.end).toBe("read");
      expect(read.entries).toEqual(throughJournalctl(`dir=${path}`));
      expect(read.entries.length).toBe(410);
      const times = read.run.received.map(({ record }) => record?.at);
      expect(times).toEqual(read.run.received.map(({ record }) => timeOfRecord(record?.fields ?? {})));
    });

    it.each(KINDS.filter((_, at) => at % 3 === 0))("find what journalctl's flags find: %s", async (_, kind) => {
      const path = newFolder();
      const [half, rest] = [entries(0, 300), entries(300, 100, 1)];
      writeJournalFile(join(path, "a.journal"), Buffer.concat([half, rest]), kind);
      const ASKED = [
        "unit=service-1,unit=system.slice",
        "unit=service-[0-2]*",
        "unit=nothing",
        `unit=service-1,priority=err,boot=${BOOTS[0]}`,
        `identifier=service-0,identifier=service-4,boot=${BOOTS[1]}`,
      ];
      for (const asked of ASKED) {
        const spec = `dir=${path},${asked}`;
        expect((await throughFiles(spec)).entries, asked).toEqual(throughJournalctl(spec));
      }
    });

    it("come in the order of several files, what is in two of them once", async () => {
      const path = newFolder();
      const machine = join(path, "3d1219c7c4c5404aaa1f6d2a48adfda4");
      mkdirSync(machine);
      writeJournalFile(join(path, "odd.journal"), Buffer.concat([entries(0, 50), entries(100, 50)]));
      writeJournalFile(join(machine, "even.journal"), Buffer.concat([entries(40, 70), entries(120, 90)]));
      copyFileSync(join(path, "odd.journal"), join(machine, "copy.journal"));
      const read = await throughFiles(`dir=${path}`);
      // Which of two equal ones it is depends on the order of the folder.
      const withoutWriter = ({ fields, message }: ReadEntry) => ({
        message,
        fields: { ...fields, __CURSOR: String(fields["__CURSOR"]).replace(/^s=.*?;i=.*?;/, "") },
      });
      expect(read.entries.map(withoutWriter)).toEqual(throughJournalctl(`dir=${path}`).map(withoutWriter));
      expect(read.run.events.at(-1)).toMatchObject({ kind: "note", what: "duplicate" });
    });

    it("give the newest so many, and those since a time", async () => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), entries(0, 200));
      writeJournalFile(join(path, "b.journal"), entries(200, 200));
      writeJournalFile(join(path, "c.journal"), entries(400, 50));
      const all = throughJournalctl(`dir=${path}`);
      for (const history of [1, 9, 55, 250, 1000]) {
        expect((await throughFiles(`dir=${path}`, { history })).entries).toEqual(all.slice(-history));
      }
      const since = micros(START + 395_500_000);
      const later = throughJournalctl(`dir=${path}`, [`--since=@${since / 1e6}`]);
      expect(later.length).toBe(54);
      expect((await throughFiles(`dir=${path}`, { since })).entries).toEqual(later);
      expect((await throughFiles(`dir=${path}`, { since, history: 3 })).entries).toEqual(later.slice(-3));
    });

    it("go on behind any cursor with exactly the rest", async () => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), entries(0, 90));
      writeJournalFile(join(path, "b.journal"), entries(90, 60, 1));
      const all = throughJournalctl(`dir=${path}`);
      for (const at of [0, 44, 89, 90, 149]) {
        const token = JSON.stringify({ v: 1, cursor: all[at]?.fields["__CURSOR"] }) as ResumeToken;
        const read = await throughFiles(`dir=${path}`, {}, token);
        expect(read.entries, `behind ${at}`).toEqual(all.slice(at + 1));
        expect(read.run.events.filter(({ kind }) => kind === "gap")).toEqual([]);
      }
    });

    it("are left to journalctl when they are packed in another way, without a word", async () => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), entries(0, 20));
      const bytes = readFileSync(join(path, "a.journal"));
      for (const flag of [1, 2, 32]) {
        bytes.writeUInt32LE(28 | flag, 12);
        writeFileSync(join(path, "a.journal"), bytes);
        const read = await throughFiles(`dir=${path}`);
        expect(read.end).toBe("not here");
        expect(read.run.events).toEqual([]);
      }
    });

    it("are left to journalctl from the damage on, which is said", async () => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), entries(0, 4000));
      const file = join(path, "a.journal");
      const { length } = readFileSync(file);
      truncateSync(file, Math.floor(length / 16));
      const read = await throughFiles(`dir=${path}`);
      expect(read.end).toBe("not here");
      expect(read.run.faults).toMatchObject([{ code: "not-readable", message: expect.stringContaining("damaged") }]);
    });

    it("never make the reader throw or hang, whatever is in them", async () => {
      const path = newFolder();
      const file = join(path, "a.journal");
      writeJournalFile(file, Buffer.concat([EDGE_CASES, entries(0, 120)]));
      const whole = readFileSync(file);
      const used = whole.length - trailingZeros(whole);
      const fd = openSync(file, "r+");
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: 0, max: used - 8 }), fc.uint8Array({ minLength: 1, maxLength: 8 })), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.boolean(),
          fc.constantFrom("", ",unit=service-1", ",unit=service-[12]*,priority=4"),
          async (changes, isHeader, selection) => {
            const places = changes.map(([at, bytes]) => ({ at: isHeader ? at % 272 : at, bytes }));
            for (const { at, bytes } of places) writeSync(fd, bytes, 0, bytes.length, at);
            const { end, run } = await throughFiles(`dir=${path}${selection}`);
            for (const { at, bytes } of places) writeSync(fd, whole, at, bytes.length, at);
            expect(["read", "not here"]).toContain(end);
            expect(run.received.length).toBeLessThan(20_000);
          },
        ),
        { numRuns: 100 },
      );
      closeSync(fd);
    });

    it("are left to journalctl where they are compressed with LZ4 or XZ, without a word", async () => {
      const LZ4 = 2;
      const XZ = 1;
      for (const compression of [LZ4, XZ]) {
        const path = newFolder();
        const file = join(path, "a.journal");
        const long = `MESSAGE=${"x".repeat(400)}`;
        const last = exportEntry([
          ["__REALTIME_TIMESTAMP", String(START + 1_000_000_000)],
          ["__MONOTONIC_TIMESTAMP", "1000000000"],
          ["_BOOT_ID", BOOTS[0]],
          ["MESSAGE", "x".repeat(400)],
        ]);
        writeJournalFile(file, Buffer.concat([entries(0, 50), last]), { compress: "0" });
        const bytes = readFileSync(file);
        bytes.writeUInt32LE(bytes.readUInt32LE(12) | (compression === LZ4 ? 2 : 1), 12);
        if (compression === LZ4) packWithLz4(bytes, long);
        writeFileSync(file, bytes);
        const read = await throughFiles(`dir=${path}`);
        expect([read.end, read.entries.length, read.run.faults.length]).toEqual(["not here", 0, 0]);
        const whole = await throughSource(`dir=${path}`);
        expect(whole.entries).toEqual(throughJournalctl(`dir=${path}`));
        expect([whole.entries.length, whole.entries.at(-1)?.message.length]).toEqual([51, 400]);
        expect(whole.run.faults).toEqual([]);
      }
    });

    it("leave no file open", async () => {
      const path = newFolder();
      writeJournalFile(join(path, "a.journal"), entries(0, 50));
      const before = readdirSync("/proc/self/fd").length;
      for (let round = 0; round < 20; round++) await throughFiles(`dir=${path}`, round % 2 === 0 ? {} : { history: 3 });
      expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 5);
    });
  },
);

/**
 * Puts a field in its place as systemd does with LZ4: its size, then the block. It is a literal, a match that repeats the
 * last byte, and five literals, which is how a block must end.
 */
function packWithLz4(file: Buffer, field: string): void {
  const HEAD = 72;
  const [literals, tail] = [field.indexOf("x") + 1, 5];
  const match = field.length - literals - tail;
  const more = match - 4 - 15;
  const block = Buffer.concat([
    Buffer.from([(literals << 4) | 15]),
    Buffer.from(field.slice(0, literals)),
    Buffer.from([1, 0, ...Array.from({ length: Math.floor(more / 255) }, () => 255), more % 255]),
    Buffer.from([tail << 4]),
    Buffer.from(field.slice(-tail)),
  ]);
  const at = file.indexOf(field) - HEAD;
  file.writeUInt8(2, at + 1);
  file.writeBigUInt64LE(BigInt(HEAD + 8 + block.length), at + 8);
  file.writeBigUInt64LE(BigInt(field.length), at + HEAD);
  block.copy(file, at + HEAD + 8);
}

function trailingZeros(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.length - end;
}

describe("the journal's folders", () => {
  it("are those named for a machine, and for the namespace that is asked for", () => {
    const folder = temporaryFolder();
    const machine = "3d1219c7c4c5404aaa1f6d2a48adfda4";
    for (const name of [machine, `${machine}.web`, "remote", "not-a-machine"]) {
      mkdirSync(join(folder.path, name));
      writeFileSync(join(folder.path, name, "system.journal"), "");
      writeFileSync(join(folder.path, name, "user-1000@1.journal~"), "");
      writeFileSync(join(folder.path, name, "notes.txt"), "");
    }
    const found = (rest: string) =>
      findFiles(argumentsOf(rest), [folder.path])
        .paths.map((path) => path.slice(folder.path.length + 1))
        .toSorted();
    expect(found("")).toEqual([`${machine}/system.journal`, `${machine}/user-1000@1.journal~`]);
    expect(found("namespace=web")).toEqual([`${machine}.web/system.journal`, `${machine}.web/user-1000@1.journal~`]);
    expect(found("namespace=other")).toEqual([]);
    folder.remove();
  });
});

describe("the hashes of journal files", () => {
  it("are SipHash-2-4 and lookup3 as published", () => {
    const key = Uint8Array.from({ length: 16 }, (_, index) => index);
    expect(sipHash(key, key.subarray(0, 15))).toBe(0xa129ca6149be45e5n);
    expect(jenkinsHash(Buffer.from("Four score and seven years ago"))).toBe(0x17770551ce7226e6n);
    expect(jenkinsHash(new Uint8Array(0))).toBe(0xdeadbeefdeadbeefn);
  });
});
