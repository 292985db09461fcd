import { describe, expect, it } from "vitest";
import type { OutputOptions } from "../../../src/cli/output/output-format.js";
import { OUTPUTS, outputNamed } from "../../../src/cli/output/registry.js";
import { createClock } from "../../../src/cli/output/time-text.js";
import { OUTPUT_FORMATS } from "../../../src/config/options.js";
import { type LogEntry, Mark, entryId, sourceId } from "../../../src/core/entry.js";
import { micros } from "../../../src/core/time.js";

const options: OutputOptions = {
  paint: (_entry, text) => text,
  fields: "standard",
  clock: createClock(() => 60),
  hasHost: true,
  manySources: false,
};

const entry: LogEntry = {
  id: entryId(1, 0),
  source: sourceId("journal:"),
  line: 7,
  lines: 1,
  at: micros(Date.UTC(2026, 10, 21, 4, 38, 44) * 1_000 + 123_456),
  order: micros(0),
  level: "error",
  category: "system",
  unit: "sshd.service",
  identifier: "sshd",
  host: "box",
  pid: 42,
  message: "bad\nthing",
  text: "bad\nthing",
  format: "journal",
  marks: 0,
  fields: { _UID: "0", BLOB: new Uint8Array([1, 255]) },
};

/** Everything that a terminal might obey or that hides text. */
const HOSTILE = "\u001b[31m\u0007\u009b2J\u202e\u200b\rX\u0000\u001b]0;title\u0007\u007f";
// The pattern names control characters on purpose: it looks for them.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202e]/;

describe("output formats", () => {
  it("are the ones that the option offers", () => {
    expect(OUTPUTS.map((format) => format.name)).toEqual([...OUTPUT_FORMATS]);
  });

  it.each(OUTPUT_FORMATS)("%s lets no control character of the log out", (name) => {
    const hostile = { ...entry, message: HOSTILE, text: HOSTILE, unit: HOSTILE, identifier: HOSTILE, host: HOSTILE };
    for (const format of ["journal", "plain"]) {
      expect(
        outputNamed(name).entry({ ...hostile, format, fields: { [HOSTILE]: HOSTILE } }, { ...options, fields: "all" }),
      ).not.toMatch(CONTROL);
    }
  });

  it("short writes journal entries as journalctl does", () => {
    expect(outputNamed("short").entry(entry, options)).toBe(
      "Nov 21 05:38:44 box sshd[42]: bad\n                              thing",
    );
  });

  it("short writes text as it was written", () => {
    expect(outputNamed("short").entry({ ...entry, format: "iso", text: "2026 raw\r" }, options)).toBe("2026 raw");
  });

  it("short-iso writes the local time with its zone", () => {
    expect(outputNamed("short-iso").entry({ ...entry, message: "x" }, options)).toBe(
      "2026-11-21T05:38:44.123456+01:00 box sshd[42]: x",
    );
  });

  it("ndjson always has time, level, unit, message, source and line, and stays on one line", () => {
    const line = outputNamed("ndjson").entry(
      { ...entry, level: undefined, unit: undefined, marks: Mark.partial },
      options,
    );
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toMatchObject({
      time: "2026-11-21T04:38:44.123456Z",
      level: null,
      unit: null,
      message: "bad\nthing",
      source: "journal:",
      line: 7,
      marks: ["partial"],
    });
  });

  it("ndjson brings every field when asked, bytes as numbers", () => {
    const line = outputNamed("ndjson").entry(entry, { ...options, fields: "all" });
    expect(JSON.parse(line).fields).toEqual({ _UID: "0", BLOB: [1, 255] });
  });

  it("json loses nothing by escaping", () => {
    expect(JSON.parse(outputNamed("json").entry({ ...entry, message: HOSTILE }, options)).message).toBe(HOSTILE);
  });

  it("csv quotes, and disarms formulas", () => {
    expect(outputNamed("csv").entry({ ...entry, message: '=cmd("x")' }, options)).toContain(`"'=cmd(""x"")"`);
  });
});
