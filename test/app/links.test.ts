import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "../../src/app/action.js";
import { selectList } from "../../src/app/selectors/overlays.js";
import { detailItems } from "../../src/app/overlays/detail.js";
import { detailLine } from "../../src/ui/components/detail/detail-layout.js";
import { glyphsFor } from "../../src/ui/glyphs.js";
import { paintSegments } from "../../src/ui/segment.js";
import { findTheme } from "../../src/theme/find.js";
import { createPainter } from "../../src/theme/painter.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";
import { goOutside, isOutside } from "../../src/ui/outside/outside.js";
import { placeArguments } from "../../src/ui/outside/open-link.js";
import { driverOf, entryOf, type EntryParts, type ListDriver } from "../support/tui-driver.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logstream-links-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lineOf = (message: string, parts: EntryParts = {}) => driverOf([entryOf(0, { ...parts, message })]);

/** What was asked for last that leaves the program. */
const asked = (tui: ListDriver) => tui.effects.findLast(isOutside);

async function out(tui: ListDriver, environment: Readonly<Record<string, string>>): Promise<Action> {
  const effect = asked(tui);
  if (effect === undefined) throw new Error("nothing was to go outside");
  return goOutside(effect, {
    reader: tui.engine,
    environment: { TERM: "dumb", PATH: process.env["PATH"] ?? "", ...environment },
    tell: () => undefined,
    lend: (work) => work(),
    aside: (work) => work(),
    lineOf: ({ text }) => text,
    queryCommand: () => ({ ok: true, value: "" }),
    copyFile: join(folder, "copied"),
  });
}

describe("what a line names", () => {
  it("is opened from the detail: the file in the editor, at its line", async () => {
    const tui = await lineOf("error: at /etc/nixos/web.nix:12:3: undefined");
    await tui.press("enter o");
    expect(asked(tui)).toEqual({ kind: "edit-file", path: "/etc/nixos/web.nix", line: 12, column: 3 });
  });

  it("is what the focused line of the detail names, and of several one is chosen", async () => {
    const tui = await lineOf("see https://nixos.org/x and man:sshd(8)", { unit: "sshd.service", pid: 77 });
    await tui.press("enter o");
    expect(selectList(tui.state())?.rows).toHaveLength(4);
    await tui.press("j enter");
    expect(asked(tui)).toEqual({ kind: "show-manual", page: "sshd", section: "8" });
    await tui.press("j j o");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["unit:sshd.service"]);
    expect(tui.state().overlays).toEqual([]);
  });

  it("is opened from the lines, too, and where there is nothing it says so", async () => {
    const tui = await lineOf("see https://nixos.org/x");
    await tui.press("g x");
    expect(asked(tui)).toEqual({ kind: "open-url", url: "https://nixos.org/x" });
    await tui.press("g f");
    expect(tui.state().notices.at(-1)?.text).toContain("names no file");
    await tui.command("edit src/main.c:7");
    expect(asked(tui)).toEqual({ kind: "edit-file", path: "src/main.c", line: 7, column: undefined });
  });

  it("never reaches a shell, and an editor gets a file that is there", async () => {
    const told = join(folder, "told");
    const editor = join(folder, "my-editor");
    writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" > ${told}\nexit 3\n`);
    chmodSync(editor, 0o755);
    const file = join(folder, "-rf.nix");
    writeFileSync(file, "{}");
    const tui = await lineOf("nothing");
    await tui.command(`edit ${file}:3`);
    const action = await out(tui, { EDITOR: `${editor} --wait` });
    expect(readFileSync(told, "utf8")).toBe(`--wait\n+3\n${file}\n`);
    expect(JSON.stringify(action)).toContain("exit code 3");

    symlinkSync(folder, join(folder, "loop.nix"));
    for (const path of ["/nowhere/x.nix", folder, join(folder, "loop.nix"), "/dev/null"]) {
      await tui.command(`edit ${path}`);
      expect(await out(tui, { EDITOR: editor })).toMatchObject({ kind: "faulted", fault: { code: "not-found" } });
    }
    await tui.command(`edit ${file}`);
    expect(await out(tui, { EDITOR: "no-such-editor-here" })).toMatchObject({ fault: { code: "missing-program" } });
    expect(await out(tui, { PATH: "" })).toMatchObject({ fault: { message: "no editor was found" } });
  });

  it("becomes a link of the terminal that leads where it says, whatever else the line holds", async () => {
    const theme = findTheme("dark", undefined);
    if (!theme.ok) throw new Error(theme.fault.message);
    const painter = createPainter(theme.value.theme, 16_777_216);
    const look = { glyphs: glyphsFor(true), ascii: false, links: true, zone: () => 0 };
    const addresses = new Set<string>();
    for (const hostile of ESCAPE_CORPUS) {
      const tui = await lineOf(`${hostile} https://nixos.org/x ${hostile}`, {
        fields: { A: hostile, B: `/etc/x${hostile}` },
      });
      await tui.press("enter");
      for (const item of detailItems(tui.state())) {
        const row = paintSegments(detailLine(item, 60, look), painter);
        for (const [, address = ""] of row.matchAll(/\u001b\]8;;([^\u001b]*)\u001b\\/g)) addresses.add(address);
        const rest = row.replace(/\u001b\]8;;[\x21-\x7e]*\u001b\\|\u001b\[[\d;]*m/g, "");
        expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
    }
    expect(addresses).toContain("https://nixos.org/x");
    expect([...addresses].filter((address) => !/^(?:https:\/\/nixos\.org\/x|file:\/\/\/etc\/)/.test(address))).toEqual([
      "",
    ]);
  });

  it("is copied where no desktop could show it", async () => {
    const tui = await lineOf("see https://nixos.org/x");
    await tui.press("g x");
    await out(tui, {});
    expect(readFileSync(join(folder, "copied"), "utf8")).toBe("https://nixos.org/x");
  });

  it("is told to each editor as that one understands places", () => {
    const place = { path: "/a/b.nix", line: 12, column: 3 };
    expect(["vim", "/usr/bin/nano", "emacs", "code", "hx"].map((editor) => placeArguments(editor, place))).toEqual([
      ["+12", "/a/b.nix"],
      ["+12,3", "/a/b.nix"],
      ["+12:3", "/a/b.nix"],
      ["--goto", "/a/b.nix:12:3"],
      ["/a/b.nix:12:3"],
    ]);
    expect(placeArguments("vim", { ...place, line: undefined })).toEqual(["/a/b.nix"]);
  });
});
