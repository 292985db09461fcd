import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const src = join(root, "src");

/** Which folder may import which, and whether it may name Node. `ARCHITECTURE.md` says why. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  core: ["lib"],
  nix: ["core", "lib"],
  parse: ["core", "lib", "nix"],
  app: ["core", "lib", "nix"],
  bytes: ["core", "lib"],
  sources: ["bytes", "core", "lib", "nix"],
  machine: ["core", "lib"],
  config: ["core", "lib"],
  theme: ["core", "lib"],
  session: ["core", "lib", "nix"],
  store: ["bytes", "core", "lib"],
  pipeline: ["bytes", "core", "lib", "nix", "parse"],
  engine: ["core", "lib", "machine", "nix", "parse", "session", "sources", "pipeline", "store"],
  ui: ["app", "core", "lib", "theme"],
  library: ["config", "core", "engine"],
};
const PURE = ["lib", "core", "nix", "parse", "session", "app"];

/** Packages with exactly one home: a folder, or a single file. */
const GATEWAYS: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["store/"],
  ink: ["ui/"],
  react: ["ui/"],
  commander: ["cli/"],
  execa: ["sources/", "cli/"],
  chalk: ["theme/", "cli/"],
  "fuse.js": ["app/"],
  blessed: ["ui/contrib/"],
  "blessed-contrib": ["ui/contrib/"],
  re2js: ["core/query/regex.ts"],
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}

type Import = { readonly file: string; readonly folder: string; readonly target: string };

const files = filesBelow(src);
const imports: Import[] = files.flatMap((path) => {
  const text = readFileSync(path, "utf8");
  const file = relative(src, path).split(sep).join("/");
  const folder = file.includes("/") ? (file.split("/")[0] ?? "") : "";
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|(?:^|\n)import\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => ({ file, folder, target: match[1] ?? match[2] ?? match[3] ?? "" }));
});

const folderOf = (entry: Import): string | undefined => {
  const target = relative(src, resolve(dirname(join(src, entry.file)), entry.target))
    .split(sep)
    .join("/");
  return target.startsWith("..") ? undefined : target.split("/")[0];
};

describe("architecture", () => {
  it("finds the sources it is meant to guard", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(imports.length).toBeGreaterThan(10);
  });

  it("lets a folder import only what the table allows", () => {
    const wrong = imports.filter((entry) => {
      if (!entry.target.startsWith(".")) return false;
      const allowed = MAY_IMPORT[entry.folder];
      if (allowed === undefined) return false;
      const target = folderOf(entry);
      return target !== undefined && target !== entry.folder && !allowed.includes(target);
    });
    expect(wrong.map((entry) => `${entry.file} -> ${entry.target}`)).toEqual([]);
  });

  it("keeps every package behind its gateway", () => {
    const wrong = imports.filter((entry) => {
      const name = entry.target.startsWith("@")
        ? entry.target.split("/").slice(0, 2).join("/")
        : (entry.target.split("/")[0] ?? "");
      const homes = GATEWAYS[name];
      return homes !== undefined && !homes.some((home) => entry.file.startsWith(home));
    });
    expect(wrong.map((entry) => `${entry.file} -> ${entry.target}`)).toEqual([]);
  });

  it("lets pure folders name neither Node nor a package without a gateway", () => {
    const wrong = imports.filter(
      (entry) => PURE.includes(entry.folder) && !entry.target.startsWith(".") && GATEWAYS[entry.target] === undefined,
    );
    expect(wrong.map((entry) => `${entry.file} -> ${entry.target}`)).toEqual([]);
    expect(builtinModules).toContain("fs");
  });

  const BANS: readonly { readonly what: RegExp; readonly allowed: (file: string) => boolean; readonly why: string }[] =
    [
      { what: /\bprocess\.exit\(/, allowed: (file) => file === "main.ts", why: "only main.ts ends the process" },
      { what: /\bconsole\./, allowed: () => false, why: "output goes through the screen or the cli's streams" },
      {
        what: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/,
        allowed: (file) => !PURE.some((folder) => file.startsWith(`${folder}/`)),
        why: "pure code is given time and chance",
      },
    ];
  for (const ban of BANS) {
    it(`holds the ban ${ban.what.source}: ${ban.why}`, () => {
      const wrong = files
        .map((path) => ({ file: relative(src, path).split(sep).join("/"), text: readFileSync(path, "utf8") }))
        .filter(({ file, text }) => ban.what.test(text) && !ban.allowed(file));
      expect(wrong.map(({ file }) => file)).toEqual([]);
    });
  }

  it("has no file or folder named for a bag of things", () => {
    expect(
      files.filter((path) => /(?:utils?|helpers?|manager|common|misc)(?:\.|\/)/.test(relative(src, path))),
    ).toEqual([]);
  });

  it.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("is described by %s with names that exist", (document) => {
    const named = readFileSync(join(root, document), "utf8").matchAll(/`([a-z][\w./-]*\/[\w./-]*)`/g);
    const missing = [...named]
      .map((match) => match[1] ?? "")
      .filter(
        (path) =>
          !/^(?:core|ui|store|parse|pipeline|engine|cli|query|block|keeping|moved|writer|reader|output|commands|formats|scan|terminal|views|components|runtime)\/$/.test(
            path,
          ),
      )
      .filter(
        (path) => !existsSync(join(root, path)) && !existsSync(join(src, path)) && !existsSync(join(src, "core", path)),
      );
    expect(missing).toEqual([]);
  });
});
