import { describe, expect, it } from "vitest";
import {
  isFiltered,
  journalFlags,
  journalId,
  journalLabel,
  parseJournalArguments,
} from "../../../src/sources/journal/arguments.js";

function parsed(text: string) {
  const result = parseJournalArguments(text);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

describe("the arguments of journal:", () => {
  it("gives one id to all spellings of the same source", () => {
    const ids = [
      "unit=nginx,dir=/var/log/journal/x/",
      "dir=/var/log/journal/x,unit=nginx.service",
      "unit=nginx.service,dir=/var/log/../log/journal/x,unit=nginx",
    ];
    expect(new Set(ids.map((text) => journalId(parsed(text))))).toEqual(
      new Set(["journal:dir=/var/log/journal/x,unit=nginx.service"]),
    );
    expect(journalId(parsed(""))).toBe("journal:");
    expect(journalId(parsed("user, priority=warn"))).toBe("journal:priority=4,user");
  });

  it("reads its own ids back", () => {
    for (const text of ["unit=a@1.timer,identifier=kernel", "dir=/a\\,b/c,boot=-1", "user,unit=x*,unit=y"]) {
      const id = journalId(parsed(text));
      expect(journalId(parsed(id.slice("journal:".length)))).toBe(id);
    }
  });

  it("asks journalctl in words of its own, each value in one argument", () => {
    const id = "88cec2d1007f4de39f8a86dbe208553d";
    expect(journalFlags(parsed(`unit=--help,identifier=a b,priority=err,dir=/j,boot=${id}`))).toEqual([
      "--no-pager",
      "--merge",
      "--directory=/j",
      "--unit=--help.service",
      "--identifier=a b",
      "--priority=3",
      `_BOOT_ID=${id}`,
    ]);
    expect(journalFlags(parsed("user,unit=x"))).toEqual(["--no-pager", "--merge", "--user", "--user-unit=x.service"]);
  });

  it("knows when entries are left out on purpose", () => {
    expect(["", "dir=/x"].map((text) => isFiltered(parsed(text)))).toEqual([false, false]);
    expect(["unit=x", "user", "boot", "priority=3", "identifier=x"].map((text) => isFiltered(parsed(text)))).toEqual(
      Array.from({ length: 5 }, () => true),
    );
  });

  it("names itself briefly", () => {
    expect(journalLabel(parsed("unit=nginx.service,user"))).toBe("journal user nginx");
    expect(journalLabel(parsed("dir=/x"))).toBe("journal /x");
  });

  it("says what is wrong with an argument and what would be right", () => {
    const wrong: Readonly<Record<string, string>> = {
      "units=x": 'journal: has no argument "units"',
      unit: "journal:unit needs a value",
      "priority=loud": 'journal:priority cannot be "loud"',
      "boot=yesterday": 'journal:boot cannot be "yesterday"',
      "user=me": 'journal:user cannot be "me"',
      "dir=": "journal:dir needs a value",
    };
    for (const [text, message] of Object.entries(wrong)) {
      expect(parseJournalArguments(text)).toMatchObject({ ok: false, fault: { code: "usage", message } });
    }
  });
});
