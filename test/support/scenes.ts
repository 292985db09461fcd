import { NO_TROUBLE } from "../../src/core/truth.js";
import { entryId, type LogEntry, sourceId } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import type { SourceStatus } from "../../src/core/ports.js";
import { type ScreenDriver, type ScreenDriverOptions, startScreen } from "./screen-driver.js";
import { SAMPLE_SESSIONS, sessionOf } from "./sample-sessions.js";
import { sampleMachine } from "./sample-machine.js";
import { entryWith, sampleLog, statusOf } from "./sample-log.js";

/** Sources in all the states that the header can show. */
const SOME_SOURCES: readonly SourceStatus[] = [
  statusOf({
    lagMs: 9_400,
    worstLagMs: 12_000,
    holder: undefined,
    entriesPerSecond: 1_234,
    truth: {
      ...NO_TROUBLE,
      gaps: { ...NO_TROUBLE.gaps, suppressed: 2 },
      lost: { ...NO_TROUBLE.lost, suppressed: 130 },
      notes: { ...NO_TROUBLE.notes, "clock-step": 1 },
    },
  }),
  statusOf({ id: sourceId("kernel:"), label: "kernel", entries: 41 }),
  statusOf({
    id: sourceId("nix:"),
    label: "nix",
    state: "failed",
    entries: 0,
    lagMs: undefined,
    fault: {
      code: "no-permission",
      message: "the daemon refuses the connection",
      hint: "add yourself to the nix-users group",
    },
  }),
  statusOf({
    id: sourceId("file:/var/log/app.log"),
    label: "app.log",
    state: "loading",
    progress: 0.43,
    lagMs: undefined,
  }),
];

/** Within the last minutes of the sample log. */
const A_REBUILD = sessionOf(1, {
  kind: "rebuild",
  startedAt: micros(Date.UTC(2026, 2, 15, 0, 27) * 1_000),
  endedAt: micros(Date.UTC(2026, 2, 15, 0, 30, 50) * 1_000),
  result: "failed",
});

/** The sample log with a line that comes 37 times, one that differs in a number, and one that comes twice. */
function withRepeats(): readonly LogEntry[] {
  const entries = sampleLog(20);
  const last = entries.at(-1)?.at ?? 0;
  const saying = (nth: number, message: string): LogEntry => {
    const at = micros(last + (nth + 1) * 1_000_000);
    const who = { unit: "wpa.service", identifier: "wpa", level: "info" } as const;
    return entryWith({ id: entryId(1, 20 + nth), at, order: at, message, ...who });
  };
  const again = Array.from({ length: 37 }, (_, nth) => saying(nth, "wlan0: CTRL-EVENT-BEACON-LOSS"));
  const tries = Array.from({ length: 9 }, (_, nth) => saying(37 + nth, `wlan0: authentication, attempt ${nth + 1}`));
  const twice = [0, 1].map((nth) => saying(46 + nth, "wlan0: no network found"));
  return [...entries, ...again, ...tries, ...twice];
}

/** What is looked at: how the screen starts, and the keys that lead there. Esc is pressed alone: with more it is Alt. */
export const SCENES: Readonly<
  Record<string, { readonly options?: ScreenDriverOptions; readonly go?: (screen: ScreenDriver) => Promise<void> }>
