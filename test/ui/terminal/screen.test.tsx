import fc from "fast-check";
import { Box, Text, useWindowSize } from "ink";
import { type ReactNode, useEffect } from "react";
import { describe, expect, it } from "vitest";

import { Surface, useScreen } from "../../../src/ui/terminal/surface.js";
import type { Cell } from "../../support/emulator.js";
import { renderToTerm } from "../../support/render-to-term.js";

type Rows = { lines: readonly string[] };

/** Header, a stream beside a side pane, footer; a dialog on top when there is one. */
function Layout({ rows, side, dialog }: { rows: Rows; side: Rows; dialog?: ReactNode }): ReactNode {
  const size = useWindowSize();
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Box height={1} flexShrink={0}>
        <Text inverse> header </Text>
      </Box>
      <Box flexGrow={1} minHeight={0}>
        <Surface flexGrow={1} row={(index) => rows.lines[index] ?? ""} />
        <Box width={1} flexShrink={0} overflow="hidden">
          <Text>{"│\n".repeat(size.rows)}</Text>
        </Box>
        <Surface width={12} flexShrink={0} row={(index) => side.lines[index] ?? ""} />
      </Box>
      <Box height={1} flexShrink={0}>
        <Text>footer</Text>
      </Box>
      {dialog}
    </Box>
  );
}

function Dialog({ children }: { children: ReactNode }): ReactNode {
  return (
    <Box position="absolute" top={3} left={10} width={30} height={5} borderStyle="round" flexDirection="column">
      {children}
    </Box>
  );
}

