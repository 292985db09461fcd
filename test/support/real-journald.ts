import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SCRIPT = fileURLToPath(new URL("real-journald.sh", import.meta.url));
const run = promisify(execFile);

type NativeField = readonly [name: string, value: string | Uint8Array];

/** A journald of our own, started for the test. */
export type RealJournald = {
  /** What follows `journal:dir=`. */
  readonly directory: string;
  /** Writes records, in order; resolves when journald has them in its socket, not when they can be read. */
  write(records: readonly (readonly NativeField[])[]): Promise<void>;
  /** Writes plain messages. */
  say(...messages: readonly string[]): Promise<void>;
  rotate(): Promise<void>;
  /** Deletes all journal files but the active one. */
  vacuum(): Promise<void>;
  readonly stop: () => Promise<void>;
};

/** What keeps a real journald from running here; undefined when it can. */
export async function missingForJournald(script = SCRIPT): Promise<string | undefined> {
  const { stdout } = await run("bash", [script, "missing"]);
  const missing = stdout.trim();
  if (missing === "") return undefined;
  console.warn(`NOT TESTED: the journal source against a real journald, for want of ${missing}`);
  return missing;
}

type JournaldOptions = {
  /** Copies the kernel's messages. */
  readonly kernel?: boolean;
  /** What is sent comes from this unit, which may log `burst` messages (or some times as many) in a second. */
  readonly limited?: { readonly unit: string; readonly burst: number };
  /** Given by whoever was bundled away from it. */
  readonly script?: string;
};

export async function startRealJournald({
  kernel = false,
  limited,
  script = SCRIPT,
}: JournaldOptions = {}): Promise<RealJournald> {
  const folder = await mkdtemp(join(tmpdir(), "logstream-journald-"));
  const { stdout } = await run("bash", [script, "start", folder, kernel ? "yes" : "no", String(limited?.burst ?? 0)]);
  const directory = stdout.trim();
  const sender = startSender(script, folder, limited?.unit);
  const write = (records: readonly (readonly NativeField[])[]) => sender.send(records.map(datagram));
  return {
    directory,
    write,
    say: (...messages) => write(messages.map((message) => [["MESSAGE", message]])),
    async rotate() {
      await run("bash", [script, "rotate", folder]);
    },
    async vacuum() {
      await run("journalctl", [`--directory=${directory}`, "--vacuum-files=1"]);
    },
    async stop() {
      sender.end();
      await run("bash", [script, "stop", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A record in the native protocol (systemd, JOURNAL_NATIVE_PROTOCOL); its binary form does for every value. */
function datagram(fields: readonly NativeField[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([name, value]) => {
      const bytes = Buffer.from(value);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(bytes.length));
      return [Buffer.from(`${name}\n`), length, bytes, Buffer.from("\n")];
    }),
  );
}

type Sender = { send(datagrams: readonly Buffer[]): Promise<void>; end(): void };

/** One process for all that is sent: starting one each time took most of the tests' time. */
function startSender(script: string, folder: string, unit: string | undefined): Sender {
  const child = spawn("bash", [script, "send", folder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, UNIT: unit },
  });
  const waiting: { left: number; readonly done: () => void }[] = [];
  child.stdout.on("data", (dots: Buffer) => {
    for (let taken = 0; taken < dots.length; taken++) {
      const first = waiting[0];
      if (first === undefined) return;
      first.left--;
      if (first.left === 0) waiting.shift()?.done();
    }
  });
  return {
    send: (datagrams) =>
      new Promise((resolve) => {
        if (datagrams.length === 0) {
          resolve();
          return;
        }
        waiting.push({ left: datagrams.length, done: resolve });
        const framed = datagrams.flatMap((bytes) => {
          const length = Buffer.alloc(4);
          length.writeUInt32LE(bytes.length);
          return [length, bytes];
        });
        child.stdin.write(Buffer.concat(framed));
      }),
    end: () => child.stdin.end(),
  };
}
