import type { BuildReport } from "../core/build-report.js";
import type { Generation } from "../core/session.js";
import type { Micros } from "../core/time.js";

/** The fields of a journal record that recognising a rebuild looks at. */
export const FACT_FIELDS = [
  "UNIT",
  "SYSLOG_IDENTIFIER",
  "MESSAGE_ID",
  "JOB_TYPE",
  "JOB_RESULT",
  "UNIT_RESULT",
  "EXIT_STATUS",
  "INVOCATION_ID",
  "_SYSTEMD_UNIT",
  "_COMM",
  "_PID",
  "_UID",
  "_BOOT_ID",
  "_HOSTNAME",
] as const;

type FactField = (typeof FACT_FIELDS)[number];
export type FactFields = Readonly<Partial<Record<FactField, string>>>;

/** One journal record, as far as it matters. */
export type JournalFact = {
  readonly kind: "entry";
  readonly at: Micros;
  readonly message: string;
  readonly fields: FactFields;
};

/** Something that happened on the machine and may belong to a rebuild, in the order in which it became known. */
export type Fact =
  | JournalFact
  /** The system profile points to another generation; `isFirst` is what it pointed to when we began to look. */
  | { readonly kind: "generation"; readonly at: Micros; readonly generation: Generation; readonly isFirst: boolean }
  /** The newest picture of a build that nix tells us of. */
  | { readonly kind: "build"; readonly at: Micros; readonly report: BuildReport }
  /** Nothing happened, but it is this late. */
  | { readonly kind: "tick"; readonly at: Micros };
