import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OUTPUT_FORMATS } from "../../src/config/options.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";
import { ask } from "../support/ask.js";
import { run, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

/** All that a terminal might obey or that hides text; what ends a line of ours is left out. */
const CONTROL =
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
/** Only csv ends its lines with a return, and only before a newline. */
const LOOSE_RETURN = /\r(?!\n)/;

const oneALine = ESCAPE_CORPUS.map((text) => text.replaceAll("\n", " "));
const corpus = home.write("corpus.log", oneALine.map((text, index) => `<${index}> ${text}\n`).join(""));
const asJson = home.write(
  "corpus.json",
  oneALine.map((text) => `${JSON.stringify({ level: "error", msg: text, unit: text, [text]: text })}\n`).join(""),
);
const asSyslog = home.write(
  "sys.log",
  oneALine.map((text) => `Nov 21 05:00:00 ho${text} app${text}[1]: ${text}\n`).join(""),
);

/** A name with everything that a file's name may hold. */
function evilFile(): string {
  const folder = join(home.path, "evil \u001b[31m\u0007\u202e");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "na\u001b]0;title\u0007me\n\u009b2J.log");
  writeFileSync(file, "harmless error\n");
  return file;
}

const allFields = (format: string) => (format.startsWith("short") ? [] : ["--fields", "all"]);

describe("text that would steer the terminal", () => {
  const evil = evilFile();

  it.each(OUTPUT_FORMATS)("never gets out as %s", async (format) => {
    const files = [corpus, asJson, asSyslog, evil];
    const all = await Promise.all([
      ask(home, ["query", "", ...files, "-o", format, ...allFields(format)]),
      ask(home, ["query", "", ...files, "-o", format, ...allFields(format), "--color", "always"]),
      ask(home, ["tail", "--once", "--no-store", "-n", "all", ...files, "-o", format]),
    ]);
    for (const { code, stdout, stderr } of all) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const shown = stdout.replaceAll(/\u001b\[[\d;]*m/g, "");
      expect(shown).not.toMatch(CONTROL);
      if (format !== "csv") expect(shown).not.toContain("\r");
      else expect(shown).not.toMatch(LOOSE_RETURN);
      expect(shown).toContain("harmless error");
    }
    const [plain, coloured] = all;
    expect(plain.stdout).not.toContain("\u001b");
    // Colours of ours are whole: what is painted ends with a reset before the line does.
    if (format === "short") expect(coloured.stdout.match(/\u001b\[[\d;]+m(?:(?!\u001b).)*\u001b\[0m/gu)).not.toBeNull();
  });

  it("is still there whole in JSON", async () => {
    const { stdout } = await ask(home, ["query", "", corpus, "-o", "ndjson"]);
    const messages = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line): unknown => Reflect.get(JSON.parse(line), "message"));
    // What is no text at all (a lone surrogate) had become U+FFFD in the file already.
    const written = oneALine.map((text, index) => Buffer.from(`<${index}> ${text}`).toString());
    expect(messages).toEqual(written);
  });

  it("never gets out of a file's name, a config file, a theme or a source that is refused", async () => {
    const own = temporaryHome();
    own.write(".config/logstream/themes/x.json", '{ "name": "x\\u001b[2J", "roles": { "\\u001b[31m": {} } }');
    const answers = await Promise.all([
      ask(home, ["query", "x", `${evil}.gone`]),
      ask(home, ["tail", "--once", "--no-store", "ev\u001b[31mil:"]),
      ask(own, ["themes"]),
      ask(own, ["config", "--json"], { env: { LOGSTREAM_THEME: "\u001b[31mx" } }),
      ask(own, ["config"], { env: { LOGSTREAM_THEME: "\u001b[31mx" } }),
      ask(own, ["query", 'unit:"\u001b[31m" (']),
      ask(own, ["record", "--once", evil]),
    ]);
    own.remove();
    for (const { stdout, stderr } of answers) expect(stdout + stderr).not.toMatch(CONTROL);
  });
});

