import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ask, askForBytes } from "../../support/ask.js";
import { ROOT, temporaryHome } from "../../support/program.js";

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

const withoutCr = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");

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

  it("gives back any bytes, but for the CR of a line end", async () => {
    const byte = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(10, 0, 13, 27, 32, 0x41, 0xc3, 0xa4, 0xff) },
      { weight: 1, arbitrary: fc.nat(255) },
    );
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc
          .uint8Array({ maxLength: 300 })
          .chain((some) => fc.array(byte, { maxLength: 200 }).map((more) => Buffer.from([0x2e, ...more, ...some]))),
        async (bytes) => {
          const { direct, kept } = await rawOf(home.write(`any-${number++}.log`, bytes));
          // Which line ends had one is kept only within an entry.
          const expected = withoutCr(bytes);
          expect(withoutCr(direct)).toEqual(expected);
          expect(withoutCr(kept)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is kept from terminals, and from other formats", async () => {
    for (const flags of [["-o", "json"], ["-f"], ["--fields", "message", "-o", "cat"]]) {
      const { code, stderr } = await ask(home, ["query", "", mixed, "--raw", ...flags]);
      expect(code).toBe(2);
      expect(stderr).toContain("--raw");
    }
  });
});
