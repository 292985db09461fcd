import { expect, it } from "vitest";
import { createModes, MODE } from "../../../src/ui/terminal/modes.js";

it("turns off on leaving also what was turned off before, for a slow terminal may not have got that", () => {
  const modes = createModes();
  modes.pass("\u001b[?2004h\u001b[>1u");
  modes.set(MODE.mouseSgr, true);
  modes.pass("\u001b[?2004l\u001b[<u");
  modes.set(MODE.mouseSgr, false);
  const left = modes.leave();
  for (const sequence of ["\u001b[?2004l", "\u001b[?1006l", "\u001b[<u"]) expect(left).toContain(sequence);
  expect(modes.enter()).not.toContain("\u001b[?2004h");
});
