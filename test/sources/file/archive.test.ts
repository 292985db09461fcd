import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SourceOptions } from "../../../src/core/ports.js";
import { file } from "../../../src/sources/file.js";
import { createZstdFrames } from "../../../src/sources/file/zstd-frames.js";
import { type SourceCase, sourceContract } from "../../contracts/source-contract.js";
import { asText, numberedLines } from "../../support/numbered-lines.js";
import { hear } from "../../support/read-source.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const OPTIONS: SourceOptions = { follow: true, history: undefined, since: undefined };

async function sourceOf(path: string, options = OPTIONS) {
  const opened = await file.open(path, options);
  return (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
}

sourceContract("a compressed file", async (): Promise<SourceCase> => {
  const folder = temporaryFolder();
  const lines = numberedLines(20_000);
  const path = join(folder.path, "app.log.gz");
  const endless = join(folder.path, "endless.gz");
  writeFileSync(path, gzipSync(asText(lines)));
  return {
    open: () => sourceOf(path),
    endless: () => {
      writeFileSync(endless, gzipSync(`${"y".repeat(200)}\n`.repeat(250_000), { level: 1 }));
      return sourceOf(endless);
    },
    lines,
    ends: true,
    resumes: true,
    close: async () => folder.remove(),
  };
});

describe("a compressed file", () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    folder.remove();
  });
  const put = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder.path, name), content);
    return join(folder.path, name);
  };

  it("may consist of several, one behind the other", async () => {
    const [a, b] = [numberedLines(5_000), numberedLines(5_000, 5_000)];
    for (const pack of [gzipSync, zstdCompressSync]) {
      const path = put("many", Buffer.concat([pack(asText(a)), pack(""), pack(asText(b))]));
      const heard = await hear(await sourceOf(path));
      expect(heard.events.filter((event) => event.kind === "failed")).toEqual([]);
      expect(heard.lines).toEqual([...a, ...b]);
    }
  });

  it("may hold frames of zstd that are to be skipped", async () => {
    const skipped = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const path = put("skip", Buffer.concat([zstdCompressSync("a\n"), skipped, zstdCompressSync("b\n"), skipped]));
    expect((await hear(await sourceOf(path))).lines).toEqual(["a", "b"]);
  });

  it("says that it is damaged, after what came before the damage", async () => {
    const lines = numberedLines(30_000);
    const packed = gzipSync(asText(lines));
    packed.fill(0xaa, Math.floor(packed.length / 2), Math.floor(packed.length / 2) + 50);
    const heard = await hear(await sourceOf(put("bad.gz", packed)));
    expect(heard.events.at(-1)).toMatchObject({
      kind: "failed",
      fault: { message: expect.stringContaining("damaged") },
    });
    expect(heard.lines.length).toBeGreaterThan(10_000);
    expect(heard.lines.slice(0, 10_000)).toEqual(lines.slice(0, 10_000));
  });

  it("brings the last lines only, when asked", async () => {
    const path = put("app.gz", gzipSync(asText(numberedLines(20_000))));
    for (const history of [0, 1, 3, 15_000]) {
      expect((await hear(await sourceOf(path, { ...OPTIONS, history }))).lines).toEqual(
        numberedLines(history, 20_000 - history),
      );
    }
  });

  it("says which program is missing", async () => {
    const path = put("app.xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]));
    mkdirSync(join(folder.path, "empty"));
    chmodSync(join(folder.path, "empty"), 0o755);
    vi.stubEnv("PATH", join(folder.path, "empty"));
    const { events } = await hear(await sourceOf(path));
    expect(events).toMatchObject([
      { kind: "failed", fault: { code: "missing-program", hint: "install xz, or decompress the file first" } },
    ]);
  });
});

describe("the frames of zstd", () => {
  it("are told apart however the bytes are cut", () => {
    const frames = [
      zstdCompressSync("a".repeat(300_000)),
      zstdCompressSync(""),
      zstdCompressSync(asText(numberedLines(900))),
    ];
    const bytes = Buffer.concat(frames);
    for (const step of [1, 2, 3, 7, 1000, bytes.length]) {
      const reader = createZstdFrames();
      const ends: number[] = [];
      for (let at = 0; at < bytes.length; at += step) {
        for (let from = at, chunk = bytes.subarray(at, at + step); ;) {
          const { length, isEnd } = reader.take(chunk);
          from += length;
          chunk = chunk.subarray(length);
          if (isEnd) ends.push(from);
          if (!isEnd) break;
        }
      }
      const sizes = frames.map((frame) => frame.length);
      expect(ends).toEqual([0, 1, 2].map((i) => sizes.slice(0, i + 1).reduce((a, b) => a + b)));
    }
  });
});
