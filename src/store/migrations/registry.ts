import { blocks } from "./001-blocks.js";
import { sessions } from "./002-sessions.js";
import { truth } from "./003-truth.js";
import { shapes } from "./004-shapes.js";
import { keeping } from "./005-keeping.js";
import { collectorPid } from "./006-collector-pid.js";
import { bookmarks } from "./007-bookmarks.js";
import { machine } from "./008-machine.js";
import { tags } from "./009-tags.js";

/** One step of the schema, run in one transaction; never changed once released. */
export type Migration = { readonly version: number; readonly sql: string };

/** All steps, in order. `PRAGMA user_version` is the version of the last one that ran. */
export const MIGRATIONS: readonly Migration[] = [
  blocks,
  sessions,
  truth,
  shapes,
  keeping,
  collectorPid,
  bookmarks,
  machine,
  tags,
];

export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;