describe("bytes that are no text", () => {
  it("invalid UTF-8 and NUL are shown as such, marked, and kept byte for byte", async () => {
    const odd = home.write("odd.log", Buffer.from("good\na\u0000b\n\xff\xfe bad \xc3\n", "latin1"));
    const [short, ndjson] = await Promise.all([
      ask(home, ["query", "", odd]),
      ask(home, ["query", "", odd, "-o", "ndjson"]),
    ]);
    expect(short).toEqual({ code: 0, stdout: "good\na␀b\n�� bad �\n", stderr: "" });
    const entries = ndjson.stdout.split("\n").filter((line) => line !== "");
    expect(entries.map((line) => JSON.parse(line))).toMatchObject([
      { message: "good", line: 1 },
      { message: "a\u0000b", line: 2 },
      { message: "�� bad �", line: 3, marks: expect.arrayContaining(["notUtf8"]) },
    ]);
    await ask(home, ["record", "--once", odd]);
    expect((await ask(home, ["query", "source:odd.log"])).stdout).toBe("good\na␀b\n�� bad �\n");
  });

  it("a line of 10 MB loses nothing, and neither do its neighbours", async () => {
    const long = "0123456789".repeat(1_000_000);
    const file = home.write("long.log", `before\n${long}\nafter\n`);
    const [file1, piped, tail] = await Promise.all([
      ask(home, ["query", "", file, "-o", "ndjson"]),
      run(home, ["--no-store"], { stdin: { text: `before\n${long}\nafter\n` } }),
      ask(home, ["tail", "--once", "--no-store", "-n", "all", file]),
    ]);
    const entries = file1.stdout.split("\n").filter((line) => line !== "");
    const parsed = entries.map((line) => JSON.parse(line) as { message: string; line: number; marks?: string[] });
    expect(parsed[0]?.message).toBe("before");
    expect(parsed.at(-1)).toMatchObject({ message: "after", line: 3 });
    const pieces = parsed.slice(1, -1);
    expect(pieces.map(({ message }) => message).join("") === long).toBe(true);
    expect(pieces.every(({ line }) => line === 2)).toBe(true);
    expect(pieces.slice(0, -1).every(({ marks }) => marks?.includes("continues"))).toBe(true);
    for (const { stdout } of [piped, tail]) expect(stdout.replaceAll("\n", "") === `before${long}after`).toBe(true);
  });

  it("the last of 10,000 fields, and what stands behind a field of a megabyte, is found", async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `f${index}`);
    const many = Object.fromEntries(names.map((name) => [name, `${name}!`]));
    const at = "2026-11-21T11:00:00Z";
    const large = "x".repeat(1_000_000);
    const json = [
      { time: at, msg: "many", ...many },
      { time: at, msg: "large", blob: `${large}end`, f9999: "f9999!" },
    ];
    home.write("many.json", json.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const pairs = names.map((name) => `${name}=${name}!`).join(" ");
    home.write("many.logfmt", `time=${at} msg=many ${pairs}\ntime=${at} msg=large blob="${large}end" f9999=f9999!\n`);
    await ask(home, ["record", "--once", "many.json", "many.logfmt", "--store", "many.db"]);
    for (const question of ["field.f9999:f9999!", "blob:/xend$/ or f9998:f9998!"]) {
      for (const from of [
        ["many.json", "many.logfmt"],
        ["--store", "many.db"],
      ]) {
        const { stdout } = await ask(home, ["query", "-c", question, ...from]);
        expect(stdout, `${question} ${from.join(" ")}`).toBe("4\n");
      }
    }
  });

  it("times centuries off, and times that go back, are counted once each in bounded output", async () => {
    const years = [1970, 1980, 2026, 2025, 2199, 2070, 2026, 2026];
    const lines = years.map((year, index) => `${year}-11-20T10:00:0${index}Z INFO entry ${index}\n`);
    const back = Array.from({ length: 2_000 }, (_, index) => {
      const at = new Date(Date.UTC(2026, 10, 20, 10) - index * 37_000).toISOString();
      return `${at} INFO back ${index}\n`;
    });
    home.write("far.log", [...lines, ...back].join(""));
    await ask(home, ["record", "--once", "far.log", "--store", "far.db"]);
    for (const from of [["far.log"], ["--store", "far.db"]]) {
      const drawn = await ask(home, ["query", "", "--histogram", "-n", "0", "--utc", ...from]);
      const counts = drawn.stdout
        .split("\n")
        .slice(1, -1)
        .map((row) => Number(row.split(/ {2,}/)[1]?.replaceAll(",", "")));
      expect(counts.length).toBeLessThanOrEqual(25);
      expect(counts.reduce((sum, count) => sum + (count || 0), 0)).toBe(2_008);
      expect(drawn.stderr).toContain("2 of them are ahead of the clock: until:now leaves them out");
      for (const slice of ["1s", "1h", "auto"]) {
        const sliced = await ask(home, ["query", `| timeslice ${slice} count by level`, "--utc", "-o", "csv", ...from]);
        const [head, ...rows] = sliced.stdout.trimEnd().split("\r\n");
        const column = head?.split(",").indexOf("count") ?? -1;
        expect(
          rows.reduce((sum, row) => sum + Number(row.split(",")[column]), 0),
          slice,
        ).toBe(2_008);
        expect(rows.length).toBeLessThanOrEqual(2_008);
      }
    }
  });

  it("UTF-16 and Windows line ends are read as they are meant", async () => {
    const wide = home.write("wide.log", Buffer.from("\ufeffeins\r\nzwei\r\n", "utf16le"));
    const { stdout } = await ask(home, ["query", "", wide]);
    expect(stdout).toBe("eins\nzwei\n");
  });
});
