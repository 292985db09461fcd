import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describe as describeRecord } from "../../src/parse/describe.js";
import { parseAll } from "../support/raw-lines.js";

const load = (name: string) => readFileSync(new URL(`../fixtures/formats/${name}`, import.meta.url));
const parse = (name: string) => parseAll(load(name));
const message = ({ format, text }: { readonly format: string; readonly text: string }) =>
  describeRecord(format, text, undefined).message;

describe("real captures", () => {
  it("reads journalctl's JSON with all its oddities", () => {
    const entries = parse("journal.json");
    expect(new Set(entries.map(({ format }) => format))).toEqual(new Set(["journal-json"]));
    expect(entries.length).toBe(18);
    const messages = entries.map((entry) => message(entry));
    expect(messages).toContain("line one\nline two\n  line three");
    expect(messages).toContain("non utf8 \uFFFD\uFFFD caf\uFFFD latin1");
    expect(messages).toContain("emoji ❄ and «guillemets» “quotes”");
    expect(messages.filter((text) => text === "").length).toBeGreaterThan(2);
    const systemd = entries.filter(({ identifier }) => identifier === "systemd");
    expect(systemd.map(({ unit }) => unit)).toContain("systemd-journal-flush.service");
    expect(systemd.every(({ pid, level }) => pid === 1 && level === "info")).toBe(true);
  });

  it("reads /dev/kmsg with dictionaries and escapes", () => {
    const entries = parse("kmsg.raw");
    expect(new Set(entries.map(({ format }) => format))).toEqual(new Set(["kmsg"]));
    const pci = entries.find(({ text }) => text.startsWith("6,197,"));
    expect(describeRecord("kmsg", pci?.text ?? "", undefined).fields).toMatchObject({
      SUBSYSTEM: "acpi",
      DEVICE: "+acpi:PNP0A08:00",
      monotonic_us: 156_568,
    });
    const control = entries.find(({ text }) => text.startsWith("14,435,"));
    expect(control === undefined ? "" : message(control)).toBe("ctrl \u001b[31mred\u001b[0m tab\there caf\uFFFD ❄");
    expect(control).toMatchObject({ level: "info", identifier: "" });
    expect(entries.find(({ text }) => text.startsWith("12,429,"))).toMatchObject({
      level: "warning",
      identifier: "ls-kmsg",
    });
  });

  it("reads the four ways in which dmesg prints the same records", () => {
    const [raw, decoded, iso] = ["dmesg-r.txt", "dmesg-x.txt", "dmesg-x-iso.txt"].map(parse);
    for (const entries of [raw, decoded, iso]) {
      expect(entries?.map(({ format }) => format)).toEqual(entries?.map(() => "dmesg"));
      expect(entries?.map(({ level }) => level)).toEqual(decoded?.map(({ level }) => level));
      expect(entries?.map((entry) => message(entry))).toEqual(decoded?.map((entry) => message(entry)));
    }
    expect(new Date((iso?.at(-1)?.at ?? 0) / 1000).toISOString()).toMatch(/^2026-11-21T02:24:/);
  });

  it("reads journalctl's short outputs, explanations joined to their entry", () => {
    const iso = parse("short-iso.txt");
    expect(new Set(iso.map(({ format, host }) => `${format} ${host}`))).toEqual(new Set(["syslog-iso lsnix"]));
    const explained = parse("short-catalogue.txt");
    expect(new Set(explained.map(({ format }) => format))).toEqual(new Set(["syslog"]));
    const failed = explained.find(({ lines }) => lines > 1);
    expect(failed).toMatchObject({ identifier: "systemd", pid: 1, level: "error", lines: 8 });
  });

  it("reads a failing rebuild: lists and errors are one entry each", () => {
    const entries = parse("nixos-rebuild.log");
    const blocks = entries.filter(({ lines }) => lines > 1).map(({ text, lines }) => [text.split("\n")[0], lines]);
    expect(blocks).toEqual([
      ["these 5 derivations will be built:", 6],
      [expect.stringMatching(/^error: builder for .*fail-1\.0\.drv' failed with exit code 2;$/), 13],
    ]);
    expect(entries.filter(({ level }) => level === "error").length).toBe(5);
    expect(new Set(entries.map(({ format }) => format))).toEqual(new Set(["plain", "nix"]));
    const failed = entries.find(({ text }) => text.startsWith("error: builder for"));
    expect(failed).toMatchObject({ unit: "fail-1.0", identifier: "fail", format: "nix" });
  });

  it("reads whose line each is in the log of nix build -L, and what nix says between", () => {
    const entries = parse("../nix/2.8.0/keepgoing.internal-json.log");
    expect(new Set(entries.map(({ format }) => format))).toEqual(new Set(["nix"]));
    const text = load("../nix/2.8.0/top.human-L.log").toString();
    const shown = parseAll(text);
    expect(new Set(shown.map(({ format, identifier }) => `${format} ${identifier}`))).toEqual(
      new Set(["nix fail2", "nix fail", "nix zlib", "nix-log fail", "nix-log zlib", "nix dependent", "nix top"]),
    );
    const owned = shown.filter(({ format }) => format === "nix-log");
    expect(owned.length).toBe(text.split("\n").filter((line) => /^\w+> /.test(line)).length);
    expect(owned.find(({ level }) => level === "error")?.text).toContain("fail> f15.c:3:5: error:");
  });

  it("makes one entry of an evaluation error", () => {
    const [only, ...more] = parse("nix-error.log");
    expect(more).toEqual([]);
    expect(only).toMatchObject({ level: "error", format: "plain" });
  });
});