describe("screen", () => {
  it("fills surfaces row by row and again when they are invalidated", async () => {
    const rows: Rows = { lines: ["first", "second"] };
    const term = await renderToTerm(<Layout rows={rows} side={{ lines: ["side"] }} />);
    await term.waitFor("second");
    expect(term.line(0)).toBe(" header");
    expect(term.line(1)).toMatch(/^first {62}│side$/);
    expect(term.line(23)).toBe("footer");
    rows.lines = ["first", "changed"];
    const before = term.written();
    term.screen.invalidate();
    await term.waitFor("changed");
    expect(term.written().writes).toBe(before.writes + 1);
    expect(term.written().characters - before.characters).toBeLessThan(120);
  });

  it("writes nothing when nothing looks different", async () => {
    const term = await renderToTerm(<Layout rows={{ lines: ["same"] }} side={{ lines: [] }} />);
    await term.waitFor("same");
    await term.settle();
    const before = term.written();
    for (let turn = 0; turn < 5; turn++) {
      term.screen.invalidate();
      await term.settle();
      await term.settle();
    }
    expect(term.written()).toEqual(before);
  });

  it("lets a dialog of Ink's lie on a surface, opaque to its borders, and a surface lie in the dialog", async () => {
    const rows: Rows = { lines: Array.from({ length: 22 }, (_, index) => `${"abc ".repeat(16)}${index}`) };
    const list = (index: number): string => `\u001b[7mitem ${index}\u001b[0m`;
    const term = await renderToTerm(
      <Layout
        rows={rows}
        side={{ lines: [] }}
        dialog={
          <Dialog>
            <Text>title</Text>
            <Surface flexGrow={1} layer={1} row={list} />
          </Dialog>
        }
      />,
    );
    await term.waitFor("item 1");
    expect(term.line(2)).toMatch(/^(abc ){16}1 +│$/);
    expect(term.line(3)).toMatch(/^(abc ){2}ab╭─{28}╮/);
    expect(term.line(4)).toMatch(/^(abc ){2}ab│title {23}│abc /);
    expect(term.line(5)).toMatch(/^(abc ){2}ab│item 0 {22}│abc /);
    expect(term.line(8)).toMatch(/^(abc ){16}7 +│$/);
    term.rerender(<Layout rows={rows} side={{ lines: [] }} />);
    await term.waitFor(() => !term.text().includes("item"));
    expect(term.line(4)).toMatch(/^(abc ){16}3 +│$/);
  });

  it("lets no row steer the terminal, though it were made wrong", async () => {
    const rows: Rows = {
      lines: ["a\u001b[5;5Hb\u0007c\u009b2Jd\ne", "next", "\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\"],
    };
    const term = await renderToTerm(<Layout rows={rows} side={{ lines: [] }} />);
    await term.waitFor("next");
    expect(term.line(1)).toMatch(/^a�\[5;5Hb�c�2Jd�e +│$/);
    expect(term.line(3)).toMatch(/^link +│$/);
  });

  it("follows every size of the terminal", async () => {
    const rows: Rows = {
      lines: Array.from({ length: 60 }, (_, index) => `row ${index} ${"x".repeat(300)}`.slice(0, 40)),
    };
    const term = await renderToTerm(<Layout rows={rows} side={{ lines: ["side"] }} />);
    for (const [columns, lines] of [
      [120, 40],
      [60, 15],
      [61, 14],
      [200, 50],
      [80, 24],
    ] as const) {
      term.resize(columns, lines);
    }
    await term.waitFor(() => term.line(23) === "footer" && term.line(22).startsWith("row 21"));
    expect(term.line(0)).toBe(" header");
    expect(term.line(1)).toMatch(/│side$/);
  });

  it("shows the terminal's cursor where it is put, and hides it again", async () => {
    const Place = ({ x }: { x: number | undefined }): ReactNode => {
      const screen = useScreen();
      useEffect(() => screen.setCursor(x === undefined ? undefined : { x, y: 2 }), [screen, x]);
      return <Text>cursor</Text>;
    };
    const term = await renderToTerm(<Place x={7} />);
    await term.waitFor(() => term.cursor().isVisible);
    expect(term.cursor()).toEqual({ x: 7, y: 2, isVisible: true });
    term.rerender(<Place x={undefined} />);
    await term.waitFor(() => !term.cursor().isVisible);
  });

  it("paints everything on the ground, also what Ink leaves bare", async () => {
    const term = await renderToTerm(
      <Layout
        rows={{ lines: ["\u001b[31mred\u001b[38;2;200;200;200m plain"] }}
        side={{ lines: [] }}
        dialog={<Text color="blue">x</Text>}
      />,
    );
    term.screen.setGround({ foreground: "38;2;200;200;200", background: "48;2;10;20;30" });
    await term.waitFor(() => term.cell(79, 23).background === "#0a141e");
    const strangers = term
      .cells()
      .flatMap((row) => row.filter((cell) => cell.background !== "#0a141e" && !cell.inverse));
    expect(strangers).toEqual([]);
    expect(term.cell(1, 1).foreground).toBe(1);
    expect(term.cell(5, 1).foreground).toBe("#c8c8c8");
  });

  it("leaves on the terminal, step by step, what drawing all of it anew would", async () => {
    const text = fc.string({
      unit: fc.oneof(
        { weight: 6, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
        { weight: 2, arbitrary: fc.constantFrom("日", "é", "e\u0301", "🚀", "─", "⠿", "한") },
        { weight: 1, arbitrary: fc.constantFrom("\u001b[31m", "\u001b[0m", "\u001b[48;5;17m") },
      ),
      maxLength: 66,
    });
    const frame = fc.record({
      rows: fc.array(text, { maxLength: 22 }),
      side: fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 12 }), { maxLength: 22 }),
      hasDialog: fc.boolean(),
    });
    const rows: Rows = { lines: [] };
    const side: Rows = { lines: [] };
    let number = 0;
    // A cell erased and one with a space in it look the same.
    const look = (): Cell[][] => term.cells().map((row) => row.map((cell) => ({ ...cell, text: cell.text.trim() })));
    const term = await renderToTerm(<Layout rows={rows} side={side} />);
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 4 }), async (frames) => {
        for (const next of frames) {
          rows.lines = next.rows;
          side.lines = [`#${++number}`, ...next.side];
          const dialog = next.hasDialog ? { dialog: <Dialog>{<Text>日本 dialog</Text>}</Dialog> } : {};
          term.rerender(<Layout rows={rows} side={side} {...dialog} />);
          await term.waitFor(() => term.line(1).endsWith(`#${number}`));
        }
        const before = term.screen.statistics().frames;
        const stepwise = look();
        term.screen.redraw();
        await term.waitFor(() => term.screen.statistics().frames > before);
        expect(look()).toEqual(stepwise);
      }),
      { numRuns: 40 },
    );
  });
});
