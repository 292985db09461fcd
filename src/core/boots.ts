import type { Micros } from "./time.js";

/** A boot of a machine, as far as entries of it are kept. */
export type StoredBoot = {
  /** 32 hex digits. */
  readonly id: string;
  /** The machine's id; undefined where no entry names it. */
  readonly machine: string | undefined;
  readonly first: Micros;
  readonly last: Micros;
};

/**
 * The boots of the machine that is meant when nobody names one: this one if it is among them, else the one that wrote
 * last. Oldest first. `running` is the boot of this machine that is running now.
 */
export function bootsMeant(boots: readonly StoredBoot[], running: string | undefined): readonly StoredBoot[] {
  const meant = boots.find(({ id }) => id === running) ?? boots.toSorted((one, other) => other.last - one.last)[0];
  return boots.filter(({ machine }) => machine === meant?.machine).toSorted((one, other) => one.first - other.first);
}

/** Counted as journalctl does: 0 the newest, -1 the one before it, 1 the oldest. */
export function bootAt(meant: readonly StoredBoot[], offset: number): StoredBoot | undefined {
  return offset > 0 ? meant[offset - 1] : meant[meant.length - 1 + offset];
}
