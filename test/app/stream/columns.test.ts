import { describe, expect, it } from "vitest";
import { grownNeeds, labelIn, NO_NEEDS, streamColumns } from "../../../src/app/stream/columns.js";
import { type LogEntry, Mark, sourceId } from "../../../src/core/entry.js";
import { micros } from "../../../src/core/time.js";
import { driverOf, entriesOf, type EntryParts, entryOf, NOON } from "../../support/tui-driver.js";

const OTHER = sourceId("file:/var/log/other.log");
const needsOf = (...entries: readonly LogEntry[]) => grownNeeds(NO_NEEDS, entries, NOON);
const widthsOf = (width: number, ...parts: readonly EntryParts[]) =>
  streamColumns(width, needsOf(...parts.map((own, index) => entryOf(index, own))));

describe("the columns of the stream", () => {
  it("give the label's cells to the message where a single file names no writers", () => {
    const { label, message } = widthsOf(80, {}, {});
    expect({ label, message }).toEqual({ label: 0, message: 80 - 1 - 8 - 1 - 1 - 3 });
  });

  it("name the file as soon as there are two, and a standard input by that name", () => {
    const needs = needsOf(entryOf(0), entryOf(1, { source: OTHER }));
    expect(labelIn(entryOf(1, { source: OTHER }), needs)).toBe("other.log");
    expect(labelIn(entryOf(2, { source: sourceId("stdin:#20261121T061935-75") }), needs)).toBe("stdin");
    expect(streamColumns(80, needs).label).toBeGreaterThanOrEqual("other.log".length);
  });

  it("are as wide as the names that were seen, up to a limit", () => {
    expect(widthsOf(120, { identifier: "sshd" }).label).toBe(4);
    expect(widthsOf(120, { unit: "NetworkManager.service" }).label).toBe(16);
    expect(widthsOf(120, { unit: "x".repeat(90) }).label).toBe(20);
    expect(widthsOf(60, { unit: "x".repeat(90) }).label).toBe(10);
  });

  it("name the class of a dotted name, and nothing else by its end", () => {
    const shown = ["org.apache.hadoop.ipc.Client", "app.db", "10.0.0.1", "sshd"].map((identifier) =>
      labelIn(entryOf(0, { identifier }), NO_NEEDS),
    );
    expect(shown).toEqual(["Client", "app.db", "10.0.0.1", "sshd"]);
  });

  it("put the host before the name once there is a second host", () => {
    const entries = ["one", "two"].map((host, index) => entryOf(index, { host, identifier: "sshd" }));
    expect(entries.map((entry) => labelIn(entry, needsOf(...entries)))).toEqual(["one:sshd", "two:sshd"]);
    expect(labelIn(entryOf(0, { host: "one", identifier: "sshd" }), needsOf(...entries.slice(0, 1)))).toBe("sshd");
  });

  it("show the date of what is not of today, and milliseconds where records have them", () => {
    const old = { at: micros(NOON - 3 * 86_400_000_000) };
    const fine = { at: micros(NOON - 1_500_000) };
    expect([60, 80, 120].map((width) => widthsOf(width, old, fine).time)).toEqual([8, 15, 19]);
    expect([60, 80, 120].map((width) => widthsOf(width, fine).time)).toEqual([8, 12, 12]);
    expect(widthsOf(120, old).time).toBe(15);
    expect(widthsOf(120, { ...fine, marks: Mark.timeReceived }).time).toBe(8);
  });

  it("only grow, so that nothing moves back and forth under the reader", () => {
    const wide = needsOf(entryOf(0, { identifier: "NetworkManager", at: micros(NOON - 1) }));
    expect(grownNeeds(wide, [entryOf(1, { identifier: "sshd" })], NOON)).toBe(wide);
  });

  it("fit the page that is shown", async () => {
    const tui = await driverOf(entriesOf(500, (ordinal) => (ordinal < 10 ? { identifier: "NetworkManager" } : {})));
    expect(tui.state().stream.needs.label).toBe(0);
    await tui.press("g g");
    expect(tui.state().stream.needs.label).toBe(16);
  });
});
