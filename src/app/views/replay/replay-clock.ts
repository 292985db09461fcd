import { type Micros, micros } from "../../../core/time.js";

/** How many seconds of the log go by in a second. */
export const SPEEDS = [0.5, 1, 2, 5, 10, 100] as const;
export type Speed = (typeof SPEEDS)[number];

/** A clock of the log's time. It knows the world's only by the moments that come with its actions. */
export type ReplayClock = {
  /** The moment of the log that it shows. */
  readonly at: Micros;
  readonly speed: Speed;
  /** Somebody wants it to run; whether it does is for `since` to say. */
  readonly isPlaying: boolean;
  /** The world's moment up to which `at` is reckoned; undefined while it stands. */
  readonly since: Micros | undefined;
  /** Where in the log it was set going, or put: silence before that was nobody's wait. */
  readonly begunAt: Micros;
  /** Waits without a line are cut short. */
  readonly cutsSilence: boolean;
  /** What was cut last, in microseconds of the log, and when in the world. */
  readonly skipped: { readonly micros: number; readonly at: Micros } | undefined;
};

/** What lies around the clock's hand, as far as it is known. */
export type Horizon = {
  /** When the newest line that is shown happened, and when the next one will; without one, the end. */
  readonly last: Micros;
  readonly next: Micros;
  /** Nothing is known of what happened later: the hand waits here. */
  readonly knownTo: Micros;
};

export type ClockAction =
  | { readonly kind: "play" }
  | { readonly kind: "pause" }
  /** Goes to a moment of the log, and plays on from there if it was playing. */
  | { readonly kind: "seek"; readonly to: Micros }
  | { readonly kind: "speed"; readonly speed: Speed }
  | { readonly kind: "cut-silence"; readonly isOn: boolean }
  /** Lets it run from this moment of the world on, or has it stand still while something lies over it. */
  | { readonly kind: "run"; readonly now: Micros }
  | { readonly kind: "hold" }
  /** The world has come to this moment. */
  | { readonly kind: "advance"; readonly now: Micros; readonly horizon: Horizon };

/** A wait of more than this in the world, in microseconds, is cut: as `asciinema play -i 2` does. */
const LONGEST_WAIT = 2_000_000;
/** Two moments of the world that are further apart were not lived through: the program was stopped. */
const LONGEST_STEP = 2_500_000;
/** How long it stays said that something was skipped. */
const SAID = 4_000_000;

export const STOPPED_CLOCK: ReplayClock = {
  at: micros(0),
  speed: 1,
  isPlaying: false,
  since: undefined,
  begunAt: micros(0),
  cutsSilence: true,
  skipped: undefined,
};

/** The clock after an action; pure, and total. */
export function tickClock(clock: ReplayClock, action: ClockAction): ReplayClock {
  switch (action.kind) {
    case "play":
      return { ...clock, isPlaying: true, since: undefined, begunAt: clock.at };
    case "pause":
      return { ...clock, isPlaying: false, since: undefined };
    case "seek":
      return { ...clock, at: action.to, begunAt: action.to, since: undefined, skipped: undefined };
    case "speed":
      return { ...clock, speed: action.speed, begunAt: clock.at };
    case "cut-silence":
      return { ...clock, cutsSilence: action.isOn, begunAt: clock.at, skipped: undefined };
    case "run":
      return { ...clock, since: action.now };
    case "hold":
      return { ...clock, since: undefined };
    case "advance":
      return advanced(clock, action.now, action.horizon);
  }
}

function advanced(clock: ReplayClock, now: Micros, horizon: Horizon): ReplayClock {
  if (clock.since === undefined) return clock;
  const lived = Math.max(0, Math.min(LONGEST_STEP, now - clock.since));
  const reached = clock.at + Math.round(lived * clock.speed);
  const cut = cutAt(clock, horizon);
  const isOver = cut !== undefined && reached >= cut;
  const to = isOver ? horizon.next : reached;
  const at = micros(Math.max(clock.at, Math.min(to, horizon.knownTo)));
  const skipped = isOver && at > cut ? { micros: at - cut, at: now } : stillSaid(clock.skipped, now);
  return { ...clock, at, since: now, skipped };
}

function stillSaid(skipped: ReplayClock["skipped"], now: Micros): ReplayClock["skipped"] {
  return skipped !== undefined && Math.abs(now - skipped.at) < SAID ? skipped : undefined;
}

/** Where the silence that the hand is in has lasted long enough; undefined where it is short, or wanted whole. */
function cutAt({ speed, begunAt, cutsSilence }: ReplayClock, { last, next }: Horizon): number | undefined {
  const cut = Math.max(last, begunAt) + LONGEST_WAIT * speed;
  return cutsSilence && next > cut ? cut : undefined;
}

/** Nothing is drawn more often than this, and the hand is moved at least so often. */
const SHORTEST_MS = 33;
const LONGEST_MS = 1_000;

/**
 * In how many milliseconds of the world something changes: a line comes, a silence is cut, the seconds or the hand on a
 * bar with cells of `cell` microseconds move on.
 */
export function msToNextChange(clock: ReplayClock, horizon: Horizon, cell: number): number {
  const second = 1_000_000;
  const nextOf = (width: number): number => (Math.floor(clock.at / width) + 1) * width;
  const cut = cutAt(clock, horizon);
  const moments = [horizon.next, nextOf(second), nextOf(Math.max(1, cell)), ...(cut === undefined ? [] : [cut])];
  const nearest = moments.filter((moment) => moment > clock.at).reduce((least, moment) => Math.min(least, moment));
  const ms = Math.ceil((nearest - clock.at) / clock.speed / 1_000);
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, ms));
}

/** The speed so many steps faster (or slower); at either end it stays. */
export function fasterBy(speed: Speed, steps: number): Speed {
  const index = SPEEDS.indexOf(speed) + steps;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] ?? speed;
}
