import { describe, expect, it } from "vitest";
import { DEFAULT_BINDINGS } from "../../src/app/keys/bindings.js";
import { keyLabel, keyName, keySequence, typedBy } from "../../src/app/keys/key-name.js";
import { conflictsOf, mergeBindings } from "../../src/app/keys/merge.js";
import { keysOf, keyTable } from "../../src/app/keys/table.js";
import { footerHints, selectFooter } from "../../src/app/selectors/footer.js";
import { widthOf } from "../../src/lib/width.js";
import { driverOf, entriesOf } from "../support/tui-driver.js";

describe("names of keys", () => {
  it.each([
    ["j", "j"],
    ["G", "G"],
    ["shift-g", "G"],
    ["<C-d>", "ctrl-d"],
    ["Ctrl+D", "ctrl-d"],
    ["^d", "ctrl-d"],
    ["ctrl--", "ctrl--"],
    ["PgDn", "pagedown"],
    ["Page-Down", "pagedown"],
    ["Return", "enter"],
    ["Escape", "esc"],
    ["S-Tab", "shift-tab"],
    ["shift-tab", "shift-tab"],
    ["backtab", "shift-tab"],
    ["M-f", "alt-f"],
    ["C-M-Left", "ctrl-alt-left"],
    [" ", "space"],
    ["Space", "space"],
    ["-", "-"],
    ["+", "+"],
    ["F5", "f5"],
    ["é", "é"],
  ])("reads %s as %s", (spelled, name) => {
    expect(keyName(spelled)).toBe(name);
  });

  it.each(["", "pgwhat", "ctrl-", "hyper-x", "\u001b", "f13"])("does not take %j for a key", (spelled) => {
    expect(keyName(spelled)).toBeUndefined();
  });

  it("reads sequences, and writes keys for people", () => {
    expect(keySequence("g G")).toBe("g G");
    expect(keySequence("g nokey")).toBeUndefined();
    expect(keyLabel("ctrl-d")).toBe("Ctrl-d");
    expect(keyLabel("g g")).toBe("g g");
    expect(keyLabel("pagedown")).toBe("PgDn");
    expect(keyLabel("up")).toBe("↑");
    expect(typedBy("space")).toBe(" ");
    expect(typedBy("ctrl-a")).toBeUndefined();
  });
});

describe("a user's own keys", () => {
  it("take the place of a command's keys and leave the others theirs", () => {
    const { bindings, problems } = mergeBindings(DEFAULT_BINDINGS, { follow: ["t"], filters: ["Ctrl+T", "g f"] });
    expect(problems).toEqual([]);
    expect(keysOf(bindings, "follow")).toEqual(["t"]);
    expect(keysOf(bindings, "filters")).toEqual(["ctrl-t", "g f"]);
    expect(keysOf(bindings, "search")).toEqual(["/"]);
  });

  it("are taken from the command that had them", () => {
    const { bindings, problems } = mergeBindings(DEFAULT_BINDINGS, { wrap: ["w"] });
    expect(problems).toEqual([]);
    expect(keysOf(bindings, "wrap")).toEqual(["w"]);
    expect(keysOf(bindings, "next-warning")).toEqual([]);
  });

  it("do not change what is typed into prompts", () => {
    const { bindings } = mergeBindings(DEFAULT_BINDINGS, { down: ["t"] });
    const inPalette = bindings.find(({ scope, command }) => scope === "palette" && command === "down");
    expect(inPalette?.keys).not.toContain("t");
  });

  it("can be given to commands without any", () => {
    const { bindings } = mergeBindings(DEFAULT_BINDINGS, { theme: ["T"] });
    expect(keysOf(bindings, "theme")).toEqual(["T"]);
  });

  it("can be taken away", () => {
    const { bindings } = mergeBindings(DEFAULT_BINDINGS, { suspend: [] });
    expect(bindings.find(({ scope, command }) => scope === "global" && command === "suspend")).toBeUndefined();
  });

  it("are reported when they clash, hide a sequence, or name nothing", () => {
    const messages = mergeBindings(DEFAULT_BINDINGS, {
      follow: ["t"],
      mark: ["t"],
      wrap: ["g"],
      nonsense: ["j"],
      level: ["hyper-x"],
    }).problems.map(({ message }) => message);
    expect(messages).toContain("there is no command 'nonsense' to bind");
    expect(messages).toContain("'hyper-x' for level is no key");
    expect(messages).toContain("t is bound to both follow and mark");
    expect(messages).toContain("g (wrap) hides g g (top)");
    expect(conflictsOf(DEFAULT_BINDINGS)).toEqual([]);
  });
});

