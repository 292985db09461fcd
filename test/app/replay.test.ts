import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectReplay } from "../../src/app/selectors/replay.js";
import { newestAtHand } from "../../src/app/views/replay/playing.js";
import { axisOfRange } from "../../src/app/views/replay/range.js";
import {
  type ClockAction,
  type Horizon,
  msToNextChange,
  type ReplayClock,
  SPEEDS,
  STOPPED_CLOCK,
  tickClock,
} from "../../src/app/views/replay/replay-clock.js";
import { micros } from "../../src/core/time.js";
import { SAMPLE_SESSIONS } from "../support/sample-sessions.js";
import { driverOf, entriesOf, type ListDriver, NOON } from "../support/tui-driver.js";

const SECOND = 1_000_000;

/** A line a second; every hundredth is an error. */
const log = (count: number) => entriesOf(count, (line) => ({ level: line % 100 === 99 ? "error" : undefined }));

/** Lets the world's clock go on in small steps, as the timers would. */
async function play(tui: ListDriver, seconds: number): Promise<void> {
  for (let step = 0; step < seconds * 10; step++) {
    tui.pass(0.1);
    await tui.fire("replay");
  }
}

/** Presses the key of the view; a digit alone waits whether it is a count. */
async function show(tui: ListDriver, key: string, then?: string): Promise<void> {
  await tui.press(key);
  await tui.fire("keys");
  if (then !== undefined) await tui.press(then);
}

/** The newest line that a replay shows. */
function newest(tui: ListDriver): string | undefined {
  return tui.state().stream.page?.entries[newestAtHand(tui.state())]?.message;
}

const at = (tui: ListDriver): number => (tui.state().replay.clock.at - NOON) / SECOND + 3_600;

