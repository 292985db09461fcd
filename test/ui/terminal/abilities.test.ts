import { describe, expect, it } from "vitest";

import {
  backgroundByEnvironment,
  colourDepthOf,
  showsLinks,
  showsUnicode,
} from "../../../src/ui/terminal/abilities.js";

describe("abilities of a terminal", () => {
  it("counts its colours", () => {
    const cases = [
      [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, 16_777_216],
      [{ TERM: "tmux-256color", COLORTERM: "truecolor" }, 16_777_216],
      [{ TERM: "xterm-kitty" }, 16_777_216],
      [{ TERM: "xterm-direct" }, 16_777_216],
      [{ TERM: "tmux-256color" }, 256],
      [{ TERM: "screen-256color" }, 256],
      [{ TERM: "linux" }, 16],
      [{ TERM: "xterm" }, 16],
      [{ TERM: "screen" }, 16],
      [{ TERM: "dumb", COLORTERM: "truecolor" }, 0],
      [{ TERM: "vt100" }, 0],
      [{ TERM: "xterm-256color", COLORTERM: "truecolor", NO_COLOR: "1" }, 0],
      [{ TERM: "xterm-256color", NO_COLOR: "" }, 256],
      [{ TERM: "dumb", NO_COLOR: "1", FORCE_COLOR: "2" }, 256],
      [{ TERM: "xterm-256color", FORCE_COLOR: "0" }, 0],
      [{ TERM: "dumb", FORCE_COLOR: "" }, 16],
      [{}, 16],
    ] as const;
    for (const [environment, depth] of cases)
      expect([environment, colourDepthOf(environment)]).toEqual([environment, depth]);
  });

  it("knows which terminals know links, also from within tmux", () => {
    const cases = [
      [{ TERM: "xterm-256color", VTE_VERSION: "7600" }, true],
      [{ TERM: "xterm-256color", VTE_VERSION: "4205" }, false],
      [{ TERM: "xterm-kitty" }, true],
      [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, true],
      [{ TERM: "xterm-256color", KONSOLE_VERSION: "230800" }, true],
      [{ TERM: "xterm-256color" }, false],
      [{ TERM: "linux", VTE_VERSION: "7600" }, false],
      [{ TERM: "tmux-256color", TMUX: "/tmp/x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.4" }, true],
      [{ TERM: "tmux-256color", TMUX: "/tmp/x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.3a" }, false],
      [{ TERM: "screen-256color", TMUX: "/tmp/x", VTE_VERSION: "7600" }, false],
      [{ TERM: "screen", STY: "1.x", VTE_VERSION: "7600" }, false],
      [{ TERM: "xterm", FORCE_HYPERLINK: "1" }, true],
      [{ TERM: "xterm-kitty", FORCE_HYPERLINK: "0" }, false],
      [{}, false],
    ] as const;
    for (const [environment, can] of cases) expect([environment, showsLinks(environment)]).toEqual([environment, can]);
  });

  it("knows from the locale whether there is more than ASCII", () => {
    expect(showsUnicode({ LANG: "de_DE.UTF-8" })).toBe(true);
    expect(showsUnicode({ LANG: "C.utf8" })).toBe(true);
    expect(showsUnicode({ LC_ALL: "C", LANG: "de_DE.UTF-8" })).toBe(false);
    expect(showsUnicode({ LC_ALL: "", LC_CTYPE: "en_US.UTF-8" })).toBe(true);
    expect(showsUnicode({ LANG: "de_DE.ISO-8859-1" })).toBe(false);
    expect(showsUnicode({})).toBe(false);
  });

  it("guesses the background where the environment names it", () => {
    expect(backgroundByEnvironment({ COLORFGBG: "15;0" })).toBe("dark");
    expect(backgroundByEnvironment({ COLORFGBG: "0;default;15" })).toBe("light");
    expect(backgroundByEnvironment({ COLORFGBG: "0;7" })).toBe("light");
    expect(backgroundByEnvironment({ COLORFGBG: "7;8" })).toBe("dark");
    expect(backgroundByEnvironment({ COLORFGBG: "0;default" })).toBeUndefined();
    expect(backgroundByEnvironment({})).toBeUndefined();
  });
});
