import type { Key } from "ink";
import { describe, expect, it } from "vitest";
import { keysOfInput } from "../../../src/ui/runtime/keys-of-input.js";

const NONE: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

const keys = (input: string, key: Partial<Key> = {}): readonly string[] => keysOfInput(input, { ...NONE, ...key });

describe("the keys of an input", () => {
  it("are named as bindings name them", () => {
    expect(keys("j")).toEqual(["j"]);
    expect(keys("G", { shift: true })).toEqual(["G"]);
    expect(keys(" ")).toEqual(["space"]);
    expect(keys("d", { ctrl: true })).toEqual(["ctrl-d"]);
    expect(keys("b", { meta: true })).toEqual(["alt-b"]);
    expect(keys("", { pageDown: true })).toEqual(["pagedown"]);
    expect(keys("", { leftArrow: true, ctrl: true })).toEqual(["ctrl-left"]);
    expect(keys("", { tab: true, shift: true })).toEqual(["shift-tab"]);
    expect(keys("", { return: true })).toEqual(["enter"]);
    expect(keys("\n")).toEqual(["ctrl-j"]);
  });

  it("are split where they were pressed faster than read, also where controls are among them", () => {
    expect(keys("jjj")).toEqual(["j", "j", "j"]);
    expect(keys("\u0010filter x\r")).toEqual(["ctrl-p", "f", "i", "l", "t", "e", "r", "space", "x", "enter"]);
    expect(keys("日😀")).toEqual(["日", "😀"]);
  });

  it("are none when a key is let go, or types nothing that can be seen", () => {
    expect(keys("j", { eventType: "release" })).toEqual([]);
    expect(keys("\u200b")).toEqual([]);
    expect(keys("")).toEqual([]);
  });
});
