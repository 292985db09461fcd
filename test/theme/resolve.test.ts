import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { findTheme, themeNames } from "../../src/theme/find.js";
import { readTheme } from "../../src/theme/read.js";
import { type ResolvedTheme, resolveTheme } from "../../src/theme/resolve.js";
import type { Result } from "../../src/core/fault.js";

const folder = mkdtempSync(join(tmpdir(), "themes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function resolveAmong(files: Record<string, unknown>, name: string): Result<ResolvedTheme> {
  return resolveTheme(name, (wanted) =>
    readTheme(JSON.stringify({ name: wanted, ...(files[wanted] as object) }), wanted),
  );
}

function messageOf(result: Result<unknown>): string {
  return result.ok ? "" : result.fault.message;
}

describe("inheritance of themes", () => {
  it("recolours all it inherits when only the palette changes", () => {
    const files = {
      parent: {
        appearance: "light",
        palette: { main: "#111111" },
        roles: { text: "$main", ok: { foreground: "$main", bold: true } },
      },
      child: { extends: "parent", palette: { main: "#222222" } },
    };
    const result = resolveAmong(files, "child");
    expect(result).toMatchObject({ ok: true, value: { warnings: [], theme: { name: "child", appearance: "light" } } });
    expect(result.ok && result.value.theme.styles.ok).toMatchObject({ foreground: { hex: "#222222" }, bold: true });
  });

  it("takes a role back with 'default'", () => {
    const files = { parent: { roles: { text: "#111111" } }, child: { extends: "parent", roles: { text: "default" } } };
    const result = resolveAmong(files, "child");
    expect(result.ok && result.value.theme.styles.text.foreground).toBeUndefined();
  });

  it("says who extends itself", () => {
    expect(messageOf(resolveAmong({ a: { extends: "b" }, b: { extends: "a" } }, "a"))).toBe(
      "theme 'a' extends itself: a → b → a",
    );
  });

  it("warns of roles and colours it does not know and goes on", () => {
    const result = resolveAmong({ a: { roles: { texd: "#111111", ok: "$gren" } } }, "a");
    expect(result.ok && result.value.warnings).toEqual([
      "theme 'a' styles 'texd', which is no role",
      "theme 'a' has no colour '$gren', wanted by role 'ok'",
    ]);
  });
});

describe("reading a theme", () => {
  it("says what is wrong with a file, and where", () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["{", /not JSON/],
      ["[]", /not an object/],
      ["{}", /'name' is missing/],
      ['{"name":"a","colour":1}', /unknown key 'colour'/],
      ['{"name":"a","appearance":"grey"}', /'appearance'/],
      ['{"name":"a","extends":3}', /'extends'/],
      ['{"name":"a","palette":[]}', /'palette'/],
      ['{"name":"a","palette":{"x":"red"}}', /colour 'x'/],
      ['{"name":"a","palette":{"x":{"hex":"#000000","ansi":"pink"}}}', /colour 'x'/],
      ['{"name":"a","roles":{"text":"red"}}', /role 'text': 'foreground'/],
      ['{"name":"a","roles":{"text":7}}', /role 'text': neither/],
      ['{"name":"a","roles":{"text":{"blink":true}}}', /role 'text': unknown key 'blink'/],
      ['{"name":"a","roles":{"text":{"bold":"yes"}}}', /role 'text': 'bold'/],
    ];
    for (const [text, words] of cases) expect(messageOf(readTheme(text, "a.json"))).toMatch(words);
  });
});

describe("finding a theme", () => {
  it("takes the user's own, on top of one that ships", () => {
    writeFileSync(join(folder, "mine.json"), '{"name":"mine","extends":"dark","roles":{"background":"default"}}');
    const found = findTheme("mine", folder);
    expect(found.ok && found.value.files.map((file) => file.split("/").at(-1))).toEqual(["mine.json", "dark.json"]);
    expect(found.ok && found.value.theme.styles.background.background).toBeUndefined();
    expect(themeNames(folder)).toEqual([...themeNames(undefined), "mine"].toSorted());
  });

  it("names the themes there are when one is not, and never leaves its folders", () => {
    for (const name of ["darc", "../package", "", "/etc/passwd"]) {
      const found = findTheme(name, folder);
      expect(messageOf(found)).toBe(`no theme is called '${name}'`);
      expect(!found.ok && found.fault.hint).toContain(themeNames(folder).join(", "));
    }
  });
});
