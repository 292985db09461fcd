import { readdirSync } from "node:fs";
import { describe as suite, expect, it } from "vitest";
import { describe } from "../../src/parse/describe.js";
import { formatNamed, FORMATS } from "../../src/parse/formats/registry.js";
import { newParser, parseAll, rawBatch, RECEIVED, UTC } from "../support/raw-lines.js";

const context = { receivedAt: RECEIVED, previousAt: undefined, localOffset: UTC };
const PAGE = 20;

suite("the format registry", () => {
  it("lists every file of the family once", () => {
    const files = readdirSync(new URL("../../src/parse/formats/", import.meta.url))
      .filter((name) => name !== "registry.ts")
      .map((name) => name.replace(/\.ts$/, ""));
    expect(FORMATS.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  it("has names that are found again, and fits the detector's bit mask", () => {
    for (const format of FORMATS) expect(formatNamed(format.name)).toBe(format);
    expect(formatNamed("no such format")).toBeUndefined();
    expect(FORMATS.length).toBeLessThan(32);
  });

  it("demands samples of every format that reads lines", () => {
    for (const format of FORMATS) {
      expect(format.summary).not.toBe("");
      if (format.confidence > 0) expect(format.samples.length, format.name).toBeGreaterThan(0);
    }
  });
});

for (const format of FORMATS.filter(({ samples }) => samples.length > 0)) {
  suite(`format ${format.name}`, () => {
    for (const { line, gives } of format.samples) {
      const shown = line.slice(0, 60);
      it(`reads ${JSON.stringify(shown)}`, () => {
        const parsed = format.parse(line, context);
        expect(parsed).toBeDefined();
        const { message, ...head } = parsed ?? { message: "" };
        const text = typeof message === "number" ? line.slice(message) : message;
        expect({ ...definedOnly(head), message: text }).toEqual(gives);
        expect(describe(format.name, line, undefined).message).toBe(gives.message);
      });

      it(`is detected from a page of lines like ${JSON.stringify(shown)}`, () => {
        const parser = newParser();
        parser.push(rawBatch(`${line}\n`.repeat(PAGE)));
        expect(parser.format).toBe(format.name);
        const entries = parseAll(`${line}\n`.repeat(PAGE));
        expect(entries.map((entry) => entry.format)).toEqual(entries.map(() => format.name));
        expect(entries.length).toBe(PAGE);
      });
    }
  });
}

function definedOnly(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
