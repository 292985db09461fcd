import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/app/action.js";
import { COMMAND_IDS } from "../../src/app/command-id.js";
import type { Effect } from "../../src/app/effect.js";
import { begin } from "../../src/app/initial-state.js";
import { DEFAULT_BINDINGS } from "../../src/app/keys/bindings.js";
import { matcherOf } from "../../src/app/query/matching.js";
import { type Layout, readLayout, LAYOUT_PARTS, DEFAULT_LAYOUT } from "../../src/app/looks/layout.js";
import { DEFAULT_LOOKS } from "../../src/app/looks/looks.js";
import { selectEmpty } from "../../src/app/selectors/empty.js";
import { selectFooter } from "../../src/app/selectors/footer.js";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectDetail, selectHelp, selectList, selectPalette, selectPrompt } from "../../src/app/selectors/overlays.js";
import { selectScreen } from "../../src/app/selectors/screen.js";
import { selectScrollbar } from "../../src/app/selectors/scrollbar.js";
import { selectSessions } from "../../src/app/selectors/sessions.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import type { State } from "../../src/app/state.js";
import { NO_NEEDS, streamColumns } from "../../src/app/stream/columns.js";
import { frameOf, isTooSmall } from "../../src/app/stream/frame.js";
import { heightAt, layoutOf } from "../../src/app/stream/layout.js";
import { update } from "../../src/app/update.js";
import { reachOf } from "../../src/core/reach.js";
import type { EngineNews, Page } from "../../src/core/ports.js";
import { createListEngine } from "../support/list-engine.js";
import { SAMPLE_SESSIONS } from "../support/sample-sessions.js";
import { entriesOf, entryOf, MOMENT, screenOf, statusOf } from "../support/tui-driver.js";

const LOG = entriesOf(400, (ordinal) => ({
  message: ordinal % 17 === 0 ? `trace ${ordinal}\n  at a\n  at b` : `line ${ordinal} ${"x".repeat(ordinal % 200)}`,
  level: ordinal % 11 === 0 ? "error" : ordinal % 7 === 0 ? "warning" : undefined,
  unit: ordinal % 5 === 0 ? undefined : `u${ordinal % 3}.service`,
}));

/** What may happen: a person's keys, commands and mouse, the terminal's size, and time for some answers to come. */
type Event =
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "answer"; readonly pick: number }
  | { readonly kind: "grow" };

const keys = [...new Set(DEFAULT_BINDINGS.flatMap((binding) => binding.keys.flatMap((key) => key.split(" "))))];
const press = fc
  .constantFrom(...keys, ...'0123456789abzxy!(/"'.split(""))
  .map((key): Action => ({ kind: "press", key }));
const runCommand = fc
  .record({
    command: fc.constantFrom(...COMMAND_IDS),
    argument: fc.constantFrom(undefined, "line", "50%", "12", "(", "error", "light"),
    count: fc.constantFrom(undefined, 3, 500),
  })
  .map(({ command, argument, count }): Action => ({
    kind: "run",
    command,
    ...(argument === undefined ? {} : { argument }),
    ...(count === undefined ? {} : { count }),
  }));
const other: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 60 }) })
    .map((size): Action => ({ kind: "resized", size })),
  fc.integer({ min: -5, max: 5 }).map((lines): Action => ({ kind: "wheel", lines })),
  fc.record({ row: fc.nat(60), column: fc.nat(220) }).map((cell): Action => ({ kind: "point", ...cell })),
  fc.string().map((text): Action => ({ kind: "paste", text })),
  fc.constant<Action>({ kind: "keys-timed-out" }),
  fc.constant<Action>({ kind: "overview-due" }),
);
const events: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: press.map((action): Event => ({ kind: "action", action })) },
    { weight: 2, arbitrary: runCommand.map((action): Event => ({ kind: "action", action })) },
    { weight: 2, arbitrary: other.map((action): Event => ({ kind: "action", action })) },
    { weight: 5, arbitrary: fc.nat(20).map((pick): Event => ({ kind: "answer", pick })) },
    { weight: 1, arbitrary: fc.constant<Event>({ kind: "grow" }) },
  ),
  { maxLength: 60 },
);

/** Plays events; answers come late, out of order or never. Gives the state after each step. */
async function play(script: readonly Event[]): Promise<readonly State[]> {
  const engine = createListEngine({
    matcher: matcherOf,
    entries: LOG,
    sources: [statusOf()],
    sessions: SAMPLE_SESSIONS,
  });
  const first = begin({ size: { columns: 80, rows: 24 }, scope: engine.scope });
  let state = first.state;
  let waiting: Effect[] = [...first.effects];
  let news: EngineNews = {
    revision: 1,
    entries: LOG.length,
    entriesPerSecond: 0,
    sources: [statusOf()],
    fault: undefined,
  };
  const states: State[] = [state];
  const dispatch = (action: Action): void => {
    const step = update(state, action, MOMENT);
    state = step.state;
    waiting.push(...step.effects);
    states.push(state);
  };
  for (const event of script) {
    if (event.kind === "action") dispatch(event.action);
    else if (event.kind === "grow") {
      engine.add([entryOf(news.entries)]);
      news = { ...news, revision: news.revision + 1, entries: news.entries + 1 };
      dispatch({ kind: "engine-advanced", news });
    } else {
      const effect = waiting[event.pick % Math.max(1, waiting.length)];
      waiting = waiting.filter((candidate) => candidate !== effect);
      const action = effect === undefined ? undefined : await answerTo(engine, effect);
      if (action !== undefined) dispatch(action);
    }
  }
  return states;
}

