import { expect, it } from "vitest";
import { begin } from "../../src/app/initial-state.js";
import { update } from "../../src/app/update.js";
import type { RebuildNews } from "../../src/core/ports.js";
import { MOMENT, NOON } from "../support/tui-driver.js";
import { micros } from "../../src/core/time.js";

it("says when a rebuild begins and how it ends, once each", () => {
  let { state } = begin({ size: { columns: 80, rows: 24 }, scope: { sources: undefined } });
  let revision = 0;
  const tell = (rebuild: RebuildNews | undefined): readonly string[] => {
    const news = { revision: ++revision, entries: 0, entriesPerSecond: 0, sources: [], fault: undefined, rebuild };
    state = update(state, { kind: "engine-advanced", news }, MOMENT).state;
    return state.notices.map(({ text }) => text);
  };
  const running: RebuildNews = { startedAt: micros(NOON), result: "running", failedUnits: [] };
  expect(tell(undefined)).toEqual([]);
  expect(tell(running)).toEqual(["a rebuild began"]);
  const failing = { ...running, failedUnits: ["ls-db.service"] };
  expect(tell(failing)).toEqual(["a rebuild began"]);
  const ended = ["a rebuild began", "the rebuild failed: ls-db.service"];
  expect(tell({ ...failing, result: "failed" })).toEqual(ended);
  expect(tell({ ...failing, result: "failed" })).toEqual(ended);
});
