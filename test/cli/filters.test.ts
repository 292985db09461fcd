import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { type Ended, type Home, temporaryHome } from "../support/program.js";

let home: Home;
const homes: Home[] = [];
const filters = (...args: readonly string[]): Promise<Ended> => ask(home, ["filters", ...args]);
const folder = (): string => join(home.path, ".config/logstream");
const path = (): string => join(folder(), "filters.json");
beforeEach(() => {
  home = temporaryHome();
  homes.push(home);
});
afterAll(() => {
  for (const one of homes) one.remove();
});

describe("logstream filters", () => {
  it("lists what ships, saves, shows, renames and deletes one's own, in a file for oneself", async () => {
    expect((await filters()).stdout).toMatch(
      /^name +tags +query +finds\nboot-errors +#boot built-in +level>=error boot:0 /,
    );
    expect(await filters("save", "web", "unit:nginx error", "#net")).toMatchObject({
      code: 0,
      stdout: "saved as web\n",
    });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect((await filters("show", "web")).stdout).toBe("unit:nginx error\n");
    expect((await filters("rename", "web", "site")).stdout).toBe("web is called site now\n");
    const listed = JSON.parse((await filters("--json")).stdout) as { filters: Record<string, unknown>[] };
    expect(listed.filters[0]).toEqual({
      name: "site",
      query: "unit:nginx error",
      tags: ["net"],
      about: "",
      builtIn: false,
    });
    expect((await filters("delete", "site")).stdout).toBe("site is deleted\n");
    expect(await filters("delete", "crashes")).toMatchObject({ code: 2 });
    expect((await filters("save", "x y", "z")).stderr).toContain("'x y' cannot be the name of a filter");
    expect((await filters("save", "x", "(")).stderr).toContain("something is missing here");
    expect((await filters("shwo")).stderr).toContain("filters cannot 'shwo'");
  });

  it("exports to one file and imports it, replacing what has the same name", async () => {
    await filters("save", "web", "unit:nginx");
    await filters("save", "db", "unit:postgresql");
    const file = join(home.path, "mine.json");
    expect((await filters("export", file)).stdout).toBe(`2 filters written to ${file}\n`);
    expect((await filters("export", file)).stderr).toContain("is there already");
    expect((await filters("export")).stdout).toBe(readFileSync(file, "utf8"));
    await filters("save", "web", "changed");
    await filters("delete", "db");
    expect((await filters("import", file)).stdout).toBe("1 new, 1 replaced\n");
    expect((await filters("show", "web")).stdout).toBe("unit:nginx\n");
    expect((await filters("import", join(home.path, "none.json"))).stderr).toContain("there is no file");
  });

  it("are named in questions, and what they stand for is explained", async () => {
    const log = home.write("app.log", "Nov 25 08:00:00 h nginx[1]: one\nNov 25 08:00:01 h other[1]: two\n");
    await filters("save", "web", "identifier:nginx");
    const asked = await ask(home, ["query", "two -filter:web", log, "--explain"]);
    expect(asked.stdout).toBe("Nov 25 08:00:01 h other[1]: two\n");
    expect(asked.stderr).toContain("explain: query: two -identifier:nginx\n");
    expect((await ask(home, ["tail", "--filter", "filter:web", log, "--once"])).stdout).not.toContain("two");
    const unknown = await ask(home, ["query", "filter:wbe", log]);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain("did you mean: filter:web");
  });

  it("says what is wrong with the file and where, leaves it as it is, and knows those that ship", async () => {
    mkdirSync(folder(), { recursive: true });
    const faulty = '{\n  "version": 1,\n  "filters": [{ "name": "a b", "query": "x" }]\n}\n';
    writeFileSync(path(), faulty);
    expect((await filters()).stderr).toContain(`${path()} has a fault in filters[0]: 'name' must be one word`);
    expect((await filters("save", "x", "y")).code).toBe(2);
    expect(readFileSync(path(), "utf8")).toBe(faulty);
    const log = home.write("app.log", "x: segfault at 0\n");
    const asked = await ask(home, ["query", "-c", "filter:crashes", log]);
    expect(asked.stdout).toBe("1\n");
    expect(asked.stderr).toContain("has a fault in filters[0]");
  });

  it("leaves a read-only file and a link where they are", async () => {
    await filters("save", "web", "unit:nginx");
    chmodSync(path(), 0o444);
    const refused = await filters("save", "x", "y");
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(
      /filters\.json cannot be changed: it is read-only\n {2}add the filter where the file is made/,
    );
    const managed = join(home.path, "managed.json");
    writeFileSync(managed, readFileSync(path()));
    home = temporaryHome();
    homes.push(home);
    mkdirSync(folder(), { recursive: true });
    symlinkSync(managed, path());
    await filters("save", "x", "y");
    expect(JSON.parse(readFileSync(managed, "utf8"))).toMatchObject({ filters: [{ name: "web" }, { name: "x" }] });
    expect(readFileSync(path(), "utf8")).toBe(readFileSync(managed, "utf8"));
  });
});
