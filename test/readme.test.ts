import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/program.js";
import { readmeBlocks, sqlBlocks, withBlocks } from "./support/readme-blocks.js";

const path = join(ROOT, "README.md");

describe("README.md", () => {
  it("says of commands, sources, keys, options, formats and themes what the program does", () => {
    const blocks = readmeBlocks();
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, withBlocks(readFileSync(path, "utf8"), blocks));
    const readme = readFileSync(path, "utf8");
    // Made anew by `npm run docs`.
    expect(readme).toBe(withBlocks(readme, blocks));
  });

  it("is joined by docs/sql.md, which says of the tables what they are made from", () => {
    const page = join(ROOT, "docs/sql.md");
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(page, withBlocks(readFileSync(page, "utf8"), sqlBlocks()));
    const text = readFileSync(page, "utf8");
    expect(text).toBe(withBlocks(text, sqlBlocks()));
  });

  it("shows a picture that is there, and links to pages that are", () => {
    const readme = readFileSync(path, "utf8");
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = ""]) => target);
    expect(links.length).toBeGreaterThan(3);
    for (const target of links) expect(() => readFileSync(join(ROOT, target)), target).not.toThrow();
  });

  it("names a command for everything that it tells to type", async () => {
    const { COMMANDS } = await import("../src/cli/commands/registry.js");
    const names = new Set(COMMANDS.map(({ name }) => name));
    const typed = [...readFileSync(path, "utf8").matchAll(/(?:`|bin\/logstream\.js |\| )logstream (\w+)/g)];
    for (const [line, name = ""] of typed) expect(names.has(name), line).toBe(true);
  });
});