describe("pressing keys", () => {
  it("shows what is pending, and drops it with Esc and nothing else", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.command("search line");
    await tui.press("1 2 g");
    expect(selectFooter(tui.state()).pending).toBe("12 g");
    await tui.press("esc");
    expect(selectFooter(tui.state()).pending).toBe("");
    expect(tui.state().search).toBeDefined();
    await tui.press("esc");
    expect(tui.state().search).toBeUndefined();
  });

  it("goes back one level at a time with Esc", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("m");
    await tui.press("M");
    await tui.command("search line");
    await tui.press("enter");
    await tui.press("?");
    await tui.press("ctrl-k");
    const left = (): number => {
      const { overlays, search, stream } = tui.state();
      return overlays.length + (search === undefined ? 0 : 1) + (stream.markedOnly ? 1 : 0);
    };
    for (let levels = 5; levels > 0; levels -= 1) {
      expect(left()).toBe(levels);
      await tui.press("esc");
    }
    await tui.press("esc");
    expect(left()).toBe(0);
    expect(tui.effects.some(({ kind }) => kind === "quit")).toBe(false);
  });

  it("quits with q from the stream only, and with Ctrl-c from anywhere but a prompt", async () => {
    const tui = await driverOf(entriesOf(100));
    const quits = (): number => tui.effects.filter(({ kind }) => kind === "quit").length;
    await tui.press("?");
    await tui.press("q");
    expect([tui.state().overlays.length, quits()]).toEqual([0, 0]);
    await tui.press("/");
    await tui.press("ctrl-c");
    expect([tui.state().overlays.length, quits()]).toEqual([0, 0]);
    await tui.press("q");
    expect(quits()).toBe(1);
    await tui.press("f");
    await tui.press("ctrl-c");
    expect(quits()).toBe(2);
  });

  it("takes a digit that nothing follows for the view's key", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("enter");
    await tui.press("1");
    expect(tui.state().overlays.length).toBe(1);
    await tui.fire("keys");
    expect(tui.state().overlays.length).toBe(0);
    expect(selectFooter(tui.state()).pending).toBe("");
  });

  it("says why a key does nothing", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("n");
    expect(tui.state().notices.at(-1)?.text).toBe("nothing was searched for yet");
    await tui.fire(`notice-${tui.state().notices.at(-1)?.id}`);
    expect(tui.state().notices).toEqual([]);
  });
});

describe("the footer", () => {
  it("offers only what does something here and now", async () => {
    const tui = await driverOf(entriesOf(100));
    const offered = (): readonly string[] => footerHints(tui.state(), 1_000).map(({ command }) => command);
    expect(offered()).toEqual(expect.arrayContaining(["search", "help", "filter"]));
    expect(offered()).not.toContain("follow");
    expect(offered()).not.toContain("next-match");
    await tui.press("k");
    await tui.command("search line");
    expect(offered()).toEqual(expect.arrayContaining(["follow", "next-match"]));
    await tui.press("f");
    expect(offered()[0]).toBe("filter-toggle");
    expect(offered()).not.toContain("search");
  });

  it.each([60, 80, 120])("fits into %i columns", async (columns) => {
    const tui = await driverOf(entriesOf(100));
    const hints = footerHints(tui.state(), columns);
    expect(hints.length).toBeGreaterThan(3);
    expect(hints.reduce((width, { key, text }) => width + widthOf(key) + widthOf(text) + 3, 0)).toBeLessThanOrEqual(
      columns,
    );
  });

  it("says where in the log the screen is", async () => {
    const tui = await driverOf(entriesOf(1_000));
    expect(selectFooter(tui.state()).position).toBe("end");
    await tui.press("g g");
    expect(selectFooter(tui.state()).position).toBe("top");
    await tui.command("50%");
    expect(selectFooter(tui.state()).position).toBe("50%");
    expect(selectFooter((await driverOf(entriesOf(5))).state()).position).toBe("all");
  });
});

describe("the key table", () => {
  it("is Markdown with every command", () => {
    const table = keyTable(DEFAULT_BINDINGS);
    expect(table).toContain("| `j` `↓` `Ctrl-n` | Go down a line | `:down` |");
    expect(table).toContain("| `:goto PLACE` |");
  });
});
