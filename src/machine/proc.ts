import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** The files of /proc, or of another folder that is like it, for who reads them again and again. */
export type Proc = {
  /** The text of a file; undefined where there is none, or it cannot be read. */
  readonly read: (file: string) => string | undefined;
  readonly close: () => void;
};

/** More than any of these files has on machines with hundreds of disks; what lies behind it is not read. */
const MOST_BYTES = 256 * 1_024;

/** Each file is opened once: reading it again from its start asks the kernel anew. */
export function openProc(folder: string): Proc {
  const open = new Map<string, number>();
  let buffer = Buffer.allocUnsafe(16 * 1_024);
  const descriptorOf = (file: string): number => {
    const known = open.get(file);
    if (known !== undefined) return known;
    const opened = openSync(join(folder, file), "r");
    open.set(file, opened);
    return opened;
  };
  const forget = (file: string): void => {
    const known = open.get(file);
    open.delete(file);
    if (known !== undefined) closeSync(known);
  };
  const fill = (descriptor: number): number => {
    for (let length = 0; ;) {
      const more = readSync(descriptor, buffer, length, buffer.length - length, length);
      length += more;
      if (more === 0 || length >= MOST_BYTES) return length;
      if (length < buffer.length) continue;
      const grown = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(grown, 0, 0, length);
      buffer = grown;
    }
  };
  return {
    read(file) {
      try {
        const length = fill(descriptorOf(file));
        return buffer.toString("latin1", 0, length);
      } catch {
        // Not there, or not to be read (a container, psi=0): the machine does not tell this.
        forget(file);
        return undefined;
      }
    },
    close() {
      for (const file of open.keys()) forget(file);
    },
  };
}
