import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/parse/formats/registry.js";
import { newParser, parseAll, rawBatch } from "../support/raw-lines.js";

const formatsOf = (text: string) => parseAll(text).map(({ format }) => format);
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
const iso = (index: number) => `2026-11-21 11:00:${String(index % 60).padStart(2, "0")} text ${index}`;
const java = (index: number) =>
  `2026-11-21 11:00:00,${String(index % 1000).padStart(3, "0")} INFO [main] c.e.Foo: text`;
const syslog = (index: number) => `Nov 21 11:00:${String(index % 60).padStart(2, "0")} host app[1]: text ${index}`;

describe("finding the format", () => {
  it("prefers the particular to the general, even when the first line could be either", () => {
    const formats = formatsOf(iso(0) + "\n" + lines(50, java));
    expect(formats.slice(0, 2)).toEqual(["iso", "java"]);
    expect(new Set(formats.slice(1))).toEqual(new Set(["java"]));
  });

  it("reads every line of a mixed source in its own format", () => {
    const text = lines(60, (index) =>
      index % 3 === 0 ? syslog(index) : index % 3 === 1 ? `{"msg":"m${index}"}` : java(index),
    );
    const formats = formatsOf(text);
    expect(formats.filter((format) => format === "syslog").length).toBe(20);
    expect(formats.filter((format) => format === "json").length).toBe(20);
    expect(formats.filter((format) => format === "java").length).toBe(20);
  });

  it("goes on reading two formats that both begin with a time", () => {
    const formats = formatsOf(lines(400, (index) => (index % 5 === 0 ? java(index) : iso(index))));
    expect(formats.map((format, index) => [index % 5, format === "java"])).toEqual(
      formats.map((_, index) => [index % 5, index % 5 === 0]),
    );
  });

  it("follows a source that changes its format", () => {
    const parser = newParser();
    parser.push(rawBatch(lines(500, syslog)));
    expect(parser.format).toBe("syslog");
    parser.push(rawBatch(lines(100, (index) => `level=info msg=m${index}`)));
    expect(parser.format).toBe("logfmt");
    parser.push(rawBatch(lines(100, (index) => `words ${index}`)));
    expect(parser.format).toBe("plain");
    parser.push(rawBatch(lines(100, iso)));
    expect(parser.format).toBe("iso");
  });

  it("takes single lines that only look like a format for what they are", () => {
    const text = lines(100, (index) => (index === 50 ? "11:30:00 is when we meet" : `words ${index}`));
    expect(new Set(formatsOf(text))).toEqual(new Set(["plain"]));
  });

  it("takes sentences after a full time for no syslog", () => {
    const text = lines(
      100,
      (index) => `2022-06-16T13:40:57.25Z ${index % 9 === 0 ? "Requested labels: ubuntu" : "Run it"}`,
    );
    expect(new Set(formatsOf(text))).toEqual(new Set(["iso"]));
  });

  it("calls what fits nothing plain", () => {
    expect(formatsOf("???\n\u0000\n[]\n{}}\n<1>\n=\n")).toEqual(Array.from({ length: 6 }, () => "plain"));
  });

  it("keeps to a known format although its lines have become rare", () => {
    const text = lines(20, iso) + lines(300, (index) => `words ${index}`) + `${iso(7)}\n`;
    expect(formatsOf(text).at(-1)).toBe("iso");
  });

  it("does not believe that one format's sample is another's", () => {
    for (const format of FORMATS) {
      for (const { line } of format.samples) expect(parseAll(`${line}\n`)[0]?.format, line).toBe(format.name);
    }
  });
});
