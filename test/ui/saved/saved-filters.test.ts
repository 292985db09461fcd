import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { filtersFile } from "../../../src/cli/filters/filters-file.js";
import { savedFiltersText } from "../../../src/core/query/saved/saved-file.js";
import { ESCAPE_CORPUS } from "../../support/escape-corpus.js";
import { type ScreenDriver, startScreen } from "../../support/screen-driver.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const folder = temporaryFolder();
afterEach(() => {
  folder.remove();
});
const path = (): string => join(folder.path, "filters.json");

function start(): Promise<ScreenDriver> {
  return startScreen({ rows: 40, columns: 120, settings: { saved: filtersFile(folder.path) } });
}

describe("the file of saved filters", () => {
  it("is written by the screen, and followed when somebody else changes it", async () => {
    // The first filter makes the folder.
    folder.remove();
    const screen = await start();
    screen.press("&");
    screen.type("timeout");
    screen.press("enter", "f");
    await screen.waitFor("Filters");
    screen.press("s");
    await screen.waitFor("save as");
    screen.type("slow #web");
    screen.press("enter");
    await screen.waitFor("1 slow");
    expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({
      filters: [{ name: "slow", query: "timeout", tags: ["web"] }],
    });
    writeFileSync(path(), savedFiltersText([{ name: "theirs", query: "x", tags: [], about: "" }]));
    await screen.waitFor("1 theirs");
    writeFileSync(path(), "{ broken");
    await screen.waitFor("is not JSON from line 1, column 3 on");
    expect(screen.text()).toContain("1 theirs");
    screen.close();
  });

  it("that is read-only is left as it is; what is saved holds until the end", async () => {
    mkdirSync(folder.path, { recursive: true });
    const text = savedFiltersText([{ name: "managed", query: "x", tags: [], about: "" }]);
    writeFileSync(path(), text, { mode: 0o444 });
    const screen = await start();
    screen.press("&");
    screen.type("timeout");
    screen.press("enter", ":");
    screen.type("filter save mine");
    screen.press("enter");
    await screen.waitFor("cannot be changed: it is read-only; until the end it is as you said");
    screen.press("f");
    await screen.waitFor("2 mine");
    expect(screen.text()).toContain("1 managed");
    screen.close();
    expect(readFileSync(path(), "utf8")).toBe(text);
  });

  it("can hold what steers terminals without steering this one", async () => {
    const hostile = ESCAPE_CORPUS.map((text, index) => ({ name: `n${index}`, query: text, tags: [], about: text }));
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(path(), savedFiltersText(hostile.filter(({ query }) => query.trim() !== "")));
    const screen = await start();
    screen.press("f");
    await screen.waitFor("n0");
    for (let row = 0; row < hostile.length; row++) {
      screen.press("j");
      await screen.settle();
    }
    const frame = await screen.frame();
    expect(frame).toContain("Filters");
    expect(frame.split("\n")[0]).toContain("logstream");
    screen.close();
  });
});
