import { APPLICATION_ID, type Db } from "../database.js";
import { MIGRATIONS, SCHEMA_VERSION } from "./registry.js";

/** The schema version of a store; 0 for an empty file. */
export function schemaVersion(db: Db): number {
  return Number(db.pragma("user_version", { simple: true }));
}

/** True for a database with tables that does not carry our mark. */
export function isForeign(db: Db): boolean {
  if (Number(db.pragma("application_id", { simple: true })) === APPLICATION_ID) return false;
  return db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() !== 0;
}

/** Brings the schema up to ours; safe against a second process that does the same. */
export function migrate(db: Db): void {
  if (schemaVersion(db) === SCHEMA_VERSION) return;
  db.transaction(() => {
    const current = schemaVersion(db);
    for (const step of MIGRATIONS.filter(({ version }) => version > current)) {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
  }).immediate();
}
