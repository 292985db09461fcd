import { visible, visibleLine } from "../src/lib/visible.js";
import { cutToWidth, padToWidth } from "../src/lib/width.js";
import { findTheme } from "../src/theme/find.js";
import { createPainter } from "../src/theme/painter.js";
import type { FrameClock } from "../src/ui/terminal/clock.js";
import type { Output } from "../src/ui/terminal/output.js";
import { createScreen } from "../src/ui/terminal/screen.js";

// Milliseconds for one frame of 200×50 with 48 changed rows, from log text to the string that is written, and lines a
// second through `visible`; medians. No terminal takes part.
// Usage: node bench/run.mjs frame

const COLUMNS = 200;
const ROWS = 50;
const FRAMES = 600;
const ROUNDS = 5;

const theme = findTheme("dark", undefined);
if (!theme.ok) throw new Error(theme.fault.message);
const painter = createPainter(theme.value.theme, 16_777_216);

const PLAIN =
  "Accepted publickey for ada from 192.0.2.7 port 51022 ssh2: ED25519 SHA256:abcdefghijklmnopqrstuvwxyz ".repeat(2);
const WIDE = `日本語のログ 한국어 emoji 🚀 naïve ${PLAIN}`;
const HOSTILE = `\u001b[31mred\u001b[0m\tzero\u200bwidth ${PLAIN}`;

type Scene = { readonly name: string; readonly text: (index: number) => string; readonly hasDialog: boolean };
const SCENES: readonly Scene[] = [
  { name: "ASCII", text: () => PLAIN, hasDialog: false },
  { name: "a third with CJK and emoji", text: (index) => (index % 3 === 0 ? WIDE : PLAIN), hasDialog: false },
  { name: "all with CJK and emoji", text: () => WIDE, hasDialog: false },
  { name: "all with escape sequences", text: () => HOSTILE, hasDialog: false },
  { name: "ASCII under a dialog of 80×17", text: () => PLAIN, hasDialog: true },
];

/** A row as the stream view makes it: safe, cut to its width, in four styles. */
function row(text: string, number: number, width: number): string {
  const time = `12:00:00.${String(number % 1_000_000).padStart(6, "0")} `;
  const message = cutToWidth(visibleLine(text), width - time.length - 13);
  return (
    painter.paint("time", time) +
    painter.paint("unit", padToWidth("sshd[812]", 13)) +
    painter.paint("level.info", message)
  );
}

function measure(scene: Scene): { readonly ms: number; readonly bytes: number } {
  let paint = (): void => undefined;
  let bytes = 0;
  const clock: FrameClock = {
    request: () => undefined,
    requestPaint: () => undefined,
    onUpdate: () => () => undefined,
    onPaint: (listener) => {
      paint = listener;
      return () => undefined;
    },
    stop: () => undefined,
    start: () => undefined,
  };
  const output: Output = {
    size: () => ({ columns: COLUMNS, rows: ROWS }),
    write: (text) => {
      bytes = Buffer.byteLength(text);
      return true;
    },
    writeNow: () => undefined,
    onDrain: () => () => undefined,
    onResize: () => () => undefined,
    close: () => undefined,
  };
  const screen = createScreen(output, clock);
  screen.setGround(painter.ground);
  screen.enter();
  let first = 0;
  screen.add({
    measure: () => ({ x: 0, y: 1, width: COLUMNS, height: ROWS - 2 }),
    row: (index, width) => row(scene.text(first + index), first + index, width),
    layer: 0,
  });
  const edge = `${" ".repeat(60)}│${" ".repeat(78)}│`;
  const dialog = Array.from({ length: 17 }, () => edge);
  const blank = Array.from({ length: ROWS - 2 }, (_, index) => (scene.hasDialog ? (dialog[index - 10] ?? "") : ""));
  screen.stdout.write(["header", ...blank, "footer"].join("\n"));
  const times: number[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    first++;
    const start = performance.now();
    paint();
    times.push(performance.now() - start);
  }
  return { ms: times.toSorted((a, b) => a - b)[FRAMES >> 1] ?? 0, bytes };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

for (const scene of SCENES) {
  const rounds = Array.from({ length: ROUNDS }, () => measure(scene));
  const ms = median(rounds.map((round) => round.ms));
  process.stdout.write(
    `${scene.name.padEnd(32)} ${ms.toFixed(3)} ms   ${((rounds[0]?.bytes ?? 0) / 1024).toFixed(1)} KB\n`,
  );
}

const SAFE: readonly (readonly [string, readonly string[]])[] = [
  ["visible, ASCII", [PLAIN]],
  ["visible, mixed", [PLAIN, WIDE, PLAIN, HOSTILE]],
  ["visible, all with escapes", [HOSTILE]],
];
for (const [name, texts] of SAFE) {
  const lines = 100_000;
  const rates = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    let length = 0;
    for (let index = 0; index < lines; index++) length += visible(texts[index % texts.length] ?? "").length;
    if (length === 0) throw new Error("nothing was made visible");
    return lines / ((performance.now() - start) / 1000);
  });
  process.stdout.write(`${name.padEnd(32)} ${Math.round(median(rates)).toLocaleString("en")} lines/s\n`);
}
