import { readFileSync } from "node:fs";
import type { FieldValue } from "../../src/core/entry.js";
import type { NewSession } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { FACT_FIELDS, type Fact, type FactFields, type JournalFact } from "../../src/session/facts.js";
import { recognise } from "../../src/session/recogniser.js";
import { NOTHING_HEARD, type Recogniser, type SessionChange } from "../../src/session/state.js";
import { createExportDecoder } from "../../src/sources/journal/export-decoder.js";

/** The records of a captured `journalctl -o export` as facts. */
export function factsOfExport(path: string | URL): readonly JournalFact[] {
  const facts: JournalFact[] = [];
  const decoder = createExportDecoder((fields, message) => {
    const at = micros(Number(textOf(fields["__REALTIME_TIMESTAMP"])));
    facts.push({ kind: "entry", at, message: new TextDecoder().decode(message), fields: factFieldsOf(fields) });
  });
  decoder.push(readFileSync(path));
  return facts;
}

function factFieldsOf(fields: Readonly<Record<string, FieldValue>>): FactFields {
  return Object.fromEntries(
    FACT_FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, textOf(fields[name])]])),
  );
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export type Course = { readonly state: Recogniser; readonly changes: readonly SessionChange[] };

/** Takes in one fact after the other. */
export function courseOf(facts: readonly Fact[], state: Recogniser = NOTHING_HEARD): Course {
  const changes: SessionChange[] = [];
  for (const fact of facts) {
    const next = recognise(state, fact);
    state = next.state;
    changes.push(...next.changes);
  }
  return { state, changes };
}

export function endedIn({ changes }: Course): readonly NewSession[] {
  return changes.filter(({ kind }) => kind === "ended").map(({ session }) => session);
}
