import { describe, expect, it } from "vitest";
import { FIELDS } from "../../src/app/completion/fields.js";
import { COMMANDS } from "../../src/app/commands/registry.js";
import { selectPrompt } from "../../src/app/selectors/overlays.js";
import { FIELD_NAMES } from "../../src/core/query/matchable.js";
import { SAMPLE_SESSIONS } from "../support/sample-sessions.js";
import { driverOf, entriesOf, type ListDriver, NOON } from "../support/tui-driver.js";

const LOG = entriesOf(300, (ordinal) => ({
  message: `line ${ordinal} timeout-reached`,
  unit: ordinal % 3 === 0 ? "a.service" : "b.service",
  identifier: ordinal < 10 ? "rare" : "common",
  fields: ordinal > 250 ? { status: 500, "odd name": "x" } : {},
}));

const text = (tui: ListDriver) => selectPrompt(tui.state())?.prompt.input.text;
const ghost = (tui: ListDriver) => selectPrompt(tui.state())?.ghost;
const offered = (tui: ListDriver) => selectPrompt(tui.state())?.candidates.map((one) => one.text.trim()) ?? [];
const about = (tui: ListDriver) => selectPrompt(tui.state())?.candidates.map((one) => one.about) ?? [];

async function typed(keys: string, what: string): Promise<ListDriver> {
  const tui = await driverOf(LOG);
  await tui.press(keys);
  await tui.type(what);
  return tui;
}

describe("completion of queries", () => {
  it("knows every field, with what it asks for", () => {
    const names = FIELDS.map((field) => field.text);
    expect(FIELD_NAMES.filter((name) => !names.includes(`${name}:`))).toEqual([]);
    expect(FIELDS.every((field) => field.about !== "")).toBe(true);
  });

  it("offers a field's values from the whole store, the commonest first, with their counts", async () => {
    const tui = await typed("&", "identifier:");
    expect(offered(tui)).toEqual(["identifier:common", "identifier:rare"]);
    expect(about(tui)).toEqual(["290", "10"]);
    expect(selectPrompt(tui.state())?.fault).toBeUndefined();
    expect(ghost(tui)).toBe("common");
    await tui.press("tab");
    await tui.press("tab");
    expect(text(tui)).toBe("identifier:rare");
    await tui.press("shift-tab");
    expect(text(tui)).toBe("identifier:common");
    await tui.press("enter");
    expect(tui.state().filters.list.map((filter) => filter.text)).toEqual(["identifier:common"]);
  });

  it("asks the store once for a field, and not for each key", async () => {
    const tui = await typed("&", "unit:a.se");
    expect(tui.effects.filter(({ kind }) => kind === "load-values")).toHaveLength(1);
    await tui.press("esc");
    await tui.press("&");
    await tui.type("-unit:b");
    expect(tui.effects.filter(({ kind }) => kind === "load-values")).toHaveLength(1);
    expect(ghost(tui)).toBe(".service");
  });

  it("asks for the sessions when one is to be named, and offers them by name or place", async () => {
    const tui = await driverOf(LOG, { sessions: SAMPLE_SESSIONS });
    await tui.press("&");
    await tui.type("session:");
    expect(offered(tui)[0]).toMatch(/^session:(?:@1|[\w.-]+)$/);
    expect(tui.effects.filter(({ kind }) => kind === "load-sessions")).toHaveLength(1);
  });

  it("says when no line has a value, instead of asking for one", async () => {
    const tui = await typed("&", "host:");
    expect(offered(tui)).toEqual([]);
    expect(selectPrompt(tui.state())?.fault?.message).toBe("no line here has host");
  });

  it("calls off what has not come when the prompt is closed", async () => {
    const tui = await driverOf(LOG);
    await tui.press("&");
    await tui.type("unit");
    const { update } = await import("../../src/app/update.js");
    const asked = update(tui.state(), { kind: "press", key: ":" }, { now: NOON, localOffset: () => 0 });
    expect(asked.effects.map(({ kind }) => kind)).toContain("load-values");
    const closed = update(asked.state, { kind: "press", key: "esc" }, { now: NOON, localOffset: () => 0 });
    expect(closed.effects).toContainEqual({ kind: "call-off", counts: [], values: true });
    expect(closed.state.offers.values).toEqual([]);
  });

  const WORDS: readonly (readonly [string, string])[] = [
    ["uni", "unit:"],
    ["-(lev", "-(level:"],
    ["level:w", "level:warning"],
    ["level>=er", "level>=error"],
    ["event:unit-fai", "event:unit-failed"],
    ["since:yes", "since:yesterday"],
    ["since:@b", "since:@boot"],
    ["until:-90", "until:-90s"],
    ["between:y", "between:yesterday..today"],
    ["boot:", "boot:0"],
    ["filter:fail", "filter:failed-units"],
    ["field.st", "field.status:"],
    ["field.status:5", "field.status:500"],
    ["a.service or uni", "a.service or unit:"],
  ];
  it.each(WORDS)("goes on from %s with %s", async (what, whole) => {
    const tui = await typed("&", what);
    await tui.press("tab");
    expect(text(tui)).toBe(whole);
  });

  it("offers the nearest right form of what is wrong", async () => {
    const tui = await typed("&", "since:yesterdya");
    expect(selectPrompt(tui.state())?.fault).toMatchObject({ at: 6, length: 9 });
    await tui.press("tab");
    expect(text(tui)).toBe("since:yesterday");
  });
});