> = {
  stream: {},
  empty: { options: { query: "level>=alert unit:nothing" } },
  silent: { options: { entries: [], sources: [statusOf({ entries: 0, lagMs: undefined })] } },
  sources: { options: { sources: SOME_SOURCES } },
  context: {
    options: { query: "Out of memory" },
    go: async (screen) => {
      screen.press("2", "Z");
      await screen.waitFor("context 2");
    },
  },
  repeats: {
    options: { entries: withRepeats() },
    go: async (screen) => {
      screen.press("1", "1", "k");
      await screen.frame();
    },
  },
  fields: {
    options: {
      entries: sampleLog(30).map((entry) => ({ ...entry, fields: { method: "GET", words: "two words", _PID: "812" } })),
    },
    go: async (screen) => {
      await pressed(screen, "p", "k", "k");
      screen.press("t");
      screen.type("disk slow");
      await pressed(screen, "enter");
      await pressed(screen, "k");
    },
  },
  histogram: {
    go: async (screen) => {
      await pressed(screen, "i");
      await pressed(screen, "1", "0", "h", "v", "5", "l");
    },
  },
  detail: {
    go: async (screen) => {
      screen.press("k", "k", "m", "k", "enter");
      await screen.frame();
    },
  },
  compact: {
    options: { settings: { layout: "compact" } },
    go: (screen) => pressed(screen, "k", "enter"),
  },
  detailed: {
    options: { settings: { layout: "detailed" } },
    go: (screen) => pressed(screen, "k", "enter"),
  },
  metrics: {
    options: { machine: sampleMachine(), sessions: [A_REBUILD] },
    go: async (screen) => {
      screen.press("k", "tab");
      await screen.waitFor("events");
      screen.press("h", "h");
      await screen.frame();
    },
  },
  heatmap: {
    go: async (screen) => {
      screen.press("tab", "tab");
      await screen.waitFor("by unit");
      screen.press("j", "h");
      await screen.frame();
    },
  },
  patterns: {
    go: async (screen) => {
      await shown(screen, "patterns", "the most frequent first");
      screen.press("j");
      await screen.frame();
    },
  },
  replay: {
    options: { sessions: [A_REBUILD] },
    go: async (screen) => {
      screen.press("k", "m");
      await shown(screen, "replay", "Space plays");
      screen.press("ctrl-b", "h", ">", ">");
      await screen.frame();
    },
  },
  "replay-none": {
    options: { entries: [], sources: [statusOf({ entries: 0, lagMs: undefined })] },
    go: (screen) => shown(screen, "replay", "nothing to replay"),
  },
  sessions: {
    options: { sessions: SAMPLE_SESSIONS },
    go: async (screen) => {
      await shown(screen, "sessions", "5 sessions");
      screen.press("j", "l", "j", "j");
      await screen.frame();
    },
  },
  "sessions-none": {
    go: (screen) => shown(screen, "sessions", "No session is recorded yet"),
  },
  help: { go: (screen) => pressed(screen, "?") },
  palette: {
    go: async (screen) => {
      screen.press("ctrl-p");
      screen.type("filter");
      await screen.frame();
    },
  },
  filters: {
    go: async (screen) => {
      screen.press("-", "&");
      screen.type("refused");
      screen.press("enter", "f");
      await screen.waitFor("Saved:");
      screen.press("j");
      await screen.frame();
    },
  },
  completion: {
    go: async (screen) => {
      screen.press(":");
      screen.type("filter unit:");
      await screen.waitFor("unit:nginx");
      screen.press("tab", "tab");
      await screen.frame();
    },
  },
  fault: {
    go: async (screen) => {
      screen.press("&");
      screen.type("level>=wraning (unit:nginx or unit:sshd)");
      await screen.waitFor("^^^^^^^");
    },
  },
  filter: {
    go: async (screen) => {
      screen.press("&");
      screen.type("unit:nginx refused");
      await screen.waitFor("would stay");
    },
  },
};

export async function startScene(name: string, options: ScreenDriverOptions): Promise<ScreenDriver> {
  const scene = SCENES[name];
  const settings = { ...scene?.options?.settings, ...options.settings };
  const screen = await startScreen({ entries: sampleLog(300), ...options, ...scene?.options, settings });
  await screen.frame();
  await scene?.go?.(screen);
  return screen;
}

async function pressed(screen: ScreenDriver, ...keys: readonly string[]): Promise<void> {
  screen.press(...keys);
  await screen.frame();
}

async function shown(screen: ScreenDriver, view: string, expected: string): Promise<void> {
  screen.press(":");
  screen.type(view);
  screen.press("enter");
  await screen.waitFor(expected);
}
