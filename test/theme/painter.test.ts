import { describe, expect, it } from "vitest";

import { createPainter } from "../../src/theme/painter.js";
import { readTheme } from "../../src/theme/read.js";
import { resolveTheme } from "../../src/theme/resolve.js";
import type { Theme } from "../../src/theme/roles.js";

function theme(roles: unknown): Theme {
  const resolved = resolveTheme("t", () =>
    readTheme(JSON.stringify({ name: "t", palette: { sea: { hex: "#4a90e2", ansi: "cyan" } }, roles }), "t.json"),
  );
  if (!resolved.ok) throw new Error(resolved.fault.message);
  return resolved.value.theme;
}

const looks = theme({
  text: "#ffffff",
  accent: { foreground: "$sea", bold: true },
  ok: "#10b981",
  background: { background: "#101010" },
  selection: { foreground: "#ffffff", background: "#24365c" },
  match: { foreground: "#000000", background: "#ffd75f" },
});

describe("painter", () => {
  it("writes colours in as many as there are", () => {
    expect(createPainter(looks, 16_777_216).open("accent")).toBe("\u001b[1;38;2;74;144;226m");
    expect(createPainter(looks, 256).open("accent")).toBe("\u001b[1;38;5;68m");
    expect(createPainter(looks, 16).open("accent")).toBe("\u001b[1;36m");
    expect(createPainter(looks, 0).paint("accent", "x")).toBe("\u001b[1mx\u001b[0m");
  });

  it("comes back to the ground it painted on", () => {
    const painter = createPainter(looks, 256);
    expect(painter.paint("accent", "x")).toBe("\u001b[1;38;5;68mx\u001b[22;38;5;231m");
    expect(painter.paint("match", "x")).toBe("\u001b[38;5;16;48;5;221mx\u001b[38;5;231;48;5;233m");
    expect(painter.reset).toBe("\u001b[0;38;5;231;48;5;233m");
    const groundless = createPainter(theme({ accent: "#4a90e2" }), 256);
    expect(groundless.paint("accent", "x")).toBe("\u001b[38;5;68mx\u001b[0m");
    expect(groundless.ground).toEqual({ foreground: "", background: "" });
  });

  it("adds nothing to text without a look, or to none", () => {
    const painter = createPainter(looks, 256);
    expect(painter.paint("dim", "x")).toBe("x");
    expect(painter.paint("accent", "")).toBe("");
  });

  it("lays a role on the background of another", () => {
    const painter = createPainter(looks, 16_777_216);
    expect(painter.open("ok", "selection")).toBe("\u001b[38;2;16;185;129;48;2;36;54;92m");
    expect(painter.open("match", "selection")).toBe(painter.open("match"));
    expect(painter.open("dim", "selection")).toBe(painter.open("selection"));
  });

  it("takes the base's own text where the role's could not be read on it", () => {
    const painter = createPainter(looks, 16_777_216);
    expect(painter.open("text", "match")).toBe(painter.open("match"));
    expect(createPainter(looks, 16).open("ok", "selection")).toBe(createPainter(looks, 16).open("selection"));
  });

  it("turns a background into inverse where it cannot be seen", () => {
    expect(createPainter(looks, 0).open("selection")).toBe("\u001b[7m");
    const same = theme({ selection: { foreground: "#ff0000", background: "#ee0000" } });
    expect(createPainter(same, 16).open("selection")).toBe("\u001b[7;91m");
  });

  it("gives Ink the same colours", () => {
    expect(createPainter(looks, 16_777_216).ink("accent")).toMatchObject({ color: "#4a90e2", bold: true });
    expect(createPainter(looks, 256).ink("accent")).toMatchObject({ color: "ansi256(68)" });
    expect(createPainter(looks, 16).ink("selection")).toMatchObject({ color: "whiteBright" });
    expect(createPainter(looks, 0).ink("selection")).not.toHaveProperty("color");
  });
});
