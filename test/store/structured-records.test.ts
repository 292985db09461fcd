import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldColumns, RawBatch } from "../../src/core/batch.js";
import { type Fields, type FieldValue, sourceId } from "../../src/core/entry.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { ownField } from "../../src/core/query/match/own-field.js";
import { lookupIn } from "../../src/core/query/match/record-field.js";
import { fieldsAt, setField } from "../../src/core/record-fields.js";
import { micros } from "../../src/core/time.js";
import { categorise } from "../../src/parse/category.js";
import { describe as describeRecord } from "../../src/parse/describe.js";
import { createStructuredBatch, type StructuredBatch } from "../../src/sources/structured-batch.js";
import { decodeFieldColumns, encodeFieldColumns, tableOfRows } from "../../src/store/block/field-columns.js";
import { decodeFields } from "../../src/store/block/field-table.js";
import { openStore, type Store } from "../../src/store/open-store.js";
import { newParser } from "../support/raw-lines.js";

type Sample = { readonly at: number; readonly fields: Fields; readonly text: Uint8Array };

const { value } = fc.letrec<{ value: FieldValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    fc.double({ noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
}));

const number = fc.oneof(
  fc.maxSafeNat(),
  fc.integer({ min: 1.7e15, max: 1.7e15 + 999 }),
  fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER),
);
const id = fc.constantFrom("0".repeat(32), `${"f".repeat(31)}0`, "0123456789abcdef".repeat(2));
const hash = fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff)).map(([high, low]) => {
  return ((BigInt(high) << 32n) | BigInt(low)).toString(16);
});
const cursor = fc
  .tuple(id, number, id, number, number, hash)
  .map(([s, i, b, m, t, x]) => `s=${s};i=${i.toString(16)};b=${b};m=${m.toString(16)};t=${t.toString(16)};x=${x}`);

/** What a journal holds, and what it never should. */
const fields: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.record(
      {
        __CURSOR: fc.oneof(cursor, fc.string(), fc.constant("s=1;i=2")),
        __REALTIME_TIMESTAMP: fc.oneof(number.map(String), fc.constantFrom("007", "-1", "1e3", "99999999999999999999")),
        __MONOTONIC_TIMESTAMP: number.map(String),
        _SOURCE_REALTIME_TIMESTAMP: number.map(String),
        SYSLOG_TIMESTAMP: fc.string(),
        SYSLOG_RAW: fc.oneof(fc.string(), fc.uint8Array()),
        PRIORITY: fc.constantFrom("0", "3", "6", "9"),
        _PID: fc.constantFrom("1", "17", "x"),
        _SYSTEMD_UNIT: fc.constantFrom("a.service", "b.service"),
      },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "7", "MESSAGE", "priority")), value, {
      maxKeys: 4,
    }),
  )
  .map(([known, odd]) => {
    const all: Record<string, FieldValue> = { ...known };
    for (const [name, one] of Object.entries(odd)) setField(all, name, one);
    return all;
  });

const sample: fc.Arbitrary<Sample> = fc.record({ at: number, fields, text: fc.uint8Array({ maxLength: 40 }) });

function opened(): Store {
  const store = openStore({ path: undefined, collector: { kind: "test", command: "test" }, now: () => micros(1) });
  if (!store.ok) throw new Error(store.fault.message);
  return store.value;
}

/** What comes out again of what was put into batches of these sizes. */
async function throughStore(batches: readonly RawBatch[]): Promise<readonly { fields: Fields; text: string }[]> {
  const store = opened();
  const parser = newParser();
  const handle = store.writer.open(sourceId("journal:"), "journal");
  if (handle === undefined) throw new Error("the store could not be opened for writing");
  for (const batch of batches) {
    const entries = parser.push(batch);
    if (entries !== undefined) expect(store.writer.append(handle, [entries], undefined).ok).toBe(true);
  }
  const reader = store.openReader({ describe: describeRecord, categorise });
  if (!reader.ok) throw new Error(reader.fault.message);
  const given: { fields: Fields; text: string }[] = [];
  const all = {
    query: EVERYTHING,
    scope: { sources: undefined },
    direction: "oldest-first",
    limit: undefined,
  } as const;
  for await (const some of reader.value.scan(all)) given.push(...some);
  await reader.value.close();
  store.writer.close();
  return given;
}

