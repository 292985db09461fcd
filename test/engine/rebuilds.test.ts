import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { EntryBatch } from "../../src/core/batch.js";
import { sourceId } from "../../src/core/entry.js";
import type { Generation, Session } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { localOffset, now } from "../../src/engine/environment.js";
import { watchRebuilds } from "../../src/engine/rebuild-watch.js";
import { categorise } from "../../src/parse/category.js";
import { describe as describeText } from "../../src/parse/describe.js";
import { createParser } from "../../src/parse/parser.js";
import { decodeUtf8 } from "../../src/pipeline/scan/decode.js";
import { createExportDecoder } from "../../src/sources/journal/export-decoder.js";
import { createStructuredBatch } from "../../src/sources/structured-batch.js";
import { NEW_REBUILD } from "../../src/session/rebuild.js";
import { systemProfile } from "../../src/sources/system-profile.js";
import { openStore } from "../../src/store/open-store.js";
import { readFileSync } from "node:fs";
import { temporaryFolder } from "../support/temporary-folder.js";

const JOURNAL = sourceId("journal:");
let folder = temporaryFolder();
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  folder.remove();
  folder = temporaryFolder();
});

/** The records of a captured journal as the batches that a collector commits, so many records in each. */
function batchesOf(name: string, most: number): readonly EntryBatch[] {
  const parser = createParser({ localOffset, decode: decodeUtf8, lastOrder: undefined });
  const gathering = createStructuredBatch();
  const batches: EntryBatch[] = [];
  let held = 0;
  const give = () => {
    const raw = gathering.take();
    const batch = raw === undefined ? undefined : parser.push(raw);
    if (batch !== undefined) batches.push(batch);
    held = 0;
  };
  const decoder = createExportDecoder((fields, message) => {
    const at = micros(Number(fields["__REALTIME_TIMESTAMP"]));
    gathering.add({ at, fields }, message ?? new Uint8Array());
    held += 1;
    if (held === most) give();
  });
  decoder.push(readFileSync(new URL(`../fixtures/session/${name}.export`, import.meta.url)));
  give();
  return batches;
}

/** A store that is being collected into, as often as it is opened. */
async function collecting(path: string | undefined) {
  const opened = openStore({ path, collector: { kind: "test", command: "test" }, now });
  if (!opened.ok) throw new Error(opened.fault.message);
  const { writer } = opened.value;
  const reading = opened.value.openReader({ describe: describeText, categorise });
  if (!reading.ok) throw new Error(reading.fault.message);
  const reader = reading.value;
  const watch = await watchRebuilds({ writer, reader, now, profile: undefined, told: () => undefined });
  const tapped = watch.tee(writer);
  const handle = tapped.open(JOURNAL, "journal") ?? expect.fail("the journal is taken");
  const close = async () => {
    await watch.stop();
    tapped.release(handle);
    await reader.close();
    writer.close();
  };
  return { writer, reader, watch, append: (batch: EntryBatch) => tapped.append(handle, [batch], undefined), close };
}

const told = ({ startedAt, endedAt, result, exitCode, phases, units }: Session) => {
  return { startedAt, endedAt, result, exitCode, phases, units };
};

describe("rebuilds that are noticed while a journal is collected", () => {
  it("are the same sessions however the records come in batches", async () => {
    const seen = [];
    for (const most of [1, 3, 10_000]) {
      const here = await collecting(undefined);
      closing.push(here.close);
      for (const batch of batchesOf("sudo-fail-unit", most)) here.append(batch);
      await here.watch.stop();
      seen.push((await here.reader.sessions()).map(told));
    }
    expect(seen[0]).toHaveLength(1);
    expect(seen[0]?.[0]).toMatchObject({ result: "failed", exitCode: 4 });
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it("go on in the same session when the collector is started again in the middle", async () => {
    const path = join(folder.path, "log.db");
    const whole = await collecting(undefined);
    closing.push(whole.close);
    const batches = batchesOf("sudo-fail-unit", 1);
    for (const batch of batches) whole.append(batch);
    await whole.watch.stop();
    const expected = (await whole.reader.sessions()).map(told);
    const cut = Math.floor(batches.length * 0.7);

    const before = await collecting(path);
    for (const batch of batches.slice(0, cut)) before.append(batch);
    await before.close();
    const after = await collecting(path);
    closing.push(after.close);
    for (const batch of batches.slice(cut)) after.append(batch);
    await after.watch.stop();
    expect((await after.reader.sessions()).map(told)).toEqual(expected);
  });

  it("are not written a second time when logstream itself started them", async () => {
    const here = await collecting(undefined);
    closing.push(here.close);
    const batches = batchesOf("sudo-switch", 5);
    const at = batches[0]?.at[0] ?? 0;
    here.writer.sessions.begin({
      ...NEW_REBUILD,
      origin: "started",
      command: ["nixos-rebuild", "switch"],
      startedAt: micros(at),
    });
    for (const batch of batches) here.append(batch);
    await here.watch.stop();
    expect((await here.reader.sessions()).map(({ origin }) => origin)).toEqual(["started"]);
  });
});

describe("the system's profile", () => {
  it("tells what it is and each new generation, made as nix makes it", async () => {
    const profiles = join(folder.path, "profiles");
    mkdirSync(profiles);
    const link = join(profiles, "system");
    const make = (number: number) => {
      const system = join(folder.path, `store-${number}`);
      mkdirSync(system);
      symlinkSync(system, join(profiles, `system-${number}-link`));
      symlinkSync(`system-${number}-link`, `${link}.tmp`);
      renameSync(`${link}.tmp`, link);
    };
    make(1);
    const heard: (readonly [Generation, boolean])[] = [];
    let rung: () => void = () => undefined;
    const stop = systemProfile({ LOGSTREAM_SYSTEM_PROFILE: link }).watch((generation, isFirst) => {
      heard.push([generation, isFirst]);
      rung();
    });
    closing.push(stop);
    const second = new Promise<void>((resolve) => (rung = resolve));
    make(2);
    await second;
    expect(heard).toEqual([
      [{ number: 1, path: join(folder.path, "store-1") }, true],
      [{ number: 2, path: join(folder.path, "store-2") }, false],
    ]);
  });
});
