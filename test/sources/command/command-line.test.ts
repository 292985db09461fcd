import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandLineOf } from "../../../src/sources/command/command-line.js";

function wordsOf(text: string): readonly string[] | undefined {
  const line = commandLineOf(text);
  return line.ok && !line.value.isShell ? line.value.argv : undefined;
}

describe("a command line", () => {
  it.each([
    ["dmesg --follow", ["dmesg", "--follow"]],
    ["  a\t b  c ", ["a", "b", "c"]],
    ["grep 'a b' \"c d\"", ["grep", "a b", "c d"]],
    ["a\\ b c\\\\", ["a b", "c\\"]],
    [`a"b"'c'd`, ["abcd"]],
    [`"a\\"b" "c\\nd"`, ['a"b', "c\\nd"]],
    ["a '' \"\"", ["a", "", ""]],
    ["a '$HOME | x'", ["a", "$HOME | x"]],
    [`a "\\$HOME"`, ["a", "$HOME"]],
  ])("splits %j", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each([
    "a | b",
    "a > f",
    "a $B",
    'a "$B"',
    "a `b`",
    "a; b",
    "a *.log",
    "A=1 b",
    "a &",
    "~/a",
    "a {b,c}",
    "! a",
    "a\nb",
  ])("leaves %j to a shell", (text) => {
    expect(commandLineOf(text)).toEqual({ ok: true, value: { argv: ["sh", "-c", text], isShell: true } });
  });

  it.each(["", "   ", "''", "a 'b", 'a "b', `a "b\\"`])("refuses %j", (text) => {
    expect(commandLineOf(text)).toMatchObject({ ok: false, fault: { code: "usage" } });
  });

  it("splits as sh does", () => {
    const piece = fc.constantFrom("a", "b-c", " ", "  ", "'", '"', "\\", "\\ ", "\\'", "=", "/", "ä");
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => `printf %s ${pieces.join("")}`);
    fc.assert(
      fc.property(text, (line) => {
        const words = wordsOf(line);
        if (words === undefined) return;
        const script = `eval "set -- $1"; printf '%s\\n' "$@"`;
        const said = execFileSync("sh", ["-c", script, "sh", line], { encoding: "utf8" });
        expect(said.split("\n").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });
});
