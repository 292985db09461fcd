import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { openForWriting } from "../../src/store/database.js";
import { migrate } from "../../src/store/migrations/migrate.js";
import { sessionReading, sessionWriting } from "../../src/store/session/session-table.js";

const RECORDER = 1;

function sessionsOf(isAlive: (end: () => void) => boolean): readonly string[] {
  const db = openForWriting(":memory:");
  migrate(db);
  db.prepare("INSERT INTO collector (id, kind, command, started, lock) VALUES (?, 'run', 'true', 0, 'its lock')").run(
    RECORDER,
  );
  const writing = sessionWriting(db, RECORDER);
  const id = writing.begin({
    ...NOTHING_KNOWN,
    kind: "run",
    origin: "started",
    name: undefined,
    command: ["true"],
    host: undefined,
    user: undefined,
    startedAt: micros(1_000_000),
  });
  const end = () => writing.update(id, { result: "succeeded", exitCode: 0, endedAt: micros(2_000_000) });
  const results = sessionReading(db, () => isAlive(end))
    .all()
    .map(({ result }) => result);
  db.close();
  return results;
}

describe("a session whose recorder is asked after", () => {
  it("runs while its recorder does, and is unknown when that went away", () => {
    expect(sessionsOf(() => true)).toEqual(["running"]);
    expect(sessionsOf(() => false)).toEqual(["unknown"]);
  });

  it("has its end when the recorder wrote it and went between the reading and the asking", () => {
    const writesAndGoes = (end: () => void): boolean => {
      end();
      return false;
    };
    expect(sessionsOf(writesAndGoes)).toEqual(["succeeded"]);
  });
});
