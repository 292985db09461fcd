import { MICROS_PER_SECOND } from "../../core/time.js";
import type { Run } from "../command.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice } from "../notices.js";
import { andThen, still } from "../step.js";
import type { State } from "../state.js";
import { endSelection, selectionEnds } from "../stream/selection.js";
import { isSelecting } from "../stream/selecting.js";
import { markedTimes, markRange } from "../views/heatmap/heatmap.js";
import { chosenRange, rangeInWords, rangeOfSession, wholeRange } from "../views/replay/range.js";
import { playOn, seek, withClock } from "../views/replay/playing.js";
import { seekBy, showRange, toEnd } from "../views/replay/replay.js";
import { fasterBy, type Speed, SPEEDS } from "../views/replay/replay-clock.js";
import { selectedSession } from "../views/sessions/sessions.js";
import { leaveBehind, showView, withSourcesOf } from "../views/show-view.js";
import { VIEWS } from "../views/registry.js";

const STEP = 10 * MICROS_PER_SECOND;

/** The clock of the replay, and what it goes through. */
export const REPLAY_RUNS = {
  replay: (state, { argument, moment }) =>
    argument === undefined ? begin(state, moment) : of(state, argument.trim(), moment),
  play: (state, { moment }) => andThen(playOn(state, moment), playOrPause),
  slower: (state, { count, moment }) => changeSpeed(state, -(count ?? 1), moment),
  faster: (state, { count, moment }) => changeSpeed(state, count ?? 1, moment),
  speed: (state, { argument, moment }) => {
    const speed = SPEEDS.find((known) => known === Number((argument ?? "").trim().replace(/[x×]$/, "")));
    if (speed === undefined)
      return notice(state, "fault", `there is no speed '${argument ?? ""}'`, `try ${SPEEDS.join(", ")}`);
    return atSpeed(state, speed, moment);
  },
  "line-before": (state, call) => VIEWS.replay.sideways(state, -(call.count ?? 1), call.moment),
  "line-after": (state, call) => VIEWS.replay.sideways(state, call.count ?? 1, call.moment),
  earlier: (state, { count, moment }) => andThen(playOn(state, moment), (next) => seekBy(next, -(count ?? 1) * STEP)),
  later: (state, { count, moment }) => andThen(playOn(state, moment), (next) => seekBy(next, (count ?? 1) * STEP)),
  "replay-start": (state) => toEnd(state, -1),
  "replay-end": (state) => toEnd(state, 1),
  silence: (state, { moment }) => andThen(playOn(state, moment), toggleSilence),
  "replay-session": (state, { moment }) => replaySession(state, moment),
} as const satisfies Partial<Record<string, Run>>;

/** What is selected or marked in the view that is left; else where that view is. */
function begin(state: State, moment: Moment): Step<State> {
  const ends = isSelecting(state) ? selectionEnds(state) : undefined;
  if (ends !== undefined) {
    const range = chosenRange({ from: ends.from.order, to: ends.to.order }, "what was selected");
    return showRange(leaveBehind(endSelection(state)), range);
  }
  const times = state.view === "heatmap" ? markedTimes(state) : undefined;
  if (times === undefined) return showView(state, "replay", moment);
  return showRange(leaveBehind(markRange(state)), chosenRange(times, "what was marked"));
}

/** What is named: a session, all there is, a stretch of time. */
function of(state: State, words: string, moment: Moment): Step<State> {
  const { reach } = state.replay;
  const { list } = state.sessions;
  const place = /^(?:session:)?@(\d{1,6})$/.exec(words)?.[1];
  if (place !== undefined && list !== undefined) {
    const session = list[Number(place) - 1];
    if (session === undefined) return notice(state, "fault", `there is no session @${place}`, "6 lists the sessions");
    return showRange(withSourcesOf(leaveBehind(state), session), rangeOfSession(session, moment.now));
  }
  if (place !== undefined)
    return notice(state, "warning", "the sessions have not been read yet", "6 reads them, and r replays one");
  if (words === "all" && reach === undefined) return showView({ ...state, timeCursor: undefined }, "replay", moment);
  const range = words === "all" && reach !== undefined ? wholeRange(reach) : rangeInWords(words, reach, moment);
  if (range !== undefined) return showRange(leaveBehind(state), range);
  return notice(state, "fault", `'${words}' is no stretch of time`, "try all, 14:00..14:30, -10m or @1");
}

function replaySession(state: State, moment: Moment): Step<State> {
  const session = selectedSession(state);
  if (session === undefined) return still(state);
  return showRange(withSourcesOf(leaveBehind(state), session), rangeOfSession(session, moment.now));
}

/** At the end it begins again. */
function playOrPause(state: State): Step<State> {
  const { clock, range } = state.replay;
  if (clock.isPlaying) return still(withClock(state, { kind: "pause" }));
  const placed = range !== undefined && clock.at >= range.to ? seek(state, range.from) : still(state);
  return andThen(placed, (next) => still(withClock(next, { kind: "play" })));
}

function changeSpeed(state: State, steps: number, moment: Moment): Step<State> {
  return atSpeed(state, fasterBy(state.replay.clock.speed, steps), moment);
}

function atSpeed(state: State, speed: Speed, moment: Moment): Step<State> {
  return andThen(playOn(state, moment), (next) => still(withClock(next, { kind: "speed", speed })));
}

function toggleSilence(state: State): Step<State> {
  const isOn = !state.replay.clock.cutsSilence;
  const changed = withClock(state, { kind: "cut-silence", isOn });
  return notice(changed, "info", isOn ? "waits of more than 2 s are cut short" : "silence is played whole");
}
