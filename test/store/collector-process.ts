import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bundles `collector-program.ts`, which a plain Node can run; returns its path. */
export async function bundleCollector(): Promise<string> {
  const folder = `${root}.tsbuild/test-programs`;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/collector.mjs`;
  await build({
    input: fileURLToPath(new URL("./collector-program.ts", import.meta.url)),
    platform: "node",
    external: ["better-sqlite3"],
    output: { file, format: "esm", codeSplitting: false },
    logLevel: "warn",
  });
  return file;
}

/** A running collector and what it has said. */
export type Collector = {
  readonly said: readonly string[];
  /** Waits for a line that begins like this. */
  says(start: string): Promise<string>;
  kill(): Promise<void>;
  /** Ends its input and waits for its exit. */
  end(): Promise<void>;
};

type Options = { readonly store: string; readonly batches?: number; readonly rows?: number; readonly uid?: number };

export function startCollector(program: string, { store, batches = 0, rows = 100, uid }: Options): Collector {
  const child: ChildProcess = spawn(process.execPath, [program, store, String(batches), String(rows)], {
    stdio: ["pipe", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid }),
  });
  const said: string[] = [];
  const listeners = new Set<() => void>();
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    said.push(...lines);
    for (const listener of listeners) listener();
  });
  const exited = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
      for (const listener of listeners) listener();
    });
  });
  return {
    said,
    says: (start) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = said.find((candidate) => candidate.startsWith(start));
          if (line !== undefined) resolve(line);
          else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(`ended: ${said.join(", ")}`));
        };
        listeners.add(look);
        look();
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    end: async () => {
      child.stdin?.end();
      await exited;
    },
  };
}
