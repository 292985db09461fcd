import { describe, expect, it } from "vitest";
import { queryOfFlags } from "../../src/cli/flags-to-query.js";
import type { Settings } from "../../src/config/options.js";
import { mergeSettings } from "../../src/config/settings.js";
import type { LogEntry } from "../../src/core/entry.js";
import { LEVELS } from "../../src/core/level.js";
import { entryRow } from "../../src/core/query/match/entry-row.js";
import { compileQuery } from "../../src/core/query/predicate.js";
import { micros } from "../../src/core/time.js";
import { entryOf, NOON } from "../support/tui-driver.js";

const BOOT = "0123456789abcdef0123456789abcdef";
const CONTEXT = { now: NOON, localOffset: () => 0, runningBoot: BOOT };
const SECOND = 1_000_000;

function settingsOf(given: Partial<Settings>): Settings {
  const merged = mergeSettings({}, {}, { path: "", values: {}, keys: {} });
  if (!merged.ok) throw new Error(merged.fault.message);
  return { ...merged.value.settings, ...given };
}

/** The messages of the entries that the flags let through. */
function matching(entries: readonly LogEntry[], given: Partial<Settings>, expression = ""): readonly string[] {
  const query = queryOfFlags(settingsOf(given), expression, CONTEXT);
  if (!query.ok) throw new Error(query.fault.message);
  const matches = compileQuery(query.value);
  return entries.filter((entry) => matches(entryRow(entry))).map(({ message }) => message);
}

function refusal(given: Partial<Settings>, expression = "") {
  const query = queryOfFlags(settingsOf(given), expression, CONTEXT);
  if (query.ok) throw new Error("was taken");
  return query.fault;
}

const LEVELLED = LEVELS.map((level, index) => entryOf(index, { level, message: level }));
const UNITS = [
  entryOf(1, { unit: "nginx.service", identifier: "nginx", message: "a" }),
  entryOf(2, { unit: "sshd.service", identifier: "sshd", message: "b" }),
  entryOf(3, { unit: "backup.timer", identifier: "systemd", message: "c" }),
  entryOf(4, { message: "d" }),
];

describe("no flag at all", () => {
  it("lets everything through", () => {
    expect(matching(UNITS, {})).toEqual(["a", "b", "c", "d"]);
  });
});

describe("-p", () => {
  it.each([
    ["warning", ["emergency", "alert", "critical", "error", "warning"]],
    ["3", ["emergency", "alert", "critical", "error"]],
    ["err", ["emergency", "alert", "critical", "error"]],
    ["0", ["emergency"]],
    ["7", [...LEVELS]],
    ["error..warning", ["error", "warning"]],
    ["warning..error", ["error", "warning"]],
    ["4..4", ["warning"]],
  ])("%s", (priority, levels) => {
    expect(matching(LEVELLED, { priority })).toEqual(levels);
  });

  it("lets entries without a level through only when it is not given", () => {
    expect(matching([entryOf(1, { message: "x" })], { priority: "debug" })).toEqual([]);
  });

  it.each(["loud", "8", "error..", "..", "error..loud", ""])("refuses '%s' and says what there is", (priority) => {
    expect(refusal({ priority })).toMatchObject({ code: "usage", hint: expect.stringContaining("emergency") });
  });
});

describe("-u and -t", () => {
  it.each<readonly [Partial<Settings>, readonly string[]]>([
    [{ unit: ["nginx"] }, ["a"]],
    [{ unit: ["nginx.service"] }, ["a"]],
    [{ unit: ["nginx", "sshd"] }, ["a", "b"]],
    [{ unit: ["!nginx"] }, ["b", "c", "d"]],
    [{ unit: ["!nginx", "!sshd"] }, ["c", "d"]],
    [{ unit: ["*.service", "!sshd"] }, ["a"]],
    [{ unit: ["backup"] }, []],
    [{ identifier: ["systemd"] }, ["c"]],
    [{ identifier: ["!systemd"], unit: ["*"] }, ["a", "b"]],
    [{ identifier: ["sshd"], unit: ["nginx"] }, []],
  ])("%j", (given, messages) => {
    expect(matching(UNITS, given)).toEqual(messages);
  });
});

