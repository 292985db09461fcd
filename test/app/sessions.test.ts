import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matcherOf } from "../../src/app/query/matching.js";
import { selectSessions } from "../../src/app/selectors/sessions.js";
import type { PanelRow } from "../../src/app/views/sessions/panel-row.js";
import { panelRows } from "../../src/app/views/sessions/panel-rows.js";
import { rowsOf, selectedSession } from "../../src/app/views/sessions/sessions.js";
import { sourceId } from "../../src/core/entry.js";
import type { Session } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { type InProcessEngine, startInProcess } from "../../src/engine/in-process.js";
import { visible } from "../../src/lib/visible.js";
import { ESCAPE_CORPUS } from "../support/escape-corpus.js";
import { createListEngine } from "../support/list-engine.js";
import { newSession, valueOf } from "../support/new-session.js";
import { buildOf, SAMPLE_SESSIONS, sessionOf, stepOf } from "../support/sample-sessions.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { driverOn, entriesOf, NOON, type TuiDriver } from "../support/tui-driver.js";

const words = (row: PanelRow): string =>
  row.pieces
    .map((piece) => (piece.kind === "text" ? piece.text : ""))
    .join("")
    .trim();
const panel = (tui: TuiDriver): readonly string[] => rowsOf(tui.state()).map(words);
const selected = (tui: TuiDriver): number | undefined => selectedSession(tui.state())?.id;

async function open(sessions: readonly Session[] = SAMPLE_SESSIONS): Promise<TuiDriver> {
  const tui = await driverOn(createListEngine({ matcher: matcherOf, entries: entriesOf(50), sessions }));
  await tui.command("sessions");
  return tui;
}

describe("the sessions", () => {
  it("begin with the newest, and show of each first what failed, with the end of its log", async () => {
    const tui = await open();
    expect(selected(tui)).toBe(5);
    await tui.press("j");
    expect(selected(tui)).toBe(4);
    expect(panel(tui).slice(0, 6)).toEqual([
      "Session 4 upgrade (@2), a rebuild   failed, exit code 1",
      "Build  2 built, 2 failed, 1 not begun  2 warnings",
      "nixos-system-box-25.05  planned",
      "curl-8.11.0  needs openssl-3.3.2",
      "openssl-3.3.2  checkPhase  builder failed with exit code 2  1m 22s",
      "running tests",
    ]);
    expect(selectSessions(tui.state()).rows.map(({ outcome }) => outcome)).toContain(
      "failed: openssl-3.3.2; 2 built, 2 failed, 1 not begun",
    );
  });

  it("fold: a branch under the cursor, or all of them", async () => {
    const tui = await open();
    await tui.press("j l");
    const before = panel(tui);
    await tui.press("j j j j x");
    expect(panel(tui)).toEqual(before.filter((row) => !/^(running tests|test 12|make:|zlib)/.test(row)));
    await tui.press("x");
    expect(panel(tui)).toEqual(before);
    await tui.press("X");
    expect(rowsOf(tui.state()).every(({ depth }) => depth === 0)).toBe(true);
    await tui.press("X");
    expect(panel(tui)).toEqual(before);
  });

  it("are looked at again while one runs, and not after it has ended", async () => {
    const engine = createListEngine({ matcher: matcherOf, entries: entriesOf(5), sessions: SAMPLE_SESSIONS });
    const tui = await driverOn(engine);
    await tui.command("sessions");
    const asked = (): number => tui.effects.filter(({ kind }) => kind === "load-sessions").length;
    await tui.fire("view");
    expect(asked()).toBe(2);
    const quiet = await open(SAMPLE_SESSIONS.slice(1));
    await quiet.fire("view");
    expect(quiet.effects.filter(({ kind }) => kind === "load-sessions")).toHaveLength(1);
  });

  it("move the time that all views share, but not before somebody has moved", async () => {
    const tui = await open();
    expect(tui.state().timeCursor).toBeUndefined();
    await tui.press("j");
    expect(tui.state().timeCursor).toBe(SAMPLE_SESSIONS[1]?.startedAt);
    await tui.press("1 6");
    expect(selected(tui)).toBe(4);
  });

  it("lead to their output though it is not in sight, and back without it", async () => {
    const scope = { sources: [sourceId("journal:")] };
    const tui = await driverOn(createListEngine({ matcher: matcherOf, scope, sessions: SAMPLE_SESSIONS }));
    await tui.command("sessions");
    await tui.press("j enter");
    expect(tui.state().scope.sources).toEqual(["journal:", "run:4", "run:4:stderr"]);
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["session:4"]);
    await tui.press("q");
    expect(tui.state().scope).toEqual(scope);
    await tui.press("l j j j j enter");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["session:4 unit:openssl-3.3.2"]);
  });

  it("let nothing of a build or a command reach the terminal as it is", () => {
    const all = ESCAPE_CORPUS.join(" ");
    const bad = stepOf(all, "failed", { error: all, phase: all, host: all, logTail: ESCAPE_CORPUS });
    const session = sessionOf(1, {
      command: [all],
      name: all,
      folder: all,
      tags: [all],
      note: all,
      units: [{ unit: all, state: "failed", result: all, invocation: undefined }],
      build: buildOf([bad], [], { errors: [...ESCAPE_CORPUS] }),
    });
    const rows = panelRows(session, 1, { folds: "open", toggled: new Set(), now: NOON });
    for (const row of rows) expect(words(row)).toBe(visible(words(row)));
    expect(rows.length).toBeGreaterThan(30);
  });

  it("show each derivation of any build once, also where they need each other in a ring", () => {
    const needs = fc.array(fc.array(fc.nat(12), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    const states = fc.array(fc.constantFrom("planned", "waiting", "running", "done", "failed"), { minLength: 12 });
    fc.assert(
      fc.property(needs, states, (graph, of) => {
        const drv = (index: number): string => stepOf(`p${index}`, "done").drv;
        const steps = graph.map((own, index) =>
          stepOf(`p${index}`, of[index % of.length] ?? "done", { needs: own.map(drv) }),
        );
        const session = sessionOf(1, { command: [], build: buildOf(steps) });
        const rows = panelRows(session, 1, { folds: "open", toggled: new Set(), now: NOON });
        const names = rows.flatMap(({ unit }) => unit ?? []);
        expect(names.toSorted()).toEqual(steps.map(({ name }) => name).toSorted());
      }),
    );
  });
});

