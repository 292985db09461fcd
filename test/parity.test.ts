import { describe, expect, it } from "vitest";
import { SCOPES } from "../src/app/binding.js";
import { COMMAND_GROUPS } from "../src/app/command.js";
import { COMMAND_IDS } from "../src/app/command-id.js";
import { COMMANDS } from "../src/app/commands/registry.js";
import { DEFAULT_BINDINGS } from "../src/app/keys/bindings.js";
import { keySequence } from "../src/app/keys/key-name.js";
import { conflictsOf } from "../src/app/keys/merge.js";
import { SCOPE_CHAINS } from "../src/app/keys/scopes.js";
import { keySections, keyTable } from "../src/app/keys/table.js";
import { VIEW_IDS } from "../src/app/view-id.js";
import { RUNS } from "../src/app/run/registry.js";

/** Commands that are meant to be typed or picked: no key of theirs would be used often enough. */
const WITHOUT_KEYS = [
  "context",
  "goto",
  "exclude",
  "export-filters",
  "forget-filter",
  "import-filters",
  "query",
  "speed",
  "theme",
];

describe("commands and keys", () => {
  it("has for every command what it is and what it does, and for nothing else", () => {
    expect(Object.keys(COMMANDS).toSorted()).toEqual([...COMMAND_IDS].toSorted());
    expect(Object.keys(RUNS).toSorted()).toEqual([...COMMAND_IDS].toSorted());
  });

  it("binds every command, or says that it is only typed", () => {
    const bound = new Set(DEFAULT_BINDINGS.map(({ command }) => command));
    expect(COMMAND_IDS.filter((id) => !bound.has(id)).toSorted()).toEqual(WITHOUT_KEYS.toSorted());
  });

  it("binds no key twice in a scope and hides no sequence", () => {
    expect(conflictsOf(DEFAULT_BINDINGS)).toEqual([]);
  });

  it("searches every scope in some place", () => {
    expect([...new Set(SCOPE_CHAINS.flat())].toSorted()).toEqual([...SCOPES].toSorted());
  });

  it("writes keys by their normalised names", () => {
    const keys = DEFAULT_BINDINGS.flatMap((binding) => binding.keys);
    expect(keys.filter((key) => keySequence(key) !== key)).toEqual([]);
  });

  it("keeps digits that can begin a count free in the stream, but for views", () => {
    const digits = DEFAULT_BINDINGS.filter(({ keys }) => keys.some((key) => /^[1-9]$/.test(key)));
    expect(digits.map(({ command }) => command)).toEqual([...VIEW_IDS]);
  });

  it("summarises every command in one line without a full stop", () => {
    const wrong = COMMAND_IDS.filter((id) => !/^[A-Z][^\n]{2,78}[^.\n]$/.test(COMMANDS[id].summary));
    expect(wrong).toEqual([]);
    expect(COMMAND_IDS.filter((id) => !COMMAND_GROUPS.includes(COMMANDS[id].group))).toEqual([]);
  });

  it("lets nobody type or pick what only makes sense under a key", () => {
    const scoped = DEFAULT_BINDINGS.filter(({ scope }) => scope === "prompt").map(({ command }) => command);
    const outside = new Set(["redraw", "suspend"]);
    expect(scoped.filter((id) => COMMANDS[id].internal !== true && !outside.has(id))).toEqual([]);
  });

  it("lists each binding once in the help", () => {
    const rows = keySections(DEFAULT_BINDINGS).flatMap((section) => section.rows);
    expect(rows.length).toBe(DEFAULT_BINDINGS.length);
    expect(new Set(rows.map(({ command, keys }) => `${command} ${keys.join(" ")}`)).size).toBeLessThanOrEqual(
      rows.length,
    );
    expect(rows.every(({ keys }) => keys.length > 0)).toBe(true);
  });

  it("has every command that can be typed in the key table", () => {
    const table = keyTable(DEFAULT_BINDINGS);
    expect(COMMAND_IDS.filter((id) => !table.includes(`\`:${id}`))).toEqual([]);
  });
});

/**
 * What takes AltGr, or a dead key, on one of the German, Swiss, French, Belgian, Spanish, Italian, Portuguese, Nordic and
 * Polish layouts.
 */
const WITH_ALTGR = new Set("{}[]\\|@~#^`");

describe("keys on other layouts than the American", () => {
  const isHard = (keys: string): boolean =>
    keys.split(" ").some((key) => WITH_ALTGR.has(key.replace(/^(?:ctrl-|alt-|shift-)+/, "")));
  const hard = DEFAULT_BINDINGS.filter(({ keys }) => keys.some(isHard));

  it("have another way for each command whose keys need AltGr: a key of its scope, or its name after the colon", () => {
    expect(hard.map(({ command }) => command)).toContain("pipe");
    const lost = hard.filter(
      ({ scope, command, keys }) =>
        keys.every(isHard) &&
        COMMANDS[command].internal === true &&
        !DEFAULT_BINDINGS.some(
          (other) => other.scope === scope && other.command === command && !other.keys.every(isHard),
        ),
    );
    expect(lost).toEqual([]);
  });

  it("reach the command line and the palette without AltGr", () => {
    for (const command of ["command", "palette", "help", "close", "accept", "cancel", "choose"]) {
      const keys = DEFAULT_BINDINGS.flatMap((binding) => (binding.command === command ? binding.keys : []));
      expect(
        keys.some((key) => !isHard(key)),
        command,
      ).toBe(true);
    }
  });
});
