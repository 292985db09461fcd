import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LogEntry, sourceId } from "../../../src/core/entry.js";
import type { Source, SourceEvent } from "../../../src/core/ports.js";
import type { Query } from "../../../src/core/query/ast.js";
import { parseQuery } from "../../../src/core/query/parse.js";
import { micros } from "../../../src/core/time.js";
import { type Scan, scan } from "../../../src/pipeline/scan.js";
import { journal } from "../../../src/sources/journal.js";
import { closeJournalFile, openJournalFile } from "../../../src/sources/journal/files/journal-file.js";
import { allEntries } from "../../../src/sources/journal/files/offsets.js";
import { hasJournalctl } from "../../support/journal-reading.js";
import { exportEntry, type FileKind, missingForJournalFiles, writeJournalFile } from "../../support/journal-remote.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const missing = missingForJournalFiles() ?? (hasJournalctl() ? undefined : "journalctl");
const EDGE_CASES = readFileSync(new URL("../../fixtures/journal/edge-cases.export", import.meta.url));
const BOOT = "6622cae6766348e19307f90fd41a9965";
const START = 1_795_228_000_000_000;
const localOffset = () => 0;

const WORDS = [
  "needle",
  "Needle",
  "connection refused",
  "ERROR in step",
  "größe",
  "all is well",
  "MESSAGE=needle",
  "(µ",
];

function entries(count: number, from = 0): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, place) => {
      const index = from + place;
      const at = START + index * 1_000_000;
      const word = WORDS[index % WORDS.length] ?? "";
      // Every third is packed: journald packs what is longer than 512 bytes.
      const filling = index % 3 === 0 ? "filling ".repeat(100) : "";
      return exportEntry([
        ["__REALTIME_TIMESTAMP", String(at)],
        ["__MONOTONIC_TIMESTAMP", String(5_000_000 + index * 1_000_000)],
        ["_BOOT_ID", BOOT],
        ...(index % 9 === 0 ? [] : ([["PRIORITY", index % 13 === 0 ? "9" : String(index % 8)]] as const)),
        ...(index % 4 === 0
          ? ([["SYSLOG_IDENTIFIER", `app-${index % 3}`]] as const)
          : ([["_COMM", "worker"]] as const)),
        ["_SYSTEMD_UNIT", index % 5 === 0 ? "init.scope" : `app-${index % 3}.service`],
        ...(index % 5 === 0 ? ([["UNIT", "app-1.service"]] as const) : []),
        ["_PID", String(index % 7)],
        ["_HOSTNAME", "web1"],
        ["NOTE", index % 2 === 0 ? "needle" : new Uint8Array([0xff, 0xfe, index % 3])],
        ["TAG", "one"],
        ["TAG", `two ${index % 2}`],
        ["_SOURCE_REALTIME_TIMESTAMP", String(at - 41)],
        ...(index % 17 === 0 ? [] : ([["MESSAGE", `${word} ${index} ${filling}`]] as const)),
      ]);
    }),
  );
}

const QUESTIONS = [
  "",
  "needle",
  "Needle",
  '"connection refused"',
  "größe",
  "GRÖSSE",
  "needle or refused",
  "needle filling",
  "-needle",
  "unit:app-1",
  "unit:app-1.service needle",
  "unit:init.scope or unit:app-2",
  "identifier:app-0",
  "identifier:work*",
  "level>=warning",
  "level:none",
  "level<error",
  "-level>=warning",
  "level:error or needle",
  "/n[ae]edle \\d+/",
  "/refused|well/i",
  "field.NOTE:needle",
  "note:needle",
  "NOTE:",
  "TAG:two*",
  "tag>=two",
  "pid:3",
  "pid>4",
  "host:web1 needle",
  "_HOSTNAME:WEB*",
  `boot:${BOOT}`,
  "boot:nothing",
  'since:"2026-11-21 02:30:00Z"',
  "unit:/app-[12]/ level<=6",
  "message:*refused*",
  "message:/connection refus\\w+ \\d/i",
  "message:/Needle|größe/",
  "unit:app-1.service message:/^needle/",
  "nothing-has-this",
  "_SYSTEMD_UNIT:app-2.service -(level:info)",
];

