import { write } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** A descriptor of ours that bytes are passed on to. Waiting for a slow reader holds up nothing else. */
export type Outlet = {
  /** Settles when all of it is written, or nobody reads any more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Why it takes no more: EPIPE when its reader has gone. */
  readonly trouble: () => NodeJS.ErrnoException | undefined;
};

/** Somebody else made the descriptor non-blocking, and its reader is slow. */
const RETRY_MS = 2;

/** Writes come out in the order in which they were asked for. */
export function openOutlet(fd: number): Outlet {
  let trouble: NodeJS.ErrnoException | undefined;
  let last: Promise<void> = Promise.resolve();
  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    for (let done = 0; done < bytes.length && trouble === undefined;) {
      const step = await writeSome(fd, bytes.subarray(done));
      if (typeof step === "number") done += step;
      else if (step.code === "EAGAIN") await setTimeout(RETRY_MS);
      else trouble = step;
    }
  };
  return {
    write: (bytes) => (last = last.then(() => writeAll(bytes))),
    trouble: () => trouble,
  };
}

function writeSome(fd: number, bytes: Uint8Array): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    write(fd, bytes, (error, written) => resolve(error ?? written));
  });
}