describe("a replay", () => {
  it("shows the last minute before a failure at five times its speed, and leads to its lines", async () => {
    const tui = await driverOf(log(600));
    await tui.command("goto 250");
    await tui.press("e");
    expect(tui.cursor()).toBe("line 299");
    await show(tui, "5");
    expect([tui.state().view, newest(tui), at(tui)]).toEqual(["replay", "line 299", 299]);
    await tui.press("pageup");
    expect(newest(tui)).toBe("line 239");
    await tui.press("> > space");
    expect(tui.state().replay.clock).toMatchObject({ speed: 5, isPlaying: true });
    await play(tui, 6);
    expect(newest(tui)).toBe("line 269");
    await play(tui, 6);
    expect(newest(tui)).toBe("line 299");
    await tui.press("space enter");
    expect([tui.state().view, tui.cursor()]).toEqual(["stream", "line 299"]);
    await tui.press("q");
    expect([tui.state().view, newest(tui)]).toEqual(["replay", "line 299"]);
  });

  it("plays from the start when it is at the end, reads on as it goes, and ends with the log", async () => {
    const tui = await driverOf(log(400));
    await show(tui, "5");
    expect(selectReplay(tui.state())).toMatchObject({
      isAtEnd: true,
      title: "the whole log",
      from: NOON - 3_600 * SECOND,
    });
    await tui.command("speed 100");
    await tui.press("space");
    expect(newest(tui)).toBe("line 0");
    await play(tui, 2);
    expect(newest(tui)).toBe("line 200");
    await play(tui, 3);
    expect(newest(tui)).toBe("line 399");
    expect(tui.state().replay.clock).toMatchObject({ isPlaying: false, since: undefined });
  });

  it("steps by lines, goes by seconds and to the ends, and keeps to its range", async () => {
    const tui = await driverOf(log(600));
    await tui.command("replay 11:02..11:04");
    const seen: (string | undefined)[] = [];
    for (const keys of ["right", "2 right", "left", "l", "h h", "$", "right", "0", "left", "pagedown"]) {
      await tui.press(keys);
      seen.push(newest(tui));
    }
    const lines = [121, 123, 122, 132, 120, 240, 240, 120, 120, 180];
    expect(seen).toEqual(lines.map((line) => `line ${line}`));
    expect(tui.state().notices.at(-1)?.text).toContain("begins here");
  });

  it("goes to parts of its range, to times, and so much before or after where it is", async () => {
    const tui = await driverOf(log(600));
    await tui.command("replay 11:02..11:04");
    const seen: number[] = [];
    for (const place of ["50%", "+10s", "-1m", "11:03:20", "100%", "11:08:20"]) {
      await tui.command(place);
      seen.push(at(tui));
    }
    expect(seen).toEqual([180, 190, 130, 200, 240, 500]);
    expect(selectReplay(tui.state())?.title).toBe("around where you were");
  });

  it("stops where somebody jumps to, and goes on from there", async () => {
    const tui = await driverOf(log(600));
    await show(tui, "5", "0 space");
    await play(tui, 1);
    await tui.press("e");
    expect([newest(tui), at(tui), tui.state().replay.clock.isPlaying]).toEqual(["line 99", 99, false]);
    await tui.press("space");
    await play(tui, 3);
    expect(newest(tui)).toBe("line 102");
  });

  it("cuts a silence short and says so, unless it is wanted whole", async () => {
    const entries = entriesOf(20, (line) => ({ at: micros(NOON + (line < 10 ? line : line + 300) * SECOND) }));
    const tui = await driverOf(entries);
    await show(tui, "5", "0 space");
    await play(tui, 10);
    expect([newest(tui), selectReplay(tui.state())?.skipped]).toEqual(["line 9", undefined]);
    await play(tui, 1.5);
    expect(newest(tui)).toBe("line 10");
    expect(selectReplay(tui.state())?.skipped).toBeCloseTo(299 * SECOND, -5);
    await play(tui, 5);
    expect([newest(tui), selectReplay(tui.state())?.skipped]).toEqual(["line 15", undefined]);
    await tui.press("s 0");
    await play(tui, 20);
    expect(newest(tui)).toBe("line 9");
  });

  it("waits while something lies over it, and stands still where another view is shown", async () => {
    const tui = await driverOf(log(600));
    await show(tui, "5", "0 space");
    await play(tui, 2);
    await tui.press("c");
    await play(tui, 5);
    expect(newest(tui)).toBe("line 2");
    await tui.type("here");
    await tui.press("enter");
    expect(tui.state().stream.marks.map(({ entry, note }) => [entry.message, note])).toEqual([["line 2", "here"]]);
    await play(tui, 2);
    expect(newest(tui)).toBe("line 4");
    await show(tui, "3");
    await play(tui, 5);
    expect(tui.state().timeCursor).toBe(NOON + (4 - 3_600) * SECOND);
    await show(tui, "5");
    expect([newest(tui), tui.state().replay.clock.isPlaying]).toEqual(["line 4", false]);
  });

  it("shows a session from its start, and q leads back to it", async () => {
    const sessions = SAMPLE_SESSIONS.filter(({ endedAt }) => endedAt !== undefined);
    const [session] = sessions;
    const from = session?.startedAt ?? NOON;
    const tui = await driverOf(
      entriesOf(600, (line) => ({ at: micros(from + (line - 300) * SECOND) })),
      { sessions },
    );
    await tui.command("sessions");
    await tui.press("r");
    expect([tui.state().view, newest(tui)]).toEqual(["replay", "line 300"]);
    expect(selectReplay(tui.state())?.cells.some(({ marker }) => marker?.kind === "began")).toBe(true);
    await tui.press("q");
    expect(tui.state().view).toBe("sessions");
  });

  it("marks on its bar where lines, errors and bookmarks are, and goes where it is clicked", async () => {
    const tui = await driverOf(log(600));
    await tui.command("goto 50");
    await tui.press("m");
    await show(tui, "5");
    const view = selectReplay(tui.state());
    expect(view?.cells.reduce((sum, { lines }) => sum + lines, 0)).toBe(600);
    expect(view?.cells.filter(({ marker }) => marker?.kind === "error")).toHaveLength(6);
    const mark = view?.cells.findIndex(({ marker }) => marker?.kind === "bookmark") ?? -1;
    expect(view?.hand).toBe(mark);
    await tui.dispatch({ kind: "point", row: 20, column: 41 });
    expect(selectReplay(tui.state())?.hand).toBe(40);
  });

  it("tells what it does not understand, and what is not there to be replayed", async () => {
    const tui = await driverOf([]);
    await show(tui, "5");
    expect(selectReplay(tui.state())).toBeUndefined();
    for (const [line, words] of [
      ["replay soon", "no stretch of time"],
      ["replay @7", "no session @7"],
      ["speed 3", "no speed '3'"],
    ] as const) {
      await tui.command(line);
      expect(tui.state().notices.at(-1)?.text).toContain(words);
    }
  });
});