describe("completion of commands", () => {
  it("offers names with what they do, then their arguments", async () => {
    const tui = await typed(":", "them");
    expect(offered(tui)).toEqual(["theme"]);
    expect(about(tui)).toEqual([COMMANDS.theme.summary]);
    await tui.press("right");
    await tui.type("da");
    expect(ghost(tui)).toBe("rk");
    await tui.press("tab");
    expect(text(tui)).toBe("theme dark");
  });

  it("finds what holds the typed letters where nothing begins so", async () => {
    const tui = await typed(":", "ilters");
    expect(offered(tui)).toEqual([]);
    expect(selectPrompt(tui.state())?.fault?.message).toBe("there is no command 'ilters'");
    await tui.press("tab");
    expect(text(tui)).toMatch(/filters/);
  });

  it("completes queries behind commands, verbs of filter and saved names", async () => {
    const tui = await typed(":", "exclude unit:a");
    expect(ghost(tui)).toBe(".service");
    for (const [what, whole] of [
      ["filter sa", "filter save "],
      ["use cra", "use crashes"],
      ["goto yes", "goto yesterday"],
      ["level warn", "level warning"],
    ] as const) {
      await tui.press("ctrl-u");
      await tui.type(what);
      await tui.press("tab");
      expect(text(tui)).toBe(whole);
    }
  });

  it("completes the paths of files", async () => {
    const tui = await typed(":", "write /tmp/");
    expect(offered(tui)).toEqual(["/tmp/a.log", "/tmp/b.log", "/tmp/sub/"]);
    await tui.type("b");
    await tui.press("tab");
    expect(text(tui)).toBe("write /tmp/b.log");
    await tui.press("ctrl-u");
    await tui.type("import-filters /tmp/.");
    await tui.press("tab");
    expect(text(tui)).toBe("import-filters /tmp/.hidden");
  });

  const FAULTS: readonly (readonly [string, number, number, string])[] = [
    ["gto", 0, 3, "there is no command 'gto'"],
    ["wrap x", 5, 1, "wrap takes nothing after its name"],
    ["filter !(a", 8, 1, "this bracket is not closed"],
    ["query lvel:x", 6, 4, "there is no field lvel"],
  ];
  it.each(FAULTS)("points at what is wrong with %s", async (what, at, length, message) => {
    const tui = await typed(":", what);
    expect(selectPrompt(tui.state())?.fault).toMatchObject({ at, length, message });
  });

  it("finds nothing wrong with what may become right", async () => {
    for (const what of [
      "g",
      "goto",
      "12",
      "-15m",
      "filter ",
      "filter save x",
      "filter crashes",
      "theme da",
      "exclude",
    ]) {
      const tui = await typed(":", what);
      expect(selectPrompt(tui.state())?.fault).toBeUndefined();
    }
  });
});

describe("what was entered before", () => {
  it("is offered behind the caret and taken with → or End", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter line 29");
    await tui.press(":");
    await tui.type("fil");
    expect(ghost(tui)).toBe("ter line 29");
    await tui.press("left");
    expect(ghost(tui)).toBe("");
    await tui.press("right");
    await tui.press("end");
    expect(text(tui)).toBe("filter line 29");
  });

  it("is found by its words with Ctrl-R, the newest first", async () => {
    const tui = await driverOf(LOG);
    const entered = ["alpha one", "beta two", "alpha two"].map((line) => ({ prompt: "search", text: line }));
    await tui.dispatch({ kind: "history-came", entered });
    await tui.press("/");
    await tui.type("ALPHA");
    await tui.press("ctrl-r");
    expect(text(tui)).toBe("alpha two");
    await tui.press("ctrl-r");
    expect(text(tui)).toBe("alpha one");
    await tui.press("shift-tab");
    expect(text(tui)).toBe("alpha two");
  });

  it("offers words of the lines in the search", async () => {
    const tui = await typed("/", "timeo");
    expect(ghost(tui)).toBe("ut-reached");
    await tui.press("right");
    expect(text(tui)).toBe("timeout-reached");
    expect(tui.state().search?.text).toBe("timeout-reached");
  });

  it("goes before the names of commands, and is each line once", async () => {
    const tui = await driverOf(LOG, {});
    const entered = ["x", "y", "x"].map((line) => ({ prompt: "command", text: line }));
    await tui.dispatch({ kind: "history-came", entered });
    expect(tui.state().histories.command).toEqual(["y", "x"]);
  });
});
