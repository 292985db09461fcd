import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepLimits } from "../../src/core/keep.js";
import { METRICS, type MachineSample } from "../../src/core/machine/metrics.js";
import type { Engine } from "../../src/core/ports.js";
import { MICROS_PER_DAY, micros } from "../../src/core/time.js";
import { packSample, unpackSamples } from "../../src/store/machine/pack-samples.js";
import { openStore, openStoreReader, type Store } from "../../src/store/open-store.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { READING } from "../contracts/log-store-contract.js";
import { valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const NOON = 20_000 * MICROS_PER_DAY + MICROS_PER_DAY / 2;

let folder: ReturnType<typeof temporaryFolder>;
let today = NOON;
const open: Store[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  today = NOON;
});
afterEach(() => {
  for (const store of open.splice(0)) store.writer.close();
  folder.remove();
});

function opened(kind = "test"): Store {
  const path = join(folder.path, "log.db");
  const store = valueOf(openStore({ path, collector: { kind, command: kind }, now: () => micros(today) }));
  open.push(store);
  return store;
}

function sampleAt(at: number, user: number, seconds = 5): MachineSample {
  const values = METRICS.map((metric) => (metric === "cpu.user" ? user : undefined));
  return { from: micros(at - seconds * SECOND), at: micros(at), values };
}

async function userOf(store: Store, from: number, columns: number, width = 5 * SECOND) {
  const reader = valueOf(store.openReader(READING));
  const { values } = await reader.machine({ from, width, columns });
  await reader.close();
  return values["cpu.user"];
}

describe("samples of the machine", () => {
  const value = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
  const amount = fc.option(fc.integer({ min: 0, max: 2 ** 45 }), { nil: undefined });
  const values = fc.tuple(...METRICS.map((name) => (/^(?:cpu|pressure)/.test(name) ? value : amount)));
  const minute = fc.array(fc.tuple(fc.nat(59_999), fc.integer({ min: 1, max: 60_000 }), values), { maxLength: 20 });

  it("come back from their bytes as they were, to a hundredth of a percent", () => {
    fc.assert(
      fc.property(minute, (given) => {
        const parts: Uint8Array[] = [];
        let before: MachineSample | undefined;
        const samples = given.map(([end, length, own]): MachineSample => {
          const at = NOON + end * 1_000;
          return { from: micros(at - length * 1_000), at: micros(at), values: own };
        });
        for (const sample of samples) {
          parts.push(packSample(sample, before));
          before = sample;
        }
        const back = unpackSamples(Buffer.concat(parts), NOON / MINUTE);
        expect(back.map(({ from, at }) => [from, at])).toEqual(samples.map(({ from, at }) => [from, at]));
        for (const [index, { values: own }] of back.entries()) {
          for (const [place, known] of own.entries()) {
            const original = samples[index]?.values[place];
            if (original === undefined) expect(known).toBeUndefined();
            else expect(Math.abs((known ?? NaN) - original)).toBeLessThanOrEqual(0.00005);
          }
        }
      }),
    );
  });

  it("take less than fifty bytes each, so a day of them less than a megabyte", () => {
    const busy = (turn: number): MachineSample => ({
      ...sampleAt(NOON, 0),
      values: METRICS.map((name) =>
        /^(?:cpu|pressure)/.test(name) ? (turn % 10) / 23 : name.endsWith("total") ? 2 ** 34 : 2 ** 20 * (900 + turn),
      ),
    });
    const bytes = Array.from({ length: 12 }, (_, turn) =>
      packSample(busy(turn), turn === 0 ? undefined : busy(turn - 1)),
    );
    expect(bytes.reduce((sum, { length }) => sum + length, 0) / 12).toBeLessThan(50);
  });

  it("of damaged bytes are what can be read, and no more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(unpackSamples(bytes, 1).length).toBeLessThanOrEqual(bytes.length);
      }),
    );
    const whole = packSample(sampleAt(NOON + SECOND, 0.5), undefined);
    expect(unpackSamples(whole.subarray(0, whole.length - 1), NOON / MINUTE)).toEqual([]);
  });
});

describe("a store", () => {
  it("gives what was measured by stretches of time, over minutes and to readers of their own", async () => {
    const store = opened();
    for (let index = 1; index <= 24; index += 1)
      valueOf(store.machine.keep(sampleAt(NOON + index * 5 * SECOND, index / 24)));
    const fine = await userOf(store, NOON, 24);
    expect(fine.map((value) => Math.round((value ?? 0) * 24))).toEqual(
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
    expect((await userOf(store, NOON, 2, MINUTE)).map((value) => value?.toFixed(2))).toEqual(["0.27", "0.77"]);
    const reader = valueOf(openStoreReader(join(folder.path, "log.db"), READING));
    const seen = await reader.machine({ from: NOON - MINUTE, width: MINUTE, columns: 2 });
    expect(seen.values["cpu.user"].map((value) => value?.toFixed(2))).toEqual([undefined, "0.27"]);
    await reader.close();
  });

  it("keeps a time once, of however many programs that measure it, and goes on with those that are left", async () => {
    const [one, other] = [opened("one"), opened("other")];
    for (let index = 1; index <= 6; index += 1) {
      valueOf(one.machine.keep(sampleAt(NOON + index * 5 * SECOND, 0.25)));
      valueOf(other.machine.keep(sampleAt(NOON + (index * 5 + 2) * SECOND, 0.75)));
    }
    valueOf(other.machine.keep(sampleAt(NOON + 37 * SECOND, 0.75)));
    expect(await userOf(one, NOON, 6)).toEqual(Array.from({ length: 6 }, () => 0.25));
    expect((await userOf(one, NOON + 32 * SECOND, 1))[0]).toBe(0.75);
  });

  it("forgets it with the entries of that age", async () => {
    const store = opened();
    valueOf(store.machine.keep(sampleAt(NOON + 5 * SECOND, 0.5)));
    today = NOON + MICROS_PER_DAY;
    valueOf(store.machine.keep(sampleAt(today + 5 * SECOND, 0.5)));
    today = NOON + 2 * MICROS_PER_DAY;
    valueOf(store.keeper.step(valueOf(keepLimits("1.5", "all"))));
    expect(await userOf(store, NOON, 1)).toEqual([undefined]);
    expect(await userOf(store, NOON + MICROS_PER_DAY, 1)).toEqual([0.5]);
  });

  it("is filled while an engine collects that is told to measure, and not otherwise", async () => {
    const config = {
      storePath: undefined,
      specs: [`file:${join(folder.path, "none.log")}`],
      follow: true,
      history: undefined,
      since: undefined,
      collector: { kind: "test", command: "test" },
    };
    const measured = async (engine: Engine): Promise<unknown> => {
      const { values } = await engine.machine({ from: Date.now() * 1_000 - MINUTE, width: 2 * MINUTE, columns: 1 });
      return values["memory.total"][0];
    };
    const { engine } = valueOf(await startInProcess({ ...config, measureEveryMs: 20 }));
    await expect.poll(() => measured(engine), { timeout: 60_000 }).toBeGreaterThan(0);
    await engine.close();
    const other = valueOf(await startInProcess(config)).engine;
    expect(await measured(other)).toBeUndefined();
    await other.close();
  });
});