describe("the clock of a replay", () => {
  const moment = fc.integer({ min: 0, max: 1e9 }).map(micros);
  const action: fc.Arbitrary<ClockAction> = fc.oneof(
    fc.constantFrom<ClockAction>({ kind: "play" }, { kind: "pause" }, { kind: "hold" }),
    moment.map((to): ClockAction => ({ kind: "seek", to })),
    fc.constantFrom(...SPEEDS).map((speed): ClockAction => ({ kind: "speed", speed })),
    fc.boolean().map((isOn): ClockAction => ({ kind: "cut-silence", isOn })),
    moment.map((now): ClockAction => ({ kind: "run", now })),
  );
  const clocks = fc.array(action, { maxLength: 12 }).map((actions) => actions.reduce(tickClock, STOPPED_CLOCK));
  const horizonFrom = ({ at }: ReplayClock) =>
    fc.tuple(fc.nat(1e8), fc.nat(1e8), fc.nat(1e8)).map(([before, next, known]): Horizon => ({
      last: micros(at - before),
      next: micros(at + Math.min(next, known)),
      knownTo: micros(at + known),
    }));

  it("never goes back, nor beyond what is known, nor past a line in a silence that it cuts", () => {
    fc.assert(
      fc.property(
        clocks.chain((clock) => fc.tuple(fc.constant(clock), horizonFrom(clock), moment)),
        ([clock, horizon, now]) => {
          const next = tickClock(clock, { kind: "advance", now, horizon });
          expect(next.at).toBeGreaterThanOrEqual(clock.at);
          expect(next.at).toBeLessThanOrEqual(Math.max(clock.at, horizon.knownTo));
          if (next.skipped !== undefined && next.skipped !== clock.skipped) {
            expect(next.at).toBeLessThanOrEqual(horizon.next);
          }
        },
      ),
    );
  });

  it("is looked at again within a second, and no more often than is drawn", () => {
    fc.assert(
      fc.property(
        clocks.chain((clock) => fc.tuple(fc.constant(clock), horizonFrom(clock), fc.integer({ min: 1, max: 1e9 }))),
        ([clock, horizon, cell]) => {
          const ms = msToNextChange(clock, horizon, cell);
          expect(ms).toBeGreaterThanOrEqual(33);
          expect(ms).toBeLessThanOrEqual(1_000);
        },
      ),
    );
  });
});

describe("the bar of a replay", () => {
  it("has a column for every moment of the range, and no more of them than there is room for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2e15 }),
        fc.integer({ min: 1, max: 1e13 }),
        fc.integer({ min: 2, max: 300 }),
        (from, span, columns) => {
          const axis = axisOfRange({ from, to: from + span }, columns);
          expect(axis.columns).toBeLessThanOrEqual(columns + 1);
          expect(axis.from).toBeLessThanOrEqual(from);
          expect(axis.from + axis.columns * axis.width).toBeGreaterThan(from + span);
        },
      ),
    );
  });
});
