/**
 * A small program on the real terminal layer, to be run in a pty by tests and looked at by people: a stream, a heat strip,
 * a dialog, and every way to end. `demo.js THEME DEPTH`; keys are the letters in `ENDS` and `KEYS`.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync, writeSync } from "node:fs";
import { hostname } from "node:os";

import { Box, render, Text, useApp, useInput, useWindowSize } from "ink";
import { type ReactNode, useState } from "react";

import { visibleLine } from "../../../src/lib/visible.js";
import { cutToWidth, padToWidth } from "../../../src/lib/width.js";
import { findTheme } from "../../../src/theme/find.js";
import { createPainter } from "../../../src/theme/painter.js";
import type { Role } from "../../../src/theme/roles.js";
import { setInkDepth } from "../../../src/theme/sgr.js";
import { PainterContext, Styled } from "../../../src/ui/components/styled.js";
import { Framed } from "./framed.js";
import { colourDepthOf } from "../../../src/ui/terminal/abilities.js";
import { ScreenContext, Surface } from "../../../src/ui/terminal/surface.js";
import { openTerminal } from "../../../src/ui/terminal/terminal.js";

const [themeName = "dark"] = process.argv.slice(2);
const found = findTheme(themeName, undefined);
if (!found.ok) throw new Error(found.fault.message);
const depth = colourDepthOf(process.env);
const painter = createPainter(found.value.theme, depth);
setInkDepth(depth);

const opened = openTerminal({ stdin: process.stdin, stdout: process.stdout, framesPerSecond: 60 });
if (!opened.ok) {
  process.stderr.write(`${opened.fault.message}\n${opened.fault.hint}\n`);
  process.exit(2);
}
const terminal = opened.value;
terminal.screen.setGround(painter.ground);

const MESSAGES: readonly (readonly [Role, string, string])[] = [
  ["level.info", "sshd[812]", "Accepted publickey for ada from 192.0.2.7 port 51022 ssh2"],
  ["level.debug", "systemd", "Reloading finished in 214 ms"],
  ["level.warning", "kernel", "thermal: CPU3 throttled \u001b[31mred?\u001b[0m\tafter a tab"],
  ["level.error", "nginx", "upstream timed out (110: Connection timed out) while reading"],
  ["level.notice", "nix-daemon", "日本語のログ 한국어 emoji 🚀⚠\ufe0f done"],
  ["level.critical", "postgres", "could not write to file: No space left on device"],
  ["level.unknown", "app", "right to left \u202e override, zero\u200bwidth"],
];
let first = 0;
let selected = 3;
let isFlooding = false;

function streamRow(index: number, width: number): string {
  const number = first + index;
  const [level, unit, message] = MESSAGES[number % MESSAGES.length] ?? MESSAGES[0] ?? (["text", "", ""] as const);
  const base: Role | undefined = index === selected ? "selection" : undefined;
  const time = `12:00:${String(number % 60).padStart(2, "0")}.${String(number).padStart(6, "0")} `;
  const source = padToWidth(cutToWidth(unit, 12), 13);
  const room = Math.max(0, width - time.length - 13);
  const text = padToWidth(cutToWidth(visibleLine(message.repeat(number % 5 === 0 ? 4 : 1)), room), base ? room : 0);
  return painter.paint("time", time, base) + painter.paint("unit", source, base) + painter.paint(level, text, base);
}

function heatRow(_index: number, width: number): string {
  const roles = ["ok", "level.warning", "level.error"] as const;
  return Array.from({ length: width }, (_, column) =>
    painter.paint(roles[(column + first) % 3] ?? "ok", "▁▂▃▄▅▆▇█"[(column * 5) % 8] ?? ""),
  ).join("");
}

function Dialog(): ReactNode {
  return (
    <Framed
      role="accent"
      position="absolute"
      top={5}
      left={12}
      width={46}
      height={6}
      flexDirection="column"
      paddingX={1}
    >
      <Styled role="accent">Palette</Styled>
      <Surface
        layer={1}
        flexGrow={1}
        row={(index, width) =>
          painter.paint("text", padToWidth(`item ${index}`, width), index === 1 ? "selection" : undefined)
        }
      />
    </Framed>
  );
}

function App(): ReactNode {
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  const [note, setNote] = useState("ready");
  const [hasDialog, setDialog] = useState(false);
  const act: Readonly<Record<string, () => void>> = {
    q: () => exit(),
    d: () => setDialog((has) => !has),
    j: () => {
      selected++;
      terminal.screen.invalidate();
    },
    m: () => terminal.setMouse(true),
    f: () => {
      isFlooding = !isFlooding;
      setNote(isFlooding ? "flooding" : "calm");
    },
    b: () => void terminal.askBackground(2000).then((background) => setNote(`background ${background ?? "unknown"}`)),
    z: () => terminal.stop(),
    e: () =>
      void terminal.lend(async () => {
        spawnSync("sh", ["-c", "echo CHILD; read line; echo got $line"], { stdio: "inherit" });
        setNote("back");
      }),
    "!": () => {
      throw new Error("thrown in a key handler");
    },
    "@": () =>
      void setTimeout(() => {
        throw new Error("thrown later");
      }),
    "#": () => void Promise.reject(new Error("rejected and not handled")),
    x: () => process.exit(7),
    k: () => setNote((old) => `${old}+`),
  };
  useInput((input) => {
    for (const key of input) act[key]?.();
  });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box height={1} flexShrink={0}>
        <Styled role="header">{` logstream · ${hostname()} `}</Styled>
        <Text> </Text>
        <Styled role="ok">● journal</Styled>
        <Text> </Text>
        <Styled role="dim">{note}</Styled>
      </Box>
      <Framed role="border" height={3} flexShrink={0}>
        <Surface flexGrow={1} row={heatRow} />
      </Framed>
      <Surface flexGrow={1} row={streamRow} />
      <Box height={1} flexShrink={0}>
        <Styled role="key">q</Styled>
        <Styled role="footer"> quit </Styled>
        <Styled role="badge"> ▼ 1,234 new </Styled>
      </Box>
      {hasDialog && <Dialog />}
    </Box>
  );
}

terminal.input.onEvent((event) => {
  if (event.kind === "mouse") {
    selected = event.y - 4;
    terminal.screen.invalidate();
  }
});
/** Where it is told that frames were dropped: on a terminal that takes nothing it cannot be said. */
let told = process.env["DEMO_TELLS_DROPS"];
setInterval(() => {
  if (!isFlooding) return;
  if (told !== undefined && terminal.screen.statistics().dropped > 0) {
    writeFileSync(told, "");
    told = undefined;
  }
  first += 3;
  terminal.screen.invalidate();
}, 5);
const instance = render(
  <ScreenContext value={terminal.screen}>
    <PainterContext value={painter}>
      <App />
    </PainterContext>
  </ScreenContext>,
  terminal.inkOptions,
);
const code = await instance.waitUntilExit().then(
  () => 0,
  (error: unknown) => {
    terminal.close();
    process.stderr.write(`${String(error)}\n`);
    return 1;
  },
);
terminal.close();
writeSync(1, `dropped ${terminal.screen.statistics().dropped}\n`);
process.exit(code);
