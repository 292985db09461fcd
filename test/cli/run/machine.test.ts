import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tieOf } from "../../../src/cli/run/controlling-terminal.js";
import { generationChange, systemState } from "../../../src/cli/run/generations.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

describe("the tie to a terminal", () => {
  it("is read from proc's fields, whatever the program is called", () => {
    const stat = (name: string, group: number, terminal: number, foreground: number) =>
      `4242 (${name}) S 4000 ${group} 4000 ${terminal} ${foreground} 4194304 1 2 3`;
    expect(tieOf(stat("node", 4242, 34816, 4242))).toBe("foreground");
    expect(tieOf(stat(") R 1 1 1 0 -1 (", 4242, 34816, 4100))).toBe("background");
    expect(tieOf(stat("a b) S", 4242, 0, -1))).toBe("none");
  });
});

describe("the generations around a command", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
    for (const name of ["one", "two"]) mkdirSync(join(folder.path, name));
  });
  afterEach(() => folder.remove());
  const at = (name: string) => join(folder.path, name);
  const link = (name: string, target: string) => {
    rmSync(at(name), { force: true });
    symlinkSync(target, at(name));
  };
  const look = () => systemState({ LOGSTREAM_SYSTEM_PROFILE: at("system"), LOGSTREAM_RUNNING_SYSTEM: at("current") });
  const start = () => {
    link("system-41-link", at("one"));
    link("system", "system-41-link");
    link("current", at("one"));
    return look();
  };

  it("are the profile's with their numbers when it moved, as switch and boot do", () => {
    const before = start();
    link("system-42-link", at("two"));
    link("system", "system-42-link");
    expect(generationChange(before, look())).toEqual({
      generationBefore: { number: 41, path: at("one") },
      generationAfter: { number: 42, path: at("two") },
    });
  });

  it("are the running system's when only that changed, as test does", () => {
    const before = start();
    link("current", at("two"));
    expect(generationChange(before, look())).toEqual({
      generationBefore: { number: 41, path: at("one") },
      generationAfter: { number: undefined, path: at("two") },
    });
  });

  it("are none on a machine that is no NixOS", () => {
    const nowhere = { LOGSTREAM_SYSTEM_PROFILE: at("none"), LOGSTREAM_RUNNING_SYSTEM: at("none") };
    const state = systemState(nowhere);
    expect(generationChange(state, state)).toEqual({ generationBefore: undefined, generationAfter: undefined });
  });
});
