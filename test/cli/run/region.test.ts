import { describe, expect, it } from "vitest";
import { openRegion } from "../../../src/cli/run/region.js";
import { createEmulator } from "../../support/emulator.js";

describe("the lines below the scrolling ones", () => {
  const open = (columns: number, rows: number) => {
    const emulator = createEmulator(columns, rows);
    let size = { columns, rows };
    const outlet = {
      // A terminal makes a line end of a bare line feed.
      write: (bytes: Uint8Array) => {
        emulator.write(Buffer.from(bytes).toString().replaceAll("\n", "\r\n"));
        return Promise.resolve();
      },
      trouble: () => undefined,
    };
    const region = openRegion(outlet, () => size);
    const shown = async () => {
      await emulator.settle();
      return emulator.text().trimEnd();
    };
    const resize = (wide: number, high: number) => {
      size = { columns: wide, rows: high };
      emulator.terminal.resize(wide, high);
    };
    return { region, shown, resize, other: (text: string) => emulator.write(text) };
  };
  const picture =
    (...texts: readonly string[]) =>
    () =>
      texts.map((text) => ({ text, width: text.length }));

  it("stay below what is printed, and are gone at the end", async () => {
    const { region, shown } = open(40, 12);
    await region.print("one\n");
    await region.draw(picture("A", "B"));
    await region.print("two\nthree\n");
    expect(await shown()).toBe("one\ntwo\nthree\nA\nB");
    await region.draw(picture("C"));
    expect(await shown()).toBe("one\ntwo\nthree\nC");
    await region.close();
    expect(await shown()).toBe("one\ntwo\nthree");
  });

  it("stay away while a line is unfinished, for it may be a question", async () => {
    const { region, shown } = open(40, 12);
    await region.draw(picture("A"));
    await region.print("password: ");
    await region.draw(picture("B"));
    expect(await shown()).toBe("password:");
    await region.print("\nthanks\n");
    expect(await shown()).toBe("password: \nthanks\nB");
  });

  it("leave alone what another program wrote below them, also at the foot of the screen", async () => {
    for (const rows of [12, 4]) {
      const { region, shown, other } = open(40, rows);
      await region.print("one\n");
      await region.draw(picture("A", "B"));
      other("[sudo] password: ");
      await region.draw(picture());
      expect(await shown()).toBe("one\n[sudo] password:");
      other("x");
      expect(await shown()).toBe("one\n[sudo] password: x");
    }
  });

  it("leave nothing behind on a terminal that has become narrower", async () => {
    const { region, shown, resize } = open(40, 12);
    await region.print("one\n");
    await region.draw(picture("A".repeat(38), "B".repeat(30)));
    resize(20, 12);
    await region.draw(picture("C"));
    expect(await shown()).toBe("one\nC");
  });
});
