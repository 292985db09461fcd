import { describe, expect, it } from "vitest";
import { fieldLine } from "../../../src/app/stream/field-line.js";
import { layoutOf } from "../../../src/app/stream/layout.js";
import { selectStream } from "../../../src/app/selectors/stream.js";
import { driverOf, entriesOf, entryOf } from "../../support/tui-driver.js";

describe("the fields below an entry", () => {
  it("are those of its writer first, safe to show, with quotes where a value has blanks or is empty", () => {
    const fields = {
      _PID: "7",
      MESSAGE: "no",
      user: "ada",
      words: "two words",
      none: "",
      list: ["a", 1],
      bytes: new Uint8Array(3),
      bad: "\u001b[31mred",
    };
    expect(fieldLine(entryOf(0, { fields }))).toBe(
      'user=ada  words="two words"  none=""  list=a,1  bytes=<3 bytes>  bad=\u241b[31mred  _PID=7',
    );
    expect(fieldLine(entryOf(0))).toBeUndefined();
  });

  it("take a line of their own, come and go with p, and move nothing else", async () => {
    const log = entriesOf(100, (ordinal) => (ordinal % 2 === 0 ? { fields: { user: `u${ordinal}` } } : {}));
    const tui = await driverOf(log, { follow: false });
    const heights = (): number => layoutOf(tui.state()).tops[10] ?? 0;
    expect(heights()).toBe(10);
    await tui.press("3 j");
    await tui.press("p");
    expect(heights()).toBe(15);
    expect(tui.cursor()).toBe("line 3");
    expect(selectStream(tui.state()).fit.fieldLine(log[2]!)).toBe("user=u2");
    await tui.press("p");
    expect(heights()).toBe(10);
  });
});