describe("-b and -k", () => {
  const kernel = entryOf(1, { format: "kmsg", message: "device" });
  const journal = entryOf(2, { format: "journal", fields: { _TRANSPORT: "kernel", _BOOT_ID: BOOT }, message: "from" });
  const other = entryOf(3, { fields: { _TRANSPORT: "stdout", _BOOT_ID: "f".repeat(32) }, message: "other" });
  const all = [kernel, journal, other];

  it("-k is the kernel, through the journal or from its device", () => {
    expect(matching(all, { dmesg: true })).toEqual(["device", "from"]);
  });

  it("-b is the running boot, or the one named", () => {
    expect(matching(all, { boot: "" })).toEqual(["from"]);
    expect(matching(all, { boot: "0" })).toEqual(["from"]);
    expect(matching(all, { boot: "F".repeat(32) })).toEqual(["other"]);
  });

  it("-b refuses what it cannot know", () => {
    expect(refusal({ boot: "-1" })).toMatchObject({ code: "usage", hint: expect.stringContaining("32 digits") });
    expect(queryOfFlags(settingsOf({ boot: "0" }), "", { ...CONTEXT, runningBoot: undefined }).ok).toBe(false);
  });
});

describe("-g", () => {
  const entries = ["Failed to start", "failed", "a/b", "FAILED"].map((message, index) => entryOf(index, { message }));

  it.each<readonly [string, readonly string[]]>([
    ["failed", ["Failed to start", "failed", "FAILED"]],
    ["Failed", ["Failed to start"]],
    ["fail(ed|ure)$", ["failed", "FAILED"]],
    ["a/b", ["a/b"]],
    ["^\\w/", ["a/b"]],
  ])("%s: case matters only with a capital", (grep, messages) => {
    expect(matching(entries, { grep })).toEqual(messages);
  });

  it("minds the case when asked to", () => {
    expect(matching(entries, { grep: "failed", caseSensitive: true })).toEqual(["failed"]);
  });

  it.each(["(", "(?=x)", "(a)\\1"])("refuses '%s' and says why", (grep) => {
    expect(refusal({ grep })).toMatchObject({ code: "usage", message: expect.stringContaining("--grep") });
  });
});

describe("times", () => {
  const entries = [-7_200, -60, 0].map((offset, index) =>
    entryOf(index, { at: micros(NOON + offset * SECOND), message: String(offset) }),
  );

  it.each<readonly [Partial<Settings>, readonly string[]]>([
    [{ since: "-1h" }, ["-60", "0"]],
    [{ until: "-1h" }, ["-7200"]],
    [{ since: "11:59", until: "2026-11-21 12:00:00" }, ["-60"]],
    [{ since: "today" }, ["-7200", "-60", "0"]],
  ])("%j", (given, messages) => {
    expect(matching(entries, given)).toEqual(messages);
  });

  it("are refused in the flag's own name", () => {
    expect(refusal({ since: 'so"on' })).toMatchObject({ code: "usage", message: `--since cannot be 'so"on'` });
    expect(refusal({ until: "" })).toMatchObject({ code: "usage" });
  });
});

describe("flags and a query", () => {
  it("must all hold", () => {
    expect(matching(UNITS, { unit: ["nginx", "sshd"] }, "b")).toEqual(["b"]);
    expect(matching(UNITS, { expression: "a or b", unit: ["!nginx"] })).toEqual(["b"]);
  });

  it("match words as written with --case-sensitive", () => {
    const entries = [entryOf(1, { message: "Error" }), entryOf(2, { message: "error" })];
    expect(matching(entries, {}, "error")).toEqual(["Error", "error"]);
    expect(matching(entries, { caseSensitive: true }, "not (error or x)")).toEqual(["Error"]);
  });

  it("tell the place of a mistake", () => {
    expect(refusal({}, "unit:(")).toMatchObject({ code: "query-syntax", at: expect.any(Number) });
  });
});
