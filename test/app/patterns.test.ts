import { describe, expect, it } from "vitest";
import { orderedPatterns, selectedPattern } from "../../src/app/views/patterns/patterns.js";
import { templateText } from "../../src/core/template/template.js";
import { driverOf, entriesOf } from "../support/tui-driver.js";

const MESSAGES = [
  (index: number) => `connection from 10.0.0.${index} closed`,
  (index: number) => `took ${index} ms`,
  (index: number) => `connection from 10.0.1.${index} closed`,
];

const entries = entriesOf(90, (index) => ({
  identifier: "app",
  level: index === 50 ? "error" : "info",
  message: index === 50 ? "the disk is full" : (MESSAGES[index % 3]?.(index) ?? ""),
}));

async function opened(): ReturnType<typeof driverOf> {
  const tui = await driverOf(entries);
  await tui.command("patterns");
  return tui;
}

describe("the patterns", () => {
  it("are the messages of the log by their templates, counted to the last line", async () => {
    const tui = await opened();
    const { snapshot } = tui.state().patterns;
    expect(snapshot).toMatchObject({ isComplete: true, total: 90 });
    expect(orderedPatterns(tui.state().patterns).map(({ template, count }) => [templateText(template), count])).toEqual(
      [
        ["connection from <*> closed", 59],
        ["took <*> ms", 30],
        ["the disk is full", 1],
      ],
    );
    expect(snapshot?.patterns.every(({ trend, count }) => trend.reduce((sum, some) => sum + some, 0) === count)).toBe(
      true,
    );
  });

  it("come with the worst first when somebody asks, and keep what is selected", async () => {
    const tui = await opened();
    await tui.press("s");
    expect(selectedPattern(tui.state())).toMatchObject({ count: 1, example: "the disk is full" });
  });

  it("lead to all lines of one, and to no others, and q back", async () => {
    const tui = await opened();
    await tui.press("j");
    const { template, count } = selectedPattern(tui.state())!;
    await tui.press("enter");
    expect(tui.state().view).toBe("stream");
    expect(tui.state().filters.list).toMatchObject([{ mode: "include", text: `template:${template.id}`, hits: count }]);
    await tui.press("q");
    expect([tui.state().view, tui.state().filters.list]).toEqual(["patterns", []]);
    expect(selectedPattern(tui.state())?.template.id).toBe(template.id);
  });

  it("hide one with - and count the rest anew", async () => {
    const tui = await opened();
    await tui.press("-");
    expect(tui.state().filters.list).toMatchObject([{ mode: "exclude" }]);
    expect(tui.state().patterns.snapshot).toMatchObject({ isComplete: true, total: 31 });
  });
});
