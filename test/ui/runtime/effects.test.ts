import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/app/action.js";
import type { Effect } from "../../../src/app/effect.js";
import type { Engine } from "../../../src/core/ports.js";
import { FaultError } from "../../../src/core/fault.js";
import { EVERYTHING } from "../../../src/core/query/ast.js";
import { createEffectRunner } from "../../../src/ui/runtime/effects.js";
import { createListEngine } from "../../support/list-engine.js";
import { sampleLog } from "../../support/sample-log.js";

function runner(change: Partial<Engine> = {}) {
  const actions: Action[] = [];
  const engine = { ...createListEngine({ matcher: () => () => true, entries: sampleLog(20) }), ...change };
  const { run, stop } = createEffectRunner({
    engine,
    dispatch: (action) => actions.push(action),
    applyTheme: () => undefined,
    redraw: () => undefined,
    outside: () => Promise.reject(new Error("nothing goes outside here")),
    saved: () => ({ kind: "saved-came", filters: [] }),
    suspend: () => undefined,
    quit: () => undefined,
  });
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { actions, run, stop, until };
}

const scope = { sources: undefined };
const pageEffect = (request: number): Effect => ({
  kind: "load-page",
  request,
  page: { query: EVERYTHING, scope, anchor: { kind: "tail" }, before: 5, after: 0 },
});

describe("effects", () => {
  it("are answered by the action of their kind", async () => {
    const { actions, run, until } = runner();
    run(pageEffect(1));
    run({ kind: "count", request: 2, query: EVERYTHING, scope });
    await until(() => actions.length === 2);
    expect(actions.map(({ kind }) => kind)).toEqual(["page-loaded", "counted"]);
  });

  it("cancel the one of their kind that is under way, but for counts", async () => {
    const aborted: number[] = [];
    let asked = 0;
    const wait = (signal: AbortSignal | undefined): Promise<never> => {
      const number = ++asked;
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          aborted.push(number);
          reject(new Error("cancelled"));
        });
      });
    };
    const { actions, run, stop } = runner({
      page: (_request, signal) => wait(signal as unknown as globalThis.AbortSignal),
      count: (_query, _scope, signal) => wait(signal as unknown as globalThis.AbortSignal),
    });
    run(pageEffect(1));
    run(pageEffect(2));
    run({ kind: "count", request: 3, query: EVERYTHING, scope });
    run({ kind: "count", request: 4, query: EVERYTHING, scope });
    expect(aborted).toEqual([1]);
    stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(aborted.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4]);
    expect(actions).toEqual([]);
  });

  it("that cannot be carried out say why, with what the engine knows of it", async () => {
    const fault = { code: "store-corrupt", message: "the store is broken", hint: "it was kept aside" } as const;
    const { actions, run, until } = runner({ find: () => Promise.reject(new FaultError(fault)) });
    run({
      kind: "find",
      request: 7,
      find: { query: EVERYTHING, pattern: EVERYTHING, scope, from: undefined, direction: "newer" },
    });
    await until(() => actions.length === 1);
    expect(actions).toEqual([{ kind: "effect-failed", effect: "find", request: 7, fault }]);
  });

  it("that wait are replaced by the next of the same key", async () => {
    const { actions, run, until } = runner();
    run({ kind: "schedule", key: "a", ms: 5, action: { kind: "notice-expired", id: 1 } });
    run({ kind: "schedule", key: "a", ms: 5, action: { kind: "notice-expired", id: 2 } });
    await until(() => actions.length === 1);
    expect(actions).toEqual([{ kind: "notice-expired", id: 2 }]);
  });
});
