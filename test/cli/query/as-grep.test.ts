import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ask, askForBytes } from "../../support/ask.js";
import { ROOT, runShell, temporaryHome } from "../../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:log|txt|raw|json|export)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

const FIXTURES = filesBelow(join(ROOT, "test/fixtures"));

/** Every line of every capture as a record of its own: a line with a time before it is joined to nothing. */
const MIXED = FIXTURES.flatMap((path) => readFileSync(path, "latin1").split("\n"))
  .filter((line) => !/[\u0000-\u001f\u0080-\u00ff]/.test(line) && line !== "")
  .map((line, index) => `${new Date(Date.UTC(2026, 10, 21) + index * 1_000).toISOString()} ${line}\n`)
  .join("");
const mixed = home.write("mixed.log", MIXED);

const grep = (...flags: readonly string[]): readonly string[] =>
  spawnSync("grep", [...flags, mixed], {
    encoding: "utf8",
    env: { LANG: "C.UTF-8", PATH: process.env["PATH"] },
    maxBuffer: 1 << 28,
  })
    .stdout.split("\n")
    .filter((line) => line !== "");
const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

describe("a word or a pattern in mixed real logs", () => {
  it.each<readonly [string, readonly string[]]>([
    ["error", ["-iF", "error"]],
    ["Error", ["-F", "Error"]],
    ['"Failed to start"', ["-F", "Failed to start"]],
    ['"/nix/store"', ["-iF", "/nix/store"]],
    ["'\".drv\"'", ["-iF", '".drv"']],
    ["/[0-9]+ms/", ["-E", "[0-9]+ms"]],
    ["/fail(ed|ure)/i", ["-iE", "fail(ed|ure)"]],
    ["/^2026-11-21T00:0[0-2].*systemd/", ["-E", "^2026-11-21T00:0[0-2].*systemd"]],
    ["/\\.service$/", ["-E", "\\.service$"]],
    ["nothing-like-it-at-all", ["-F", "nothing-like-it-at-all"]],
  ])("%s finds the lines that grep finds, in their order", async (query, flags) => {
    const expected = grep(...flags);
    const [printed, counted] = [
      await ask(home, ["query", "--", query, mixed]),
      await ask(home, ["query", "-c", "--", query, mixed]),
    ];
    expect(linesOf(printed.stdout)).toEqual(expected);
    expect(counted.stdout).toBe(`${expected.length}\n`);
  });

  it("has something to find", () => {
    expect(linesOf(MIXED).length).toBeGreaterThan(2_000);
    expect(grep("-iF", "error").length).toBeGreaterThan(50);
  });
});

describe("-o cat --raw", () => {
  let stores = 0;
  const rawOf = async (path: string): Promise<{ readonly direct: Buffer; readonly kept: Buffer }> => {
    const store = join(home.path, `${stores++}.db`);
    const direct = await askForBytes(home, ["query", "", path, "-o", "cat", "--raw"]);
    await ask(home, ["record", "--once", path, "--store", store]);
    const kept = await askForBytes(home, ["query", "", "-o", "cat", "--raw", "--store", store]);
    return { direct, kept };
  };

  it.each(FIXTURES.map((path) => path.slice(ROOT.length)))("gives back the bytes of %s", async (path) => {
    const expected = readFileSync(join(ROOT, path));
    const { direct, kept } = await rawOf(join(ROOT, path));
    expect(direct.equals(expected)).toBe(true);
    expect(kept.equals(expected)).toBe(true);
  });

  // Not of what is decoded: compressed files and UTF-16 begin with other bytes than these.
  const head = fc.constantFrom(
    ".",
    "\r\n",
    "\n",
    "\r",
    "\u{feff}.",
    "\u{feff}\u{feff}\r\n",
    "Nov 21 11:59:58 a b[1]: c\r\n",
  );
  const piece = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom("\r\n", "\n", "\r", "\r\r\n", "\u{feff}", "\0", "\u{1b}[2J", " at x(y:1)\r\n"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{"level":"error"}\r\n',
        "Traceback (most recent call last):\r\n",
        '@nix {"action"\r\n',
      ),
    },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  );
  const anyBytes = fc
    .tuple(head, fc.array(fc.oneof(piece, fc.uint8Array({ maxLength: 8 })), { maxLength: 60 }))
    .map(([first, more]) => Buffer.concat([first, ...more].map((part) => Buffer.from(part as string))));

  it("gives back any bytes, whatever ends the lines", async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const { direct, kept } = await rawOf(home.write(`any-${number++}.log`, bytes));
        expect(direct.toString("latin1")).toBe(bytes.toString("latin1"));
        expect(kept.toString("latin1")).toBe(bytes.toString("latin1"));
      }),
      { numRuns: 60 },
    );
  });

  it("gives back what came by standard input", async () => {
    const bytes = Buffer.concat(fc.sample(anyBytes, { numRuns: 40, seed: 7 }));
    home.write("piped", bytes);
    const { stderr } = await runShell(
      home,
      'logstream query "" - -o cat --raw < piped > direct && logstream record --once - --store piped.db < piped',
    );
    const kept = await askForBytes(home, ["query", "", "-o", "cat", "--raw", "--store", "piped.db"]);
    expect(readFileSync(join(home.path, "direct"), "latin1"), stderr).toBe(bytes.toString("latin1"));
    expect(kept.toString("latin1")).toBe(bytes.toString("latin1"));
  });

  it("is kept from terminals, and from other formats", async () => {
    for (const flags of [["-o", "json"], ["-f"], ["--fields", "message", "-o", "cat"]]) {
      const { code, stderr } = await ask(home, ["query", "", mixed, "--raw", ...flags]);
      expect(code).toBe(2);
      expect(stderr).toContain("--raw");
    }
  });
});
