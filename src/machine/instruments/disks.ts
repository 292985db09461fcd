import { type Instrument, numbersOf, rate } from "./instrument.js";

/** Bytes in a sector as the kernel counts them, whatever the disk has. */
const SECTOR = 512;
/** Where the sectors stand that were read and written, behind the name (Documentation/admin-guide/iostats.rst). */
const [READ, WRITTEN] = [2, 6];

/** They lie on other disks, or in memory, whose bytes are counted already or are none of a disk. */
const NO_DISK = /^(?:loop|ram|zram|dm-|md|sr|fd)\d+$/;

/** What disks read and wrote. Partitions are left out: what they do their disk does. */
export const disks: Instrument = {
  file: "diskstats",
  metrics: ["disk.read", "disk.written"],
  read(text) {
    const rows = [...text.matchAll(/^ *\d+ +\d+ (\S+) (.+)$/gm)].map(
      ([, name = "", numbers = ""]) => [name, numbersOf(numbers)] as const,
    );
    const names = new Set(rows.map(([name]) => name));
    return new Map(
      rows.flatMap(([name, numbers]) =>
        NO_DISK.test(name) || isPartition(name, names) ? [] : [[name, [numbers[READ] ?? 0, numbers[WRITTEN] ?? 0]]],
      ),
    );
  },
  measure: (before, now, seconds) =>
    [0, 1].map((place) => {
      const sectors = rate(before, now, place, seconds);
      return sectors === undefined ? undefined : sectors * SECTOR;
    }),
};

/** `sda1` of `sda`, `nvme0n1p2` of `nvme0n1`; an `xvda1` without an `xvda` is a disk. */
function isPartition(name: string, names: ReadonlySet<string>): boolean {
  const [, disk = "", p] = /^(.*?)(p?)\d+$/.exec(name) ?? [];
  return names.has(disk) && (p === "" || /\d$/.test(disk));
}
