import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OptionRow } from "../../src/config/option-row.js";
import { OPTIONS, OUTPUT_FORMATS } from "../../src/config/options.js";
import { type ConfigFile, mergeSettings, optionNames, readConfigFile } from "../../src/config/settings.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logstream-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const none: ConfigFile = { path: "", values: {}, keys: {} };
const write = (text: string) => writeFileSync(join(folder, "config.json"), text);

describe("readConfigFile", () => {
  it("takes a missing file for an empty one", () => {
    const file = readConfigFile(folder);
    expect(file.ok && file.value.values).toEqual({});
  });

  it("reads settings and keys", () => {
    write('{"theme":"light","mouse":true,"keys":{"quit":["Q"]}}');
    const file = readConfigFile(folder);
    expect(file.ok && file.value).toMatchObject({ values: { theme: "light", mouse: true }, keys: { quit: ["Q"] } });
  });

  it.each([
    ["{", "config.json:1:2: this is not JSON"],
    ["[]", "must hold one JSON object"],
    ['{"thema":"x"}', "config.json:1:2: there is no setting 'thema'"],
    ['{"mouse":"yes"}', "'mouse' must be a boolean"],
    ['{"keys":{"quit":"q"}}', "'keys' must map"],
  ])("says what is wrong with %s", (text, words) => {
    write(text);
    const file = readConfigFile(folder);
    expect(file.ok ? "" : file.fault.message).toContain(words);
    expect(file.ok ? "" : file.fault.code).toBe("config-invalid");
  });
});

describe("mergeSettings", () => {
  it("prefers the command line to the environment, the file and the default", () => {
    const file: ConfigFile = { ...none, values: { theme: "from-file", output: "json" } };
    const settings = (given: Record<string, string>, environment: Record<string, string>) => {
      const merged = mergeSettings(given, environment, file);
      return merged.ok ? merged.value.settings : undefined;
    };
    expect(settings({ theme: "given" }, { LOGSTREAM_THEME: "env" })?.theme).toBe("given");
    expect(settings({}, { LOGSTREAM_THEME: "env" })?.theme).toBe("env");
    expect(settings({}, {})?.theme).toBe("from-file");
    expect(settings({}, {})?.output).toBe("json");
    expect(settings({}, {})?.color).toBe("auto");
    expect(settings({}, {})?.unit).toEqual([]);
  });

  it("refuses a choice that does not exist and names the ones that do", () => {
    const merged = mergeSettings({}, {}, { ...none, values: { output: "xml" } });
    expect(merged.ok ? "" : merged.fault.message).toContain("--output (from the config file) cannot be 'xml'");
    expect(merged.ok ? "" : merged.fault.hint).toContain("ndjson");
  });
});

describe("the options table", () => {
  it("gives every option a help line and every choice a default among its choices", () => {
    for (const name of optionNames()) {
      const row: OptionRow = OPTIONS[name];
      expect(row.help.length).toBeGreaterThan(10);
      if (row.choices !== undefined) expect(row.choices).toContain(row.fallback);
    }
  });

  it("has no two options with the same flag but those of different commands' short letters", () => {
    const longs = optionNames().map((name) => /--([\w-]+)/.exec(OPTIONS[name].flags)?.[1]);
    expect(new Set(longs).size).toBe(longs.length);
    expect(OUTPUT_FORMATS.length).toBeGreaterThan(3);
  });
});
