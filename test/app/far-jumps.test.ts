import { describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { sessionOf } from "../support/sample-sessions.js";
import { driverOf, entriesOf, NOON } from "../support/tui-driver.js";

/** Three boots of 400 lines, the last without a name in every third line. */
const boots = entriesOf(1_200, (ordinal) => ({
  fields: ordinal >= 800 && ordinal % 3 === 1 ? {} : { _BOOT_ID: `boot${Math.floor(ordinal / 400)}` },
}));
const START = NOON - 3_600_000_000;

describe("far jumps", () => {
  it("go to the first line of this boot, of those before, and of those behind", async () => {
    const tui = await driverOf(boots, { follow: false });
    await tui.command("1000");
    await tui.press("{");
    expect(tui.cursor()).toBe("line 800");
    await tui.press("{");
    expect(tui.cursor()).toBe("line 400");
    await tui.press("{");
    expect(tui.cursor()).toBe("line 0");
    await tui.press("{");
    expect(tui.state().notices.at(-1)?.text).toBe("no earlier boot above this entry");
    await tui.press("}");
    expect(tui.cursor()).toBe("line 400");
    await tui.press("}");
    await tui.press("}");
    expect(tui.cursor()).toBe("line 800");
    expect(tui.state().notices.at(-1)?.text).toBe("no later boot below this entry");
    await tui.press("ctrl-o");
    expect(tui.cursor()).toBe("line 400");
  });

  it("say so where a line tells nothing of its boot", async () => {
    const tui = await driverOf(entriesOf(5), { follow: false });
    await tui.press("}");
    expect(tui.state().notices.at(-1)?.text).toBe("this line does not say of which boot it is");
  });

  it("go to where sessions begin", async () => {
    const sessions = [900, 300].map((second, index) =>
      sessionOf(2 - index, { startedAt: micros(START + second * 1_000_000) }),
    );
    const tui = await driverOf(boots, { follow: false, sessions });
    await tui.press(")");
    expect(tui.cursor()).toBe("line 300");
    await tui.press(")");
    expect(tui.cursor()).toBe("line 900");
    await tui.press(")");
    expect(tui.state().notices.at(-1)?.text).toBe("no session begins below this entry");
    await tui.press("(");
    expect(tui.cursor()).toBe("line 300");
    await tui.press("(");
    expect(tui.state().notices.at(-1)?.text).toBe("no session begins above this entry");
    const none = await driverOf(boots, { follow: false });
    await none.press("(");
    expect(none.state().notices.at(-1)?.text).toBe("no session is recorded yet");
  });

  it("stay with one start of a unit, however far the next line of it is", async () => {
    const starts = ["a".repeat(32), "b".repeat(32)];
    const log = entriesOf(900, (ordinal) =>
      ordinal % 300 === 7
        ? { unit: "x.service", format: "journal", fields: { _SYSTEMD_INVOCATION_ID: starts[ordinal === 307 ? 1 : 0]! } }
        : { unit: "y.service" },
    );
    const tui = await driverOf(log, { follow: false });
    await tui.command("8");
    expect(tui.cursor()).toBe("line 7");
    await tui.press("o");
    expect(tui.cursor()).toBe("line 607");
    await tui.press("o");
    expect(tui.state().notices.at(-1)?.text).toBe("no line of this start of x.service below this entry");
    await tui.press("O");
    expect(tui.cursor()).toBe("line 7");
  });
});
