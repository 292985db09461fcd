import { describe, expect, it } from "vitest";
import { pathsOf } from "../../src/config/paths.js";

describe("pathsOf", () => {
  it("follows the XDG variables", () => {
    const paths = pathsOf({ HOME: "/home/ada", XDG_CONFIG_HOME: "/c", XDG_STATE_HOME: "/s" });
    expect(paths).toEqual({
      config: "/c/logstream",
      state: "/s/logstream",
      themes: "/c/logstream/themes",
      store: "/s/logstream/log.db",
    });
  });

  it("falls back to the home folder, also where a variable is empty or relative", () => {
    const paths = pathsOf({ HOME: "/home/ada", XDG_CONFIG_HOME: "", XDG_STATE_HOME: "relative" });
    expect(paths.config).toBe("/home/ada/.config/logstream");
    expect(paths.state).toBe("/home/ada/.local/state/logstream");
  });
});
