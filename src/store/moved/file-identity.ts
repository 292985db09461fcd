import { statSync } from "node:fs";
import { failed, type Fault, type Result } from "../../core/fault.js";

/** Tells one file from another that has come to its place. */
export type FileIdentity = string;

/** Undefined where there is no file. */
export function identityOf(path: string): FileIdentity | undefined {
  const info = statSync(path, { throwIfNoEntry: false });
  return info === undefined ? undefined : `${info.dev}:${info.ino}`;
}

/** The log that SQLite keeps beside a store. */
export function logOf(path: string): string {
  return `${path}-wal`;
}

/** In bytes; 0 where there is no file. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The store was moved or deleted, and another has come to its place. */
export function begunAnew(path: string): Fault {
  return {
    code: "store-moved",
    message: `the store ${path} was moved or deleted while it was in use; collecting goes on in a new one`,
    hint: "one that was moved away is whole and can be asked with --store PATH",
  };
}

/** Another store lies there, which has a place of its own for a source. */
export function refusesAnother(path: string, label: string): Result<never> {
  return failed({
    code: "store-moved",
    message: `the store ${path} was replaced by another, which has ${label} up to another place`,
    hint: "start logstream again: it goes on from where that store has it",
  });
}

/** What is asked of a store that is not there. */
export function wentAway(path: string): Fault {
  return {
    code: "store-moved",
    message: `the store ${path} is not there any more: it was moved or deleted`,
    hint: "what was kept is shown as long as this runs; who collects begins a new one with the next entry",
  };
}

export function cameAnother(path: string): Fault {
  return {
    code: "store-moved",
    message: `another store is now at ${path}; it is the one that is shown`,
    hint: "one that was moved away can be asked with --store PATH",
  };
}