describe.skipIf(missing !== undefined)(
  `a question to the journal's files${missing === undefined ? "" : ` (needs ${missing})`}`,
  () => {
    const folder = temporaryFolder();
    afterAll(() => folder.remove());

    async function open(path: string): Promise<Source> {
      const opened = await journal.open(`dir=${path}`, { follow: false, history: undefined, since: undefined });
      const source = opened.ok ? opened.value[0] : undefined;
      if (source === undefined) throw new Error("no source");
      return source;
    }

    function questionOf(text: string): Query {
      const parsed = parseQuery(text, { now: micros(START), localOffset });
      if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`);
      return parsed.value;
    }

    type Found = readonly Omit<LogEntry, "id" | "line">[];
    const FORWARD = { direction: "oldest-first", limit: undefined } as const;

    /** What is found, but for what is counted among all that was read. */
    async function found(
      source: Source | readonly Source[],
      text: string,
      way: Pick<Scan, "direction" | "limit"> = FORWARD,
    ): Promise<Found> {
      const matches: Omit<LogEntry, "id" | "line">[] = [];
      const { signal } = new AbortController();
      const asked = { sources: [source].flat(), query: questionOf(text), localOffset, signal, ...way };
      for await (const event of scan({ ...asked, follow: false })) {
        if (event.kind === "failed" && event.fault.code === "not-readable") continue;
        if (event.kind !== "entries") throw new Error(JSON.stringify(event));
        matches.push(...event.entries.map(({ id: _id, line: _line, ...entry }) => entry));
      }
      return matches;
    }

    const KINDS: readonly (readonly [string, FileKind])[] = [
      ["compact", {}],
      ["with 64-bit offsets and Jenkins' hashes", { compact: false, keyed: false }],
    ];
    describe.each(KINDS)("%s", (name, kind) => {
      const path = join(folder.path, name.slice(0, 4));
      let indexed: Source;
      let plain: Source;
      beforeAll(async () => {
        mkdirSync(path);
        writeJournalFile(join(path, "a.journal"), Buffer.concat([entries(700), EDGE_CASES]), kind);
        indexed = await open(path);
        plain = { id: indexed.id, label: indexed.label, events: (signal, resume) => indexed.events(signal, resume) };
      });

      it.each(QUESTIONS)("finds what reading everything finds: %s", async (text) => {
        const all = await found(plain, text);
        expect(await found(indexed, text)).toEqual(all);
      });

      it("is not led astray by a message that looks like a field of another entry", async () => {
        const forged = join(folder.path, `forged-${name.slice(0, 4)}`);
        mkdirSync(forged);
        const file = join(forged, "a.journal");
        writeJournalFile(file, entries(8), kind);
        const opened = openJournalFile(file);
        const other = allEntries(opened).at(3);
        closeJournalFile(opened);
        // As a DATA object whose only entry is the fourth; its text lies where that of a message would.
        const object = Buffer.alloc(kind.compact === false ? 64 : 72);
        object.writeUInt8(1, 0);
        object.writeBigUInt64LE(BigInt(object.length + 30), 8);
        object.writeBigUInt64LE(BigInt(other), 40);
        object.writeBigUInt64LE(1n, 56);
        const fields: readonly (readonly [string, string | Uint8Array])[] = [
          ["__REALTIME_TIMESTAMP", String(START + 100_000_000)],
          ["__MONOTONIC_TIMESTAMP", "200000000"],
          ["_BOOT_ID", BOOT],
          ["MESSAGE", Buffer.concat([object, Buffer.from("MESSAGE=thimble")])],
        ];
        writeJournalFile(file, Buffer.concat([entries(8), exportEntry(fields)]), kind);
        const texts = (await found(await open(forged), "thimble")).map(({ text }) => text);
        expect(texts.map((text) => text.slice(-15))).toEqual(["MESSAGE=thimble"]);
      });

      it("reads few entries that do not match", async () => {
        for (const [text, most] of [
          ['"Needle 1"', 30],
          ["unit:app-2", 250],
          ["level:emergency", 300],
        ] as const) {
          let read = 0;
          for await (const event of indexed.search?.(questionOf(text), new AbortController().signal) ?? []) {
            if (event.kind === "batch") read += event.batch.count;
          }
          expect(read, text).toBeGreaterThan(0);
          expect(read, text).toBeLessThan(most);
        }
      });
    });

    describe("from the newest end", () => {
      const path = join(folder.path, "many");
      let many: Source;
      beforeAll(async () => {
        mkdirSync(path);
        // Two of them share entries, as files that were copied do; one stands apart.
        writeJournalFile(join(path, "a.journal"), entries(300));
        writeJournalFile(join(path, "b.journal"), entries(300, 200));
        writeJournalFile(join(path, "c.journal"), entries(200, 500));
        many = await open(path);
      });

      it.each(QUESTIONS)("finds the newest of what it finds from the other: %s", async (text) => {
        const all = (await found(many, text)).toReversed();
        for (const limit of [1, 7, 150, undefined]) {
          expect(await found(many, text, { direction: "newest-first", limit })).toEqual(all.slice(0, limit));
        }
      });

      it("finds the newest of several journals", async () => {
        const other = await open(join(folder.path, "comp"));
        const sources = [many, { ...other, id: sourceId("journal:other") }];
        const all = (await found(sources, "needle")).toReversed();
        expect(await found(sources, "needle", { direction: "newest-first", limit: 9 })).toEqual(all.slice(0, 9));
      });

      it("reads no further back than the last that is wanted", async () => {
        for (const [text, limit] of [
          ["", 5],
          ["unit:app-1", 5],
          ["filling", 2],
        ] as const) {
          let read = 0;
          const counting: Source = {
            ...many,
            async *searchBack(...asked) {
              for await (const { events, isWhole } of many.searchBack?.(...asked) ?? []) {
                const counted = async function* (): AsyncGenerator<SourceEvent> {
                  for await (const event of events) {
                    if (event.kind === "batch") read += event.batch.count;
                    yield event;
                  }
                };
                yield { events: counted(), isWhole };
              }
            },
          };
          expect(await found(counting, text, { direction: "newest-first", limit })).toHaveLength(limit);
          expect(read, text).toBeLessThan(6 * limit);
        }
      });

      it("leaves a damaged file to journalctl, and gives nothing twice", async () => {
        const hurt = join(folder.path, "hurt");
        mkdirSync(hurt);
        writeJournalFile(join(hurt, "a.journal"), entries(100));
        writeJournalFile(join(hurt, "b.journal"), entries(100, 100));
        const opened = openJournalFile(join(hurt, "a.journal"));
        const at = allEntries(opened).at(60);
        closeJournalFile(opened);
        const bytes = readFileSync(join(hurt, "a.journal"));
        // A field of an entry of the older file lies nowhere.
        bytes.writeUInt32LE(0x7fff_fff8, at + 64);
        writeFileSync(join(hurt, "a.journal"), bytes);
        const source = await open(hurt);
        const faults: string[] = [];
        const asked = { sources: [source], query: questionOf(""), localOffset, limit: undefined, follow: false };
        const { signal } = new AbortController();
        for await (const event of scan({ ...asked, signal, direction: "newest-first" })) {
          if (event.kind === "failed") faults.push(event.fault.code);
        }
        expect(faults).toEqual(["not-readable"]);
        const all = (await found(source, "")).toReversed();
        expect(all.length).toBeGreaterThan(150);
        expect(await found(source, "", { direction: "newest-first", limit: undefined })).toEqual(all);
      });
    });
  },
);
