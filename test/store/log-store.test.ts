import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { micros } from "../../src/core/time.js";
import { openStore, type Store } from "../../src/store/open-store.js";
import { logStoreContract } from "../contracts/log-store-contract.js";

function opened(path: string | undefined): Store {
  const store = openStore({ path, collector: { kind: "test", command: "test" }, now: () => micros(1) });
  if (!store.ok) throw new Error(store.fault.message);
  return store.value;
}

logStoreContract("store in memory", async () => {
  const store = opened(undefined);
  return Promise.resolve({
    store,
    reopen: undefined,
    remove: async () => {
      store.writer.close();
      return Promise.resolve();
    },
  });
});

logStoreContract("store in a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "logstream-store-"));
  const path = join(folder, "logs.db");
  let store = opened(path);
  return {
    store,
    reopen: async () => {
      store.writer.close();
      store = opened(path);
      return Promise.resolve(store);
    },
    remove: async () => {
      store.writer.close();
      await rm(folder, { recursive: true });
    },
  };
});
