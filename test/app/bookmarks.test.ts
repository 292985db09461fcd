import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { selectStream } from "../../src/app/selectors/stream.js";
import { selectDetail } from "../../src/app/selectors/overlays.js";
import { type InProcessEngine, startInProcess } from "../../src/engine/in-process.js";
import { valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { driverOn, type TuiDriver } from "../support/tui-driver.js";

describe("bookmarks, over a real store", () => {
  const folder = temporaryFolder();
  let running: InProcessEngine;

  beforeAll(async () => {
    const file = join(folder.path, "app.log");
    writeFileSync(file, Array.from({ length: 500 }, (_, line) => `line ${line}\n`).join(""));
    const collector = { kind: "test", command: "test" };
    const config = { storePath: join(folder.path, "log.db"), follow: false, history: undefined, since: undefined };
    running = valueOf(await startInProcess({ ...config, specs: [file], collector }));
    await running.done;
  });
  afterAll(async () => {
    await running.engine.close();
    folder.remove();
  });
  const marked = (tui: TuiDriver) => tui.state().stream.marks.map(({ entry, note }) => [entry.message, note]);

  it("come back on the next start with their notes, are shown alone, and can be taken away", async () => {
    const tui = await driverOn(running.engine);
    await tui.press("m");
    await tui.command("goto 101");
    await tui.press("c");
    await tui.type("the cause");
    await tui.press("enter");
    expect(marked(tui)).toEqual([
      ["line 100", "the cause"],
      ["line 499", undefined],
    ]);

    const next = await driverOn(running.engine);
    expect(marked(next)).toEqual(marked(tui));
    await next.press("M");
    expect(next.screen().filter((row) => row !== "")).toEqual(["line 100", "line 499"]);
    await next.press("g g enter");
    expect(JSON.stringify(selectDetail(next.state()))).toContain("the cause");
    await next.press("q M");
    await next.command("goto 101");
    await next.press("c");
    await next.type(" or not");
    await next.press("enter");
    await next.command("goto 500");
    await next.press("m");
    expect(marked(await driverOn(running.engine))).toEqual([["line 100", "the cause or not"]]);
    await next.command("goto 101");
    await next.command("note -");
    expect(marked(await driverOn(running.engine))).toEqual([["line 100", undefined]]);
  });

  it("say that they could not be kept, and stay until the end", async () => {
    const fault = { code: "store-unwritable", message: "the disk is read-only", hint: "mount it again" } as const;
    const keepBookmark = () => Promise.resolve({ ok: false, fault } as const);
    const tui = await driverOn({ ...running.engine, keepBookmark });
    await tui.press("m");
    expect(tui.state().notices.at(-1)?.text).toContain("the disk is read-only");
    expect(marked(tui)).toHaveLength(2);
  });

  it("bear tags, which are shown in the row and the detail, kept, gone to, and taken away", async () => {
    const tui = await driverOn(running.engine);
    await tui.command("goto 201");
    await tui.press("t");
    await tui.type("disk #slow");
    await tui.press("enter");
    await tui.command("goto 301");
    await tui.command("tag disk");
    const next = await driverOn(running.engine);
    await next.command("goto 1");
    await next.command("tagged slow");
    expect(next.cursor()).toBe("line 200");
    await next.press("T");
    expect(next.cursor()).toBe("line 300");
    await next.press("T");
    expect(next.cursor()).toBe("line 200");
    const { tags } = selectStream(next.state());
    expect([...tags.values()]).toEqual([["disk", "slow"], ["disk"]]);
    await next.press("enter");
    const shown = selectDetail(next.state())?.items.flatMap((item) => (item.kind === "field" ? [item.value] : []));
    expect(shown).toContain("disk slow");
    await next.press("esc");
    await next.command("tag disk slow");
    await next.command("tagged slow");
    expect(next.state().notices.at(-1)).toMatchObject({ text: "nothing is tagged slow", hint: "tags are disk" });
    const third = await driverOn(running.engine);
    expect([...selectStream(third.state()).tags.values()]).toEqual([["disk"]]);
  });
});
