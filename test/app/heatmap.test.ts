import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/core/aggregate/cell.js";
import type { Table } from "../../src/core/aggregate/table.js";
import { selectedCell } from "../../src/app/views/heatmap/heatmap.js";
import { driverOf, entriesOf } from "../support/tui-driver.js";
import { gridOf, sliceWidth } from "../../src/app/views/heatmap/grid.js";

const MINUTE = 60_000_000;

function table(rows: readonly (readonly Cell[])[]): Table {
  return {
    columns: [
      { name: "time", kind: "time" },
      { name: "unit", kind: "key" },
      { name: "count", kind: "count" },
    ],
    rows,
    others: undefined,
    remarks: [],
  };
}

describe("the heatmap", () => {
  it("leads from a cell to its lines, and q back to the cell with the filters as they were", async () => {
    const tui = await driverOf(entriesOf(120, (index) => ({ identifier: index % 3 === 0 ? "cron" : "sshd" })));
    await tui.command("heatmap");
    for (const key of ["j", "h", "h"]) await tui.press(key);
    expect(tui.state().view).toBe("heatmap");
    const cell = selectedCell(tui.state());
    await tui.press("enter");
    expect(tui.state().view).toBe("stream");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual([`identifier:${cell?.row.name}`]);
    await tui.press("q");
    expect([tui.state().view, tui.state().filters.list]).toEqual(["heatmap", []]);
    expect(selectedCell(tui.state())).toEqual(cell);
  });
});

describe("the heatmap of templates", () => {
  it("has the most frequent first, in words, and leads to just the lines of one in one stretch", async () => {
    const words = ["Accepted publickey for root from 10.0.0.", "checkpoint complete: wrote buffers ", "link is down "];
    const of = (index: number): number => (index % 7 === 0 ? 2 : index % 3 === 0 ? 1 : 0);
    const entries = entriesOf(210, (index) => ({ identifier: "app", message: `${words[of(index)]}${index}` }));
    const tui = await driverOf(entries);
    await tui.command("heatmap");
    await tui.command("chart-by template");
    const { grid } = tui.state().heatmap;
    expect(grid?.rows.map(({ label, total }) => [label?.slice(0, 12), total])).toEqual([
      ["Accepted pub", 120],
      ["checkpoint c", 60],
      ["link is down", 30],
    ]);
    expect(grid?.rows.map(({ counts, total }) => counts.reduce((sum, count) => sum + count, 0) - total)).toEqual([
      0, 0, 0,
    ]);
    for (const key of ["j", "h", "v", "h", "h"]) await tui.press(key);
    const cells = grid?.rows[1]?.counts.slice(-4, -1) ?? [];
    await tui.press("enter");
    const state = tui.state();
    expect(state.view).toBe("stream");
    expect(state.filters.list.map(({ text }) => text)).toEqual([expect.stringMatching(/^between:.* template:t/)]);
    expect(state.stream.page?.entries.length).toBe(cells.reduce((sum, count) => sum + count, 0));
    await tui.press("q");
    expect(tui.state().heatmap.by).toBe("template");
  });
});

describe("the grid of the heatmap", () => {
  it("has a column for every slice from the first to the last, also where nothing happened", () => {
    const grid = gridOf(
      table([
        [5 * MINUTE, "a.service", 3],
        [8 * MINUTE, "b.service", 9],
        [8 * MINUTE, undefined, 1],
      ]),
      "unit",
      MINUTE,
    );
    expect(grid).toMatchObject({ from: 5 * MINUTE, columns: 4, width: MINUTE });
    expect(grid?.rows.map(({ name, counts }) => [name, counts])).toEqual([
      ["b.service", [0, 0, 0, 9]],
      ["a.service", [3, 0, 0, 0]],
      [undefined, [0, 0, 0, 1]],
    ]);
  });

  it("puts levels in the order of their gravity, however many there are of each", () => {
    const rows = ["info", "error", undefined, "critical"].map((level, index) => [0, level, 10 - index]);
    const grid = gridOf(table(rows), "level", MINUTE);
    expect(grid?.rows.map(({ name }) => name)).toEqual(["critical", "error", "info", undefined]);
  });

  it("counts what the table counts, whatever is in it", () => {
    const cell = fc.tuple(fc.nat(300), fc.constantFrom("a", "b", undefined), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), (cells) => {
        const grid = gridOf(table(cells.map(([slice, name, count]) => [slice * MINUTE, name, count])), "unit", MINUTE);
        const sum = grid?.rows.reduce((all, { counts }) => all + counts.reduce((so, count) => so + count, 0), 0);
        expect(sum).toBe(cells.reduce((all, [, , count]) => all + count, 0));
        expect(grid?.rows.every(({ counts }) => counts.length === grid.columns)).toBe(true);
      }),
    );
  });

  it("makes slices that people can add up, and no more of them than there are columns", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e6, max: 1e17, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (reach, columns) => {
          const width = sliceWidth({ from: 0, to: reach }, columns);
          expect(width % 1_000_000).toBe(0);
          expect(reach / width).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
