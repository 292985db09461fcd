import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkConfig, SETTINGS } from "../../src/config/check-config.js";
import { problemsIn } from "../../src/cli/config/problems.js";
import { configSchema } from "../../src/cli/config/schema.js";
import { starterConfig } from "../../src/cli/config/starter.js";
import { COMMAND_IDS } from "../../src/app/command-id.js";
import { ask } from "../support/ask.js";
import { openScreen } from "../support/open-screen.js";
import { temporaryHome } from "../support/program.js";

const home = temporaryHome();
const FILE = ".config/logstream/config.json";
const path = join(home.path, FILE);
afterAll(() => home.remove());

const BROKEN = `{
  // mine
  "thme": "dark",
  "color": "allways", "mouse": "yes",
  "mouse": true,
  "keys": { "qit": ["Q"], "help": ["g"], "wrap": "w" }
}
`;

describe("logstream config --check", () => {
  it("says everything that is wrong with its line and column, and exits with 2", async () => {
    const file = home.write("broken.json", BROKEN);
    const checked = await ask(home, ["config", "--check", file]);
    expect(checked).toMatchObject({ code: 2, stderr: "" });
    const [first, hint] = checked.stdout.split("\n");
    expect(first).toBe(`${file}:3:3: there is no setting 'thme'`);
    expect(hint).toBe("  did you mean 'theme'?");
    const json = await ask(home, ["config", "--check", "--json", file]);
    const { problems }: { readonly problems: readonly { readonly line: number; readonly column: number }[] } =
      JSON.parse(json.stdout);
    expect(problems).toEqual(problemsIn(BROKEN));
    expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
      "3:3",
      "4:12",
      "4:32",
      "5:3",
      "6:13",
      ...problems.filter(({ column }) => column === 27).map(() => "6:27"),
      "6:50",
    ]);
  });

  it("has nothing to say of a file without faults, or that is not there, but of one that was named", async () => {
    expect(await ask(home, ["config", "--check"])).toMatchObject({ code: 0, stdout: "" });
    home.write(FILE, '{ "theme": "light", /* mine */ "keep.days": 90, }');
    const good = await ask(home, ["config", "--check"]);
    expect(good).toMatchObject({ code: 0, stdout: "", stderr: `logstream: ${path} has no faults\n` });
    expect(await ask(home, ["config", "--check", "/nothing"])).toMatchObject({ code: 2, stdout: "" });
    expect(await ask(home, ["config", "/nothing"])).toMatchObject({ code: 2, stdout: "" });
  });

  it("gets there although the file cannot be used, which everybody else refuses with its place", async () => {
    home.write(FILE, BROKEN);
    expect((await ask(home, ["config", "--check"])).stdout).toContain(`${path}:3:3: `);
    const refused = await ask(home, ["config"]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain(`${path}:3:3: there is no setting 'thme'`);
    expect(refused.stderr).toContain("`logstream config --check` says 4 more");
  });
});

describe("the starter and the schema", () => {
  it("name every setting; the starter holds as it is, and with each of its settings taken up", () => {
    const text = starterConfig();
    expect(problemsIn(text)).toEqual([]);
    const all = text.replaceAll(/^ {2}\/\/ (?=".*,$)/gm, "  ");
    expect(problemsIn(all)).toEqual([]);
    expect(Object.keys(checkConfig(all).values).toSorted()).toEqual(SETTINGS.map(({ setting }) => setting).toSorted());
    const schema = configSchema();
    expect(Object.keys(Object(schema["properties"]))).toEqual([
      "$schema",
      ...SETTINGS.map(({ setting }) => setting),
      "keys",
    ]);
    expect(JSON.stringify(schema)).toContain('"restore":{"enum":["ask","always","never"]');
    for (const id of COMMAND_IDS) expect(JSON.stringify(schema)).toContain(`"${id}":{"$ref"`);
  });

  it("are what the program prints and writes", async () => {
    const printed = await ask(home, ["config", "--schema"]);
    expect(JSON.parse(printed.stdout)).toEqual(configSchema());
  });
});

describe("logstream config --edit", () => {
  it("makes a file to begin with, says what became wrong in it, and opens it again until it is right", async () => {
    const own = temporaryHome();
    const editor = own.write(
      "editor.sh",
      '#!/bin/sh\necho "opened $#" >> "$HOME/opened"\n' +
        'if [ "$(wc -l < "$HOME/opened")" = 1 ]; then cp "$1" "$HOME/starter"; echo "{ \\"thme\\": 1 }" > "$1"; else echo "{}" > "$1"; fi\n',
    );
    chmodSync(editor, 0o755);
    const screen = openScreen(own, ["config", "--edit"], { env: { VISUAL: `${editor} `, EDITOR: "false" } });
    await screen.waitFor("Edit it again? [Y/n]");
    expect(screen.text()).toContain("config.json:1:3: there is no setting 'thme'");
    screen.press("enter");
    await screen.waitFor("has no faults");
    expect(await screen.waitExit()).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(own.path, "opened"), "utf8")).toBe("opened 1\nopened 1\n");
    expect(readFileSync(join(own.path, "starter"), "utf8")).toBe(starterConfig());
    expect(existsSync(join(own.path, ".config/logstream/config.schema.json"))).toBe(true);
    own.remove();
  });

  it("says so where there is no editor, or it fails", async () => {
    const none = { VISUAL: "", EDITOR: "", PATH: "/nothing" };
    const lost = await ask(home, ["config", "--edit"], { env: none });
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain("there is no editor");
    const fails = await ask(home, ["config", "--edit"], { env: { VISUAL: "exit 3;" } });
    expect(fails).toMatchObject({ code: 2 });
    expect(fails.stderr).toContain("'exit 3;' ended with 3");
  });
});
