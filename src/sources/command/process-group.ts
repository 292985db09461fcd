import { execa } from "execa";
import type { Readable } from "node:stream";

/** How a process ended. */
export type Exit = { readonly code: number | undefined; readonly signal: string | undefined };

export type ProcessGroup = {
  /** Standard output and standard error as one stream, in the order in which they were written. */
  readonly output: Readable;
  readonly exit: Promise<Exit>;
  /** Asks the whole group to end, and kills what is left of it shortly after. */
  readonly stop: () => void;
};

const GRACE_MS = 500;

/**
 * Starts a command in a process group of its own, without input. Both of its outputs are one pipe, made by a shell that
 * then becomes the command: two pipes would lose the order of what was written.
 */
export function startProcessGroup(argv: readonly string[]): ProcessGroup {
  const child = execa("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...argv], {
    detached: true,
    buffer: false,
    encoding: "buffer",
    reject: false,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
  });
  const exit = new Promise<Exit>((resolve) => {
    child.nodeChildProcess.once("exit", (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
    // A shell that could not even be started never exits.
    void child.then((result) => resolve({ code: result.exitCode, signal: result.signal }));
  });

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    signalGroup(child.pid, "SIGTERM");
    const killer = setTimeout(() => signalGroup(child.pid, "SIGKILL"), GRACE_MS);
    void exit.then(() => {
      clearTimeout(killer);
      // The leader is gone; whoever of its children ignored the request goes now.
      signalGroup(child.pid, "SIGKILL");
      child.stdout.destroy();
    });
  };
  return { output: child.stdout, exit, stop };
}

function signalGroup(pid: number | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody of the group is left.
  }
}
