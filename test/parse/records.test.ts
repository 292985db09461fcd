import { describe, expect, it } from "vitest";
import { type Fields, Mark } from "../../src/core/entry.js";
import { fieldsAt } from "../../src/core/record-fields.js";
import { micros } from "../../src/core/time.js";
import { describe as describeRecord } from "../../src/parse/describe.js";
import { entriesOf, newParser, RECEIVED, structuredBatch } from "../support/raw-lines.js";

const AT = micros(RECEIVED - 1_000_000);
const read = (text: string, fields: Fields) => {
  const parser = newParser();
  const [entry] = entriesOf([parser.push(structuredBatch([{ at: AT, fields, text }]))]);
  expect(parser.held).toBe(0);
  return entry;
};

describe("records that come with fields", () => {
  it("take time, level and origin from the fields", () => {
    const entry = read("Started web.service.", {
      PRIORITY: "6",
      UNIT: "web.service",
      _SYSTEMD_UNIT: "init.scope",
      SYSLOG_IDENTIFIER: "systemd",
      _COMM: "systemd",
      _PID: "1",
      _HOSTNAME: "vm",
    });
    expect(entry).toMatchObject({
      at: AT,
      level: "info",
      unit: "web.service",
      identifier: "systemd",
      pid: 1,
      host: "vm",
      format: "journal",
      marks: 0,
    });
  });

  it("fall back to other fields, and the first of several values", () => {
    expect(read("x", { _SYSTEMD_UNIT: "a.service", _COMM: "a" })).toMatchObject({ unit: "a.service", identifier: "a" });
    expect(read("x", { USER_UNIT: "u.service", _SYSTEMD_UNIT: "user@0.service" })?.unit).toBe("u.service");
    expect(read("x", { SYSLOG_IDENTIFIER: ["b", "c"], _PID: [new Uint8Array([52, 50])] })).toMatchObject({
      identifier: "b",
      pid: 42,
    });
  });

  it("guess the level only where the priority is absent or absurd", () => {
    for (const fields of [{}, { PRIORITY: "9" }, { PRIORITY: "" }, { PRIORITY: "info" }, { PRIORITY: "06" }]) {
      expect(read("it failed", fields)).toMatchObject({ level: "error", marks: Mark.levelGuessed });
    }
    expect(read("it failed", { PRIORITY: "7" })).toMatchObject({ level: "debug", marks: 0 });
  });

  it("are never parsed, joined or split by their text", () => {
    const records = ["6,1,2,-;looks like kmsg", '{"msg":"looks like json"}', "  indented"].map((text) => ({
      at: AT,
      fields: { PRIORITY: "6" },
      text,
    }));
    const entries = entriesOf([newParser().push(structuredBatch(records))]);
    expect(entries.map(({ text, format, lines }) => [text, format, lines])).toEqual(
      records.map(({ text }) => [text, "journal", 1]),
    );
    for (const { text, format } of entries) expect(describeRecord(format, text, { A: "b" }).message).toBe(text);
  });

  it("name what the kernel wrote itself kmsg", () => {
    const fields = {
      PRIORITY: "3",
      MONOTONIC_USEC: "12",
      SEQNUM: "1",
      _TRANSPORT: "kernel",
      SYSLOG_IDENTIFIER: "kernel",
    };
    expect(read("I/O error, dev loop0", fields)).toMatchObject({
      format: "kmsg",
      level: "error",
      identifier: "kernel",
    });
    expect(describeRecord("kmsg", "6,1,2,-;odd", fields)).toEqual({ message: "6,1,2,-;odd", fields });
  });

  it("keep their fields in the batch, and their order", () => {
    const records = [5, 3, 9].map((seconds) => ({ at: micros(AT + seconds), fields: { N: seconds }, text: "x" }));
    const batch = newParser().push(structuredBatch(records));
    expect(records.map((_, row) => batch?.fields && fieldsAt(batch.fields, row))).toEqual([
      { N: 5 },
      { N: 3 },
      { N: 9 },
    ]);
    expect([...(batch?.order ?? [])].map((order) => order - AT)).toEqual([5, 5, 9]);
  });
});
