import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ResumeToken, SourceOptions } from "../../../src/core/ports.js";
import { file } from "../../../src/sources/file.js";
import { asText, numberedLines } from "../../support/numbered-lines.js";
import { canPack, PACKERS } from "../../support/pack.js";
import { hear, linesOf } from "../../support/read-source.js";
import { runSource } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const ROTATED: SourceOptions = { follow: true, history: undefined, since: undefined, rotated: true };
const ONCE: SourceOptions = { ...ROTATED, follow: false };

describe("what rotation made of a file before", () => {
  let folder = temporaryFolder();
  let path = "";
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, "app.log");
  });
  afterEach(() => folder.remove());

  /** A file of so many of the numbered lines, last written some days ago. */
  function put(name: string, from: number, count: number, daysAgo: number): void {
    const at = join(folder.path, name);
    const text = asText(numberedLines(count, from));
    const [, suffix] = /\.(gz|xz|bz2|zst)$/.exec(name) ?? [];
    writeFileSync(at, suffix === undefined ? text : PACKERS[suffix as keyof typeof PACKERS](text));
    const time = new Date(Date.now() - daysAgo * 86_400_000);
    utimesSync(at, time, time);
  }

  async function sourceOf(options: SourceOptions) {
    const opened = await file.open(path, options);
    return (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
  }

  function putAll(): void {
    put("app.log.10.gz", 0, 900, 10);
    put("app.log.9.gz", 900, 900, 9);
    if (canPack("xz")) put("app.log.3.xz", 1800, 900, 3);
    else put("app.log.3", 1800, 900, 3);
    put("app.log-20260101", 2700, 900, 2);
    put("app.log.1", 3600, 900, 1);
    put("app.log", 4500, 500, 0);
    put("other.log.1", 0, 10, 1);
  }

  it("is not read unless it is asked for", async () => {
    putAll();
    expect((await hear(await sourceOf({ ...ONCE, rotated: false }))).lines).toEqual(numberedLines(500, 4500));
  });

  it("is read oldest first, compressed or not, then the file, and not a second time", async () => {
    putAll();
    // Just being compressed: it is there twice for a moment.
    writeFileSync(join(folder.path, "app.log.1.gz"), "");
    const heard = await hear(await sourceOf(ONCE));
    expect(heard.lines).toEqual(numberedLines(5_000));
    appendFileSync(path, "more\n");
    expect((await hear(await sourceOf(ONCE), undefined, heard.resume)).lines).toEqual(["more"]);
  });

  it("is read once each across stops at any event, renames and compression in between", async () => {
    putAll();
    const lines: string[] = [];
    let token: ResumeToken | undefined;
    const shift = (from: string, into: string) => {
      if (existsSync(join(folder.path, from))) renameSync(join(folder.path, from), join(folder.path, into));
    };
    for (let stop = 0; stop < 12 && lines.length < 5_000; stop++) {
      for await (const event of (await sourceOf(ONCE)).events(new AbortController().signal, token)) {
        if (event.kind !== "batch") continue;
        token = event.resume;
        lines.push(...linesOf([event.batch]));
        break;
      }
      if (stop === 1) {
        shift("app.log.10.gz", "app.log.11.gz");
        shift("app.log.9.gz", "app.log.10.gz");
        execFileSync("gzip", [join(folder.path, "app.log.1")]);
        shift("app.log.1.gz", "app.log.2.gz");
      }
    }
    expect(lines).toEqual(numberedLines(5_000));
  });

  it("says that one is damaged, gives what can be had of it, and goes on", async () => {
    putAll();
    const damaged = join(folder.path, "app.log.9.gz");
    writeFileSync(damaged, PACKERS.gz(asText(numberedLines(900, 900))).subarray(0, 1_000));
    const time = new Date(Date.now() - 9 * 86_400_000);
    utimesSync(damaged, time, time);
    const heard = await hear(await sourceOf(ONCE));
    expect(heard.events.some((event) => event.kind === "failed" && event.fault.message.includes("app.log.9.gz"))).toBe(
      true,
    );
    expect(heard.lines.slice(-3_200)).toEqual(numberedLines(3_200, 1_800));
  });

  it("is read from where it was left when it was compressed while nobody followed, and all that came after it", async () => {
    writeFileSync(path, asText(numberedLines(1_000)));
    const run = runSource(await sourceOf({ ...ROTATED, rotated: false }));
    await run.until(() => run.received.length === 1_000);
    await run.stop();
    appendFileSync(path, asText(numberedLines(100, 1_000)));
    renameSync(path, `${path}.2`);
    writeFileSync(`${path}.1`, asText(numberedLines(100, 1_100)));
    for (const each of [`${path}.2`, `${path}.1`]) execFileSync("gzip", [each]);
    utimesSync(`${path}.2.gz`, new Date(1e12), new Date(1e12));
    writeFileSync(path, asText(numberedLines(100, 1_200)));
    const again = await hear(await sourceOf({ ...ONCE, rotated: false }), undefined, run.token());
    expect(again.lines).toEqual(numberedLines(300, 1_000));
    expect(again.events.some(({ kind }) => kind === "gap")).toBe(false);
    rmSync(`${path}.2.gz`);
    unlinkSync(`${path}.1.gz`);
  });
});