describe("the last rebuild, over a real store", () => {
  const folder = temporaryFolder();
  let running: InProcessEngine;

  beforeAll(async () => {
    const [other, output] = [join(folder.path, "other.log"), join(folder.path, "rebuild.log")];
    writeFileSync(other, "2026-11-21T11:00:00Z nothing to do with it\n");
    const lines = Array.from(
      { length: 60 },
      (_, line) => `2026-11-21T11:00:${String(line).padStart(2, "0")}Z step ${line}`,
    );
    writeFileSync(output, `${lines.with(40, `${lines[40]}: error: no space left`).join("\n")}\n`);
    const config = {
      follow: false,
      history: undefined,
      since: undefined,
      collector: { kind: "test", command: "test" },
    };
    running = valueOf(await startInProcess({ ...config, storePath: undefined, specs: [other] }));
    await running.done;
    await (
      await running.gather({ ...config, storePath: undefined, specs: [output] })
    ).done;
    const startedAt = micros(Date.UTC(2026, 10, 21, 11) * 1000);
    const source = sourceId(`file:${output}`);
    const endedAt = micros(startedAt + 60_000_000);
    valueOf(running.sessions.begin(newSession({ kind: "rebuild", startedAt, endedAt, source, result: "failed" })));
  });
  afterAll(async () => {
    await running.engine.close();
    folder.remove();
  });

  it("leads to its first error and what stood around it, and q back", async () => {
    const tui = await driverOn(running.engine);
    await tui.press("6");
    await tui.fire("keys");
    await tui.press("enter");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["session:1"]);
    expect(tui.cursor()).toBe("step 0");
    await tui.press("e enter");
    expect(tui.cursor()).toBe("step 40: error: no space left");
    expect(tui.state().overlays.map(({ kind }) => kind)).toEqual(["detail"]);
    await tui.press("q q");
    expect([tui.state().view, tui.state().filters.list]).toEqual(["sessions", []]);
  });
});
