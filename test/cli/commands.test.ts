import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/registry.js";
import { GLOBAL_OPTIONS, OPTIONS } from "../../src/config/options.js";
import { optionNames } from "../../src/config/settings.js";
import { ask } from "../support/ask.js";
import { ROOT, runShell, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

describe("help and version", () => {
  it("lists every command with its summary", async () => {
    const [long, short, word] = await Promise.all([ask(home, ["--help"]), ask(home, ["-h"]), ask(home, ["help"])]);
    expect(long).toEqual({ code: 0, stdout: short.stdout, stderr: "" });
    expect(word).toEqual(short);
    for (const { name, summary } of COMMANDS) {
      expect(long.stdout).toMatch(new RegExp(`^  ${name}\\b`, "m"));
      expect(long.stdout).toContain(summary);
    }
  });

  it("tells each command's options and examples", async () => {
    const helps = await Promise.all(COMMANDS.map(({ name }) => ask(home, [name, "--help"])));
    for (const [index, { name, options, examples }] of COMMANDS.entries()) {
      const help = helps[index];
      expect(help).toMatchObject({ code: 0, stderr: "" });
      for (const option of [...options, ...GLOBAL_OPTIONS]) expect(help?.stdout, name).toContain(OPTIONS[option].flags);
      for (const example of examples) expect(help?.stdout, name).toContain(example);
    }
  });

  it("prints the version of the package", async () => {
    const { version }: { readonly version: string } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(await ask(home, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(await ask(home, ["-V"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("the tables", () => {
  it("offer every option with some command, and no option twice with one", () => {
    const offered = new Set([...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)]);
    expect([...offered].toSorted()).toEqual([...optionNames()].toSorted());
    for (const { name, options } of COMMANDS) {
      const all = [...options, ...GLOBAL_OPTIONS];
      expect(new Set(all).size, name).toBe(all.length);
    }
  });

  it("give no letter and no name to two options", () => {
    const names = optionNames().flatMap((name) => OPTIONS[name].flags.match(/--?[\w-]+/g) ?? []);
    expect(names).toEqual([...new Set(names)]);
  });

  it("speak journalctl's flags", () => {
    const flags = optionNames().map((name) => OPTIONS[name].flags);
    const wanted =
      "-u, --unit -t, --identifier -p, --priority -S, --since -U, --until -b, --boot -k, --dmesg -g, --grep";
    const more = "-n, --lines -r, --reverse -f, --follow -o, --output --no-pager";
    for (const flag of `${wanted} ${more}`.match(/-\w, --[\w-]+|--[\w-]+/g) ?? []) {
      expect(
        flags.some((each) => each.startsWith(flag)),
        flag,
      ).toBe(true);
    }
  });
});

describe("what is printed from the program's own tables", () => {
  it("keys, with one's own merged in", async () => {
    const own = temporaryHome();
    own.write(".config/logstream/config.json", '{ "keys": { "quit": ["Q"] } }');
    const [usual, json, mended] = await Promise.all([
      ask(home, ["keys"]),
      ask(home, ["keys", "--json"]),
      ask(own, ["keys"]),
    ]);
    own.remove();
    expect(usual).toMatchObject({ code: 0, stderr: "" });
    expect(usual.stdout).toMatch(/^ +j .* down +\S/m);
    expect(mended.stdout).toMatch(/^ +Q +quit /m);
    const sections: readonly { readonly title: string; readonly rows: readonly object[] }[] = JSON.parse(json.stdout);
    expect(sections.map(({ title }) => title)).toContain("Move");
  });

  it("themes, one's own among them, with what is wrong with one", async () => {
    const own = temporaryHome();
    own.write(".config/logstream/themes/mine.json", '{ "name": "mine", "extends": "light", "appearance": "light" }');
    own.write(".config/logstream/themes/broken.json", "{");
    const { code, stdout } = await ask(own, ["themes"]);
    const json = await ask(own, ["themes", "--json"]);
    own.remove();
    expect(code).toBe(0);
    for (const name of ["dark", "light", "high-contrast", "mine", "broken"]) {
      expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
    }
    expect(stdout).toMatch(/^broken .*JSON/m);
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ name: "mine", appearance: "light" }));
  });

  it("the settings in force and where each came from", async () => {
    const own = temporaryHome();
    own.write(".config/logstream/config.json", '{ "theme": "light", "mouse": true }');
    const [text, json] = await Promise.all([
      ask(own, ["config"], { env: { LOGSTREAM_MOUSE: "0" } }),
      ask(own, ["config", "--json", "--ascii"]),
    ]);
    own.remove();
    expect(text.stdout).toContain(`${own.path}/.config/logstream/config.json`);
    expect(text.stdout).toMatch(/^theme +light +config file$/m);
    expect(text.stdout).toMatch(/^mouse +false +environment$/m);
    expect(text.stdout).toMatch(/^color +auto +default$/m);
    expect(JSON.parse(json.stdout).settings).toMatchObject({
      ascii: { value: true, origin: "command line" },
      mouse: { value: true, origin: "config file" },
    });
  });

  it("what can be read here and what cannot", async () => {
    const [text, json] = await Promise.all([ask(home, ["doctor"]), ask(home, ["doctor", "--json"])]);
    expect(text.stderr).toBe("");
    expect(text.code).toBe(/^no {3}/m.test(text.stdout) ? 1 : 0);
    for (const area of ["journal:", "kernel:", "store", "terminal", "logstream"]) expect(text.stdout).toContain(area);
    const findings: readonly { readonly isGood: boolean; readonly mend?: string }[] = JSON.parse(json.stdout);
    for (const { isGood, mend } of findings) if (!isGood) expect(mend).toMatch(/\S/);
  });
});

describe("completion", () => {
  /** What bash would offer for the words, the last of which is being typed. */
  const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
    const list = words.map((word) => `'${word}'`).join(" ");
    const line = `eval "$(logstream completion bash)"; COMP_WORDS=(logstream ${list}); COMP_CWORD=${words.length}
      _logstream; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await runShell(home, line);
    expect(stderr).toBe("");
    return stdout.split("\n").filter((word) => word !== "");
  };

  it("offers commands, options of the command, values, and files, in a real bash", async () => {
    home.write("some.log", "");
    const [commands, options, files, shells, outputs] = await Promise.all([
      offered("q"),
      offered("tail", "--o"),
      offered("tail", "so"),
      offered("completion", ""),
      offered("query", "x", "-o", "js"),
    ]);
    expect(commands).toContain("query");
    expect(options.toSorted()).toEqual(["--once", "--output"]);
    expect(files).toContain("some.log");
    expect(shells).toEqual(["bash", "zsh", "fish"]);
    expect(outputs).toEqual(["json"]);
  });

  it("knows every command and option in all three shells", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout } = await ask(home, ["completion", shell]);
      expect(code).toBe(0);
      for (const { name } of COMMANDS) expect(stdout, shell).toContain(name);
      for (const option of ["unit", "no-store", "output"]) expect(stdout, shell).toContain(option);
    }
  });
});
