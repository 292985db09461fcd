import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { openStore, openStoreReader } from "../../src/store/open-store.js";
import { READING } from "../contracts/log-store-contract.js";
import { newSession, valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Made by the version that knew no sessions: two sources of two lines, collected in two runs. */
const OLD = fileURLToPath(new URL("../fixtures/store/schema-1.db.gz", import.meta.url));

describe("a store of an older version", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, "log.db");
    writeFileSync(path, gunzipSync(readFileSync(OLD)), { mode: 0o600 });
  });
  afterEach(() => folder.remove());

  const texts = async (): Promise<readonly string[]> => {
    const reader = valueOf(openStoreReader(path, READING));
    const found: string[] = [];
    const request = { query: { kind: "all" }, scope: { sources: undefined }, direction: "oldest-first" } as const;
    for await (const part of reader.scan({ ...request, limit: undefined })) found.push(...part.map(({ text }) => text));
    await reader.close();
    return found;
  };
  const KEPT = [
    "Nov 24 20:00:01 box sshd[77]: Accepted publickey for ada",
    "Nov 24 20:00:02 box sshd[77]: session opened",
    "level=info msg=one",
    "level=error msg=two",
  ];

  it("is read as it is, by who only asks", async () => {
    expect(await texts()).toEqual(KEPT);
    const reader = valueOf(openStoreReader(path, READING));
    expect(await reader.sessions()).toEqual([]);
    await reader.close();
  });

  it("is collected into and keeps sessions from now on", async () => {
    const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now: () => micros(1) }));
    expect(valueOf(store.writer.sessions.begin(newSession({})))).toBe(1);
    store.writer.close();
    expect(await texts()).toEqual(KEPT);
  });
});