function batchesOf(samples: readonly Sample[], size: number, add: (batch: StructuredBatch, one: Sample) => void) {
  const builder = createStructuredBatch();
  const batches: RawBatch[] = [];
  samples.forEach((one, index) => {
    add(builder, one);
    if ((index + 1) % size > 0 && index + 1 < samples.length) return;
    const taken = builder.take();
    if (taken !== undefined) batches.push(taken);
  });
  return batches;
}

describe("records through batch, parser, store and reader", () => {
  it("keep every field of every kind, and their text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), async (samples, size) => {
        const given = await throughStore(
          batchesOf(samples, size, (batch, { at, fields: all, text }) =>
            batch.add({ at: micros(at), fields: all }, text),
          ),
        );
        expect(given.map((entry) => entry.fields)).toEqual(samples.map((one) => one.fields));
        expect(given.map(({ text }) => text)).toEqual(samples.map(({ text }) => Buffer.from(text).toString()));
      }),
      { numRuns: 60 },
    );
  });

  it("are the same where shared and own fields are given apart", async () => {
    const own = fc.record({ seqnum: fc.option(number), note: fc.option(value), shared: fc.nat(3) });
    const sets: readonly Fields[] = [{}, { PRIORITY: "3" }, { A: "b", L: ["x", null] }, { PRIORITY: "6", A: "c" }];
    await fc.assert(
      fc.asyncProperty(fc.array(own, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), async (rows, size) => {
        const samples = rows.map(({ seqnum, note, shared }, at) => ({
          at,
          fields: {
            ...sets[shared],
            ...(seqnum === null ? {} : { __SEQNUM: String(seqnum) }),
            ...(note === null ? {} : { NOTE: note }),
          },
          text: Buffer.from(`${at}`),
        }));
        const batches = batchesOf(samples, size, (batch, { at, text }) => {
          const row = rows[at];
          batch.addRow(micros(at), sets[row?.shared ?? 0] ?? {}, { bytes: text, start: 0, end: text.length });
          if (row !== undefined && row.seqnum !== null) batch.digits("__SEQNUM")(row.seqnum);
          if (row !== undefined && row.note !== null) batch.values("NOTE")(row.note);
        });
        const given = await throughStore(batches);
        expect(given.map((entry) => entry.fields)).toEqual(samples.map((one) => one.fields));
        expect(given.map(({ text }) => text)).toEqual(samples.map((_, at) => String(at)));
      }),
      { numRuns: 60 },
    );
  });

  it("may each have names that no other has", async () => {
    const samples = Array.from({ length: 700 }, (_, at) => ({
      at,
      fields: { _PID: "1", [`NAME_${at}`]: String(at), [`TEXT_${at % 90}`]: `text ${at}` },
      text: Buffer.from("x"),
    }));
    const batches = batchesOf(samples, 500, (batch, { at, fields: all, text }) => {
      batch.addRow(micros(at), { _PID: "1" }, { bytes: text, start: 0, end: 1 });
      for (const [name, one] of Object.entries(all)) if (name !== "_PID") batch.set(name, one);
    });
    for (const { records } of batches) expect(records?.own.length).toBeLessThanOrEqual(64);
    const given = await throughStore(batches);
    expect(given.map((entry) => entry.fields)).toEqual(samples.map((one) => one.fields));
  });

  it("come back from full blocks too, pieces of a long text with the fields of the whole", async () => {
    const samples = Array.from({ length: 9_000 }, (_, at) => ({
      at: 1.7e15 + at * 1_000,
      fields: {
        __CURSOR: `s=${"a".repeat(32)};i=${(at + 1).toString(16)};b=${"b".repeat(32)};m=1f;t=${at.toString(16)};x=${(at * 77_777_777_777).toString(16)}`,
        __REALTIME_TIMESTAMP: String(1.7e15 + at * 1_000 + 7),
        _PID: String(at % 9),
        REQUEST: `r-${at}`,
      },
      text: at === 100 ? Buffer.alloc(3 << 20, "long ") : Buffer.from(`message ${at}`),
    }));
    const given = await throughStore(
      batchesOf(samples, 5_000, (batch, { at, fields: all, text }) => batch.add({ at: micros(at), fields: all }, text)),
    );
    const pieces = given.length - samples.length + 1;
    expect(pieces).toBeGreaterThan(1);
    const joined = given.slice(100, 100 + pieces);
    expect(joined.map(({ text }) => text).join("")).toBe(samples[100]?.text.toString());
    for (const { fields: all } of joined) expect(all).toEqual(samples[100]?.fields);
    const others = [...given.slice(0, 100), ...given.slice(100 + pieces)];
    expect(others.map((entry) => entry.fields)).toEqual(samples.filter((_, at) => at !== 100).map((one) => one.fields));
  });
});

