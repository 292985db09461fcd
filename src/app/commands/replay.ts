import type { Command } from "../command.js";
import { whenNoSession, whenNotShown } from "./reasons.js";
import { SPEEDS } from "../views/replay/replay-clock.js";

const whenNoReplay = whenNotShown("replay");

/** The log as it came once more. */
export const REPLAY_COMMANDS = {
  replay: {
    summary: "Show again how lines came: all, 14:00..14:30, -10m, @1 for a session",
    group: "Views",
    argument: { name: "RANGE", required: false },
  },
  play: {
    summary: "Play the replay, or pause it",
    group: "Views",
    hint: { text: ({ replay }) => (replay.clock.isPlaying ? "pause" : "play"), priority: 1 },
    disabled: whenNoReplay,
  },
  slower: {
    summary: "Play more slowly",
    group: "Views",
    hint: { text: "slower", priority: 4 },
    disabled: whenNoReplay,
  },
  faster: { summary: "Play faster", group: "Views", hint: { text: "faster", priority: 4 }, disabled: whenNoReplay },
  speed: {
    summary: "Choose how fast the replay goes",
    group: "Views",
    argument: { name: "SPEED", required: true, candidates: () => SPEEDS.map(String) },
    disabled: whenNoReplay,
  },
  "line-before": { summary: "Go back a line, and pause", group: "Views", disabled: whenNoReplay },
  "line-after": {
    summary: "Go on by a line, and pause",
    group: "Views",
    hint: { text: "step", priority: 5 },
    disabled: whenNoReplay,
  },
  earlier: { summary: "Go back ten seconds", group: "Views", disabled: whenNoReplay },
  later: {
    summary: "Go on by ten seconds",
    group: "Views",
    hint: { text: "10 s on", priority: 6 },
    disabled: whenNoReplay,
  },
  "replay-start": {
    summary: "Go to the start of what is replayed",
    group: "Views",
    hint: { text: "start", priority: 7 },
    disabled: whenNoReplay,
  },
  "replay-end": { summary: "Go to the end of what is replayed", group: "Views", disabled: whenNoReplay },
  silence: {
    summary: "Cut waits without a line short, or play them whole",
    group: "Views",
    hint: { text: "silence", priority: 8 },
    disabled: whenNoReplay,
  },
  "replay-session": {
    summary: "Replay the selected session",
    group: "Views",
    hint: { text: "replay", priority: 4 },
    disabled: whenNoSession,
  },
} as const satisfies Partial<Record<string, Command>>;