async function answerTo(engine: ReturnType<typeof createListEngine>, effect: Effect): Promise<Action | undefined> {
  switch (effect.kind) {
    case "load-page":
      return { kind: "page-loaded", request: effect.request, page: await engine.page(effect.page) };
    case "find":
      return { kind: "found", request: effect.request, entry: await engine.find(effect.find) };
    case "count":
      return { kind: "counted", request: effect.request, count: await engine.count(effect.query, effect.scope) };
    case "preview":
      return { kind: "preview-loaded", request: effect.request, page: await engine.page(effect.page) };
    case "load-overview": {
      const overview = await engine.overview(effect.query, effect.scope, effect.buckets);
      return { kind: "overview-loaded", request: effect.request, overview };
    }
    case "load-detail":
      return {
        kind: "detail-loaded",
        request: effect.request,
        neighbours: await engine.page(effect.page),
        raw: undefined,
      };
    case "load-reach": {
      const reach = reachOf(await engine.sources(), effect.scope);
      return { kind: "reach-came", request: effect.request, reach };
    }
    case "load-sessions":
      return { kind: "sessions-came", request: effect.request, sessions: await engine.sessions() };
    case "schedule":
      return effect.action;
    default:
      return undefined;
  }
}

function cursorHolds({ stream }: State): boolean {
  const entries = stream.page?.entries ?? [];
  if (entries.length === 0) return stream.cursor === undefined;
  return entries.some((entry) => entry.id === stream.cursor);
}

/** A part of the cursor's entry is on the screen, whole if it fits. */
function cursorSeen(state: State): boolean {
  const layout = layoutOf(state);
  if (layout.cursor < 0 || layout.rows === 0) return true;
  const height = heightAt(layout, layout.cursor);
  const line = state.stream.cursorLine;
  return height <= layout.rows ? line >= 0 && line + height <= layout.rows : line <= 0 && line + height >= layout.rows;
}

function selectAll(state: State): void {
  selectScreen(state);
  selectHeader(state);
  selectFooter(state);
  selectStream(state);
  selectScrollbar(state);
  selectEmpty(state);
  selectPrompt(state);
  selectPalette(state);
  selectList(state);
  selectHelp(state);
  selectDetail(state);
  selectSessions(state);
  screenOf(state);
}

const layouts: fc.Arbitrary<Layout> = fc
  .record({
    ...Object.fromEntries(Object.entries(LAYOUT_PARTS).map(([part, values]) => [part, fc.constantFrom(...values)])),
    shares: fc.record({ beside: fc.nat(1000), below: fc.nat(1000), sessions: fc.nat(1000) }),
  })
  .map((value) => readLayout(value) ?? DEFAULT_LAYOUT);

describe("whatever happens", () => {
  it("the cursor is on an entry of the page and in sight, and every selector answers", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (script) => {
        for (const state of await play(script)) {
          expect(cursorHolds(state)).toBe(true);
          expect(cursorSeen(state)).toBe(true);
          selectAll(state);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("the state is plain data", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (script) => {
        const state = (await play(script)).at(-1);
        expect(structuredClone(state)).toEqual(state);
      }),
      { numRuns: 40 },
    );
  });

  it("the parts of the screen fill it without touching each other", () => {
    const sizes = fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(sizes, layouts, fc.boolean(), (size, layout, hasDetail) => {
        const entry = entryOf(0);
        const detail = {
          kind: "detail",
          entry,
          selected: 0,
          scroll: 0,
          neighbours: undefined,
          hex: undefined,
        } as const;
        const frame = frameOf({ size, looks: { ...DEFAULT_LOOKS, layout }, overlays: hasDetail ? [detail] : [] });
        const rects = [frame.header, frame.tabs, frame.stream, frame.detail, frame.footer].filter(
          (rect) => rect !== undefined,
        );
        const area = rects.reduce((sum, rect) => sum + rect.rows * rect.columns, 0);
        expect(area).toBe(size.columns * size.rows);
        if (isTooSmall(size)) return;
        expect(Math.min(frame.stream.rows, frame.detail?.rows ?? 3)).toBeGreaterThanOrEqual(3);
        expect(Math.min(frame.stream.columns, frame.detail?.columns ?? 24)).toBeGreaterThanOrEqual(24);
        expect(streamColumns(frame.stream.columns, NO_NEEDS, layout).message).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it("a late page answers nobody", async () => {
    const states = await play([]);
    const state = states.at(-1);
    if (state === undefined) throw new Error("no state");
    const page: Page = {
      entries: [],
      anchorIndex: 0,
      atStart: true,
      atEnd: true,
      remarks: [],
      position: 0,
      total: 0,
      revision: 9,
    };
    expect(update(state, { kind: "page-loaded", request: 999, page }, MOMENT).state).toBe(state);
  });
});
