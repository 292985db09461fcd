import type { SourceId } from "../../core/entry.js";
import type { ResumeToken, SourceHandle } from "../../core/ports.js";
import { type Micros, micros } from "../../core/time.js";
import type { Db } from "../database.js";
import { remarkReading } from "../remark-table.js";

/** Who collects what. All calls belong in a transaction that writes. */
export type LeaseTable = {
  /** Registers the source and takes its lease; undefined while another living collector holds it. */
  take(source: SourceId, label: string): SourceHandle | undefined;
  give(number: number): void;
  giveAll(): void;
};

type Row = {
  readonly number: number;
  readonly resume: ResumeToken | null;
  readonly last_order: Micros | null;
  readonly next_ordinal: number;
  readonly next_line: number;
  readonly holder: number | null;
  readonly lock: string | null;
};

/** `isAlive` is asked whether the process that took a lock still runs. */
export function leaseTable(db: Db, collector: number, isAlive: (lock: string) => boolean): LeaseTable {
  const said = remarkReading(db);
  const register = db.prepare(
    "INSERT INTO source (id, label) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label",
  );
  const find = db.prepare<[string], Row>(
    `SELECT number, resume, last_order, next_ordinal, next_line, holder, collector.lock AS lock
     FROM source LEFT JOIN collector ON collector.id = source.holder WHERE source.id = ?`,
  );
  const hold = db.prepare("UPDATE source SET holder = ? WHERE number = ?");
  const give = db.prepare("UPDATE source SET holder = NULL WHERE number = ? AND holder = ?");
  const giveAll = db.prepare("UPDATE source SET holder = NULL WHERE holder = ?");
  return {
    take(source, label) {
      const known = find.get(source);
      if (known !== undefined && isTaken(known, collector, isAlive)) return undefined;
      register.run(source, label);
      const row = find.get(source);
      if (row === undefined) return undefined;
      hold.run(collector, row.number);
      const lastOrder = row.last_order === null ? undefined : micros(row.last_order);
      return {
        number: row.number,
        resume: row.resume ?? undefined,
        lastOrder,
        nextOrdinal: row.next_ordinal,
        nextLine: row.next_line,
        truth: said.truth(row.number),
      };
    },
    give: (number) => void give.run(number, collector),
    giveAll: () => void giveAll.run(collector),
  };
}

function isTaken({ holder, lock }: Row, collector: number, isAlive: (lock: string) => boolean): boolean {
  if (holder === null) return false;
  return holder === collector || (lock !== null && isAlive(lock));
}
