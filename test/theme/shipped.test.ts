import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { contrast } from "../../src/theme/contrast.js";
import { findTheme, themeNames } from "../../src/theme/find.js";
import { createPainter } from "../../src/theme/painter.js";
import { ANSI_COLOURS, type Role, ROLES, type Theme } from "../../src/theme/roles.js";
import { sixteenOf } from "../../src/theme/sgr.js";

const folder = fileURLToPath(new URL("../../themes/", import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".json") && file !== "theme.schema.json")
  .map((file) => file.slice(0, -5));

/** Roles that are lines and grounds rather than text. */
const NOT_TEXT: readonly Role[] = ["background", "border", "scrollbar"];
const TEXT = ROLES.filter((role) => !NOT_TEXT.includes(role));
const BASES = ["selection", "cursor"] as const;
const WANTED: Readonly<Record<string, number>> = { "high-contrast": 7 };

function themeOf(name: string): Theme {
  const found = findTheme(name, undefined);
  if (!found.ok) throw new Error(found.fault.message);
  expect(found.value.warnings).toEqual([]);
  return found.value.theme;
}

/** What xterm shows for `ansi256(n)`, n from 16: a cube of six steps, then greys. */
function hexOf256(name: string): string {
  const number = Number(/\d+\)/.exec(name)?.[0].slice(0, -1)) - 16;
  const step = (value: number): number => (value === 0 ? 0 : 55 + 40 * value);
  const channels =
    number < 216
      ? [Math.floor(number / 36), Math.floor(number / 6) % 6, number % 6].map(step)
      : Array.from({ length: 3 }, () => 8 + 10 * (number - 216));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

describe("the themes that ship", () => {
  it("are the ones found by name", () => {
    expect(names.length).toBeGreaterThanOrEqual(9);
    expect(themeNames(undefined)).toEqual(names.toSorted());
  });

  it("follow a schema that names every role and colour", () => {
    const schema = JSON.parse(readFileSync(`${folder}/theme.schema.json`, "utf8")) as {
      properties: { roles: { propertyNames: { enum: string[] } } };
      $defs: { paletteColour: { oneOf: { properties?: { ansi: { enum: string[] } } }[] } };
    };
    expect(schema.properties.roles.propertyNames.enum).toEqual([...ROLES]);
    expect(schema.$defs.paletteColour.oneOf[1]?.properties?.ansi.enum).toEqual([...ANSI_COLOURS]);
  });

  for (const name of names) {
    describe(name, () => {
      it("is called as its file is, points to the schema and gives every role a look", () => {
        const file = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")) as Record<string, unknown>;
        expect([file["name"], file["$schema"]]).toEqual([name, "./theme.schema.json"]);
        const { styles } = themeOf(name);
        for (const role of ROLES) expect([role, styles[role].foreground ?? styles[role].background]).toBeTruthy();
      });

      it("has text that can be read on its ground, and on what may lie under it", () => {
        const { styles } = themeOf(name);
        const ground = styles.background.background?.hex ?? "#000000";
        const faint: string[] = [];
        for (const role of TEXT) {
          const foreground = styles[role].foreground?.hex ?? styles.text.foreground?.hex ?? "";
          const ratio = contrast(foreground, styles[role].background?.hex ?? ground);
          if (!(ratio >= (WANTED[name] ?? 4.5))) faint.push(`${role} ${ratio.toFixed(2)}`);
        }
        expect(faint).toEqual([]);
      });

      it("keeps text readable when it lies on a selected row", () => {
        const theme = themeOf(name);
        const painter = createPainter(theme, 16_777_216);
        for (const base of BASES) {
          for (const role of TEXT) {
            const { color = "", backgroundColor = theme.styles.background.background?.hex ?? "" } = painter.ink(
              role,
              base,
            );
            expect([role, base, contrast(color, backgroundColor) >= 3]).toEqual([role, base, true]);
          }
        }
      });

      it("keeps text readable with 256 colours", () => {
        const theme = themeOf(name);
        const painter = createPainter(theme, 256);
        const ground = painter.ground.background.split(";").at(-1) ?? "";
        const faint: string[] = [];
        for (const role of TEXT) {
          const { color = "", backgroundColor = `ansi256(${ground})` } = painter.ink(role);
          const ratio = contrast(hexOf256(color), hexOf256(backgroundColor));
          if (!(ratio >= (WANTED[name] ?? 4.5) * 0.85)) faint.push(`${role} ${ratio.toFixed(2)}`);
        }
        expect(faint).toEqual([]);
      });

      it("shows text and selection with sixteen colours", () => {
        const theme = themeOf(name);
        const painter = createPainter(theme, 16);
        const ground = theme.styles.background.background;
        for (const role of TEXT) {
          const { foreground, background } = theme.styles[role];
          const look = painter.ink(role);
          const isTold = look.inverse || look.color !== look.backgroundColor;
          expect([role, isTold]).toEqual([role, true]);
          if (foreground !== undefined && background === undefined && ground !== undefined) {
            expect([role, sixteenOf(foreground) === sixteenOf(ground)]).toEqual([role, false]);
          }
        }
        for (const base of BASES) {
          for (const role of TEXT.filter((text) => theme.styles[text].background === undefined))
            expect(painter.open(role, base)).not.toBe(painter.open(role));
        }
      });

      it("tells levels, matches and the selection apart without any colour", () => {
        const painter = createPainter(themeOf(name), 0);
        const opened = ROLES.map((role) => painter.open(role)).join("");
        expect(opened).not.toMatch(/\[(?:\d+;)*(?:[34]\d|9\d|10\d)/);
        for (const role of [...BASES, "match"] as const) expect(painter.open(role)).toMatch(/7m$/);
        expect(painter.ground).toEqual({ foreground: "", background: "" });
      });
    });
  }
});
