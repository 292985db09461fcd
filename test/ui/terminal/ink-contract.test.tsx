import { Box, type DOMElement, measureElement, render, Text } from "ink";
import { useLayoutEffect, useState } from "react";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";

import { createInkStream, type InkStream } from "../../../src/ui/terminal/ink-stream.js";

/** What the screen relies on in Ink. If one of these fails after an upgrade, the screen must be thought through again. */
describe("the contract with Ink", () => {
  const frames: (readonly string[])[] = [];
  const controls: string[] = [];
  const stdout: InkStream = createInkStream(
    { columns: 40, rows: 10 },
    { onFrame: (lines) => frames.push(lines), onControl: (sequences) => controls.push(sequences) },
  );
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
  });

  it("writes each commit as one string of as many lines as the screen has, at once, and measures absolutely", async () => {
    const elements: DOMElement[] = [];
    let change = (_text: string): void => undefined;
    const App = () => {
      const [text, setText] = useState("one");
      useLayoutEffect(() => {
        change = setText;
      }, []);
      return (
        <Box flexDirection="column" width={40} height={10}>
          <Text>{text}</Text>
          <Box borderStyle="round" flexGrow={1}>
            <Box width={5} />
            <Box
              flexGrow={1}
              ref={(found) => {
                if (found !== null) elements.push(found);
              }}
            />
          </Box>
          <Text>last</Text>
        </Box>
      );
    };
    const instance = render(<App />, {
      stdout,
      stdin,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    await instance.waitUntilRenderFlush();
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame).toHaveLength(10);
    expect(frames.at(-1)?.[0]).toBe("one");
    expect(frames.at(-1)?.[9]).toBe("last");
    expect(elements.map((element) => measureElement(element))[0]).toMatchObject({ x: 6, y: 2, width: 33, height: 6 });

    const before = frames.length;
    change("two");
    await expect.poll(() => frames.at(-1)?.[0]).toBe("two");
    expect(frames).toHaveLength(before + 1);

    stdout.resize({ columns: 30, rows: 8 });
    expect(frames.length).toBeGreaterThan(before + 1);
    for (const frame of frames.slice(before)) for (const line of frame) expect(line).not.toMatch(/\u001b(?!\[[\d;]*m)/);
    for (const control of controls) expect(control).toMatch(/^\u001b\[[?<>=]/);
    instance.unmount();
    await instance.waitUntilExit();
  });
});
