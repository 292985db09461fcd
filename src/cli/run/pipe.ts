import { spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Both ends of a pipe, as descriptors of ours. */
export type Pipe = { readonly reading: number; readonly writing: number };

/**
 * Real pipes. Node would give a child sockets, on which `/dev/stdout` and `/dev/stderr` cannot be opened; and without
 * code of our own in C the one way to a pipe is a FIFO. Its name is gone again when this returns. Undefined where there
 * is no `mkfifo` or no room for it.
 */
export function openPipes(count: number): readonly Pipe[] | undefined {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "logstream-run-"));
    const names = Array.from({ length: count }, (_, index) => join(folder ?? "", String(index)));
    const made = spawnSync("mkfifo", ["--mode=600", "--", ...names], { stdio: "ignore" });
    return made.status === 0 ? openAll(names) : undefined;
  } catch {
    // Sockets are better than no command at all.
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function openAll(names: readonly string[]): readonly Pipe[] {
  const open: Pipe[] = [];
  try {
    for (const name of names) open.push(openFifo(name));
    return open;
  } catch (error) {
    for (const { reading, writing } of open) for (const fd of [reading, writing]) closeSync(fd);
    throw error;
  }
}

/** The reading end first and without waiting: then the writing end, which must be able to wait, opens at once. */
function openFifo(name: string): Pipe {
  const { O_RDONLY, O_NONBLOCK, O_WRONLY } = constants;
  const reading = openSync(name, O_RDONLY | O_NONBLOCK);
  try {
    return { reading, writing: openSync(name, O_WRONLY) };
  } catch (error) {
    closeSync(reading);
    throw error;
  }
}
