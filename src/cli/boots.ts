import type { StoredBoot } from "../core/boots.js";
import { type Fault, type Result, failed, ok } from "../core/fault.js";
import type { Query } from "../core/query/ast.js";
import { bootOffsets, nameBoots } from "../core/query/name-boots.js";
import { bootOfJournal } from "../sources/journal/boot-of-spec.js";
import { columns } from "./text-table.js";
import { isoUtc } from "./output/time-text.js";

/** The query with ids in place of `boot:0` and the like, as the one journal among the sources counts its boots. */
export async function nameBootsOfSources(query: Query, specs: readonly string[]): Promise<Result<Query>> {
  const offsets = bootOffsets(query);
  if (offsets.length === 0) return ok(query);
  const journals = specs.flatMap((spec) => /^journal:(.*)$/is.exec(spec)?.slice(1) ?? []);
  const [rest] = journals;
  if (rest === undefined || journals.length > 1) return failed(noJournal(offsets[0] ?? 0));
  const ids = new Map<number, string>();
  for (const offset of offsets) {
    const id = await bootOfJournal(rest, offset);
    if (!id.ok) return id;
    if (id.value !== undefined) ids.set(offset, id.value);
  }
  return ok(nameBoots(query, (offset) => ids.get(offset)));
}

function noJournal(offset: number): Fault {
  return {
    code: "usage",
    message: `boot ${offset} can be counted only in a store or in one journal: source`,
    hint: "give the 32 digits of a boot, as `journalctl --list-boots` prints them",
  };
}

/** Which boot is meant by a number. */
export function saidBoot(offset: number, { id, first, last }: StoredBoot): string {
  return `boot ${offset} is ${id}, kept from ${isoUtc(first)} to ${isoUtc(last)}`;
}

export function noBoot(offset: number, known: number): Fault {
  const hint = known === 0 ? "no entry of it names a boot" : `it holds ${known}: logstream query --list-boots`;
  return { code: "not-found", message: `the store has no boot ${offset}`, hint };
}

/** As `journalctl --list-boots` prints them. */
export function bootTable(boots: readonly StoredBoot[]): string {
  const rows = boots.map(({ id, first, last }, index) => [
    String(index + 1 - boots.length),
    id,
    isoUtc(first),
    isoUtc(last),
  ]);
  return columns(["boot", "id", "first entry", "last entry"], rows);
}

/** The same as one JSON object a line. */
export function bootLines(boots: readonly StoredBoot[]): string {
  return boots
    .map(({ id, machine, first, last }, index) => {
      const boot = index + 1 - boots.length;
      return `${JSON.stringify({ boot, id, machine, first: isoUtc(first), last: isoUtc(last) })}\n`;
    })
    .join("");
}