describe("fields in columns", () => {
  const table = (columns: FieldColumns, at: Float64Array) =>
    decodeFieldColumns(encodeFieldColumns(columns, at), at.length, {
      at: () => at,
      damaged: (cause) => expect.unreachable(String(cause)),
      grew: () => undefined,
    });
  const columnsOf = (samples: readonly Sample[]) => {
    const [batch] = batchesOf(samples, samples.length, (builder, { at, fields: all, text }) =>
      builder.add({ at: micros(at), fields: all }, text),
    );
    return batch?.records;
  };

  it("answer a question as the whole record does", () => {
    const asked = fc.oneof(
      fc.constantFrom("priority", "PRIORITY", "field.a", "__cursor", "_pid", "Message"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 20 }), asked, (samples, name) => {
        const columns = columnsOf(samples);
        if (columns === undefined) return;
        const stored = table(columns, columns.at);
        const lookup = lookupIn(columns);
        samples.forEach((_, row) => {
          const whole = ownField(fieldsAt(columns, row) ?? {}, name);
          expect(stored.field(row, name)).toEqual(whole);
          expect(lookup(row, name)).toEqual(whole);
        });
      }),
    );
  });

  it("of damaged bytes are an error or other fields, never an endless read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(20), (bytes, count) => {
        try {
          const damage: unknown[] = [];
          const damaged = (cause: unknown) => void damage.push(cause);
          const context = { at: () => new Float64Array(count), damaged, grew: () => undefined };
          const read = decodeFieldColumns(bytes, count, context);
          for (let row = 0; row < count; row += 1) read.row(row);
          for (const cause of damage) expect(cause).toBeInstanceOf(RangeError);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  it("are still read from blocks written before there were columns", () => {
    const bytes = Buffer.from(
      "0b0161017800085052494f52495459045f504944014e01540142014c095f5f70726f746f5f5f" +
        "01450306030405060708040304090a001901070101080608110305020602ff0007030a0005000000000000f8bf0002080608120b0c03",
      "hex",
    );
    const rows: readonly (Fields | undefined)[] = [
      { PRIORITY: "6", _PID: "17", N: 5, T: true, B: new Uint8Array([255, 0]), L: ["a", null, -1.5] },
      undefined,
      Object.fromEntries([
        ["PRIORITY", "6"],
        ["_PID", "18"],
        ["__proto__", "x"],
        ["E", ""],
      ]),
      {},
    ];
    const old = tableOfRows(decodeFields(bytes, rows.length), rows.length);
    const columns = old.columns();
    rows.forEach((row, index) => {
      const read = old.row(index);
      expect(read).toEqual(row);
      expect(Object.entries(read ?? {})).toEqual(Object.entries(row ?? {}));
      expect(fieldsAt(columns, index)).toEqual(row);
      expect(old.field(index, "priority")).toBe(row?.["PRIORITY"]);
    });
  });
});
