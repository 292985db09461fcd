import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import type { Session, SessionLog } from "../../core/session.js";

/** What is to be done to a session's record, and what to say when it is done. */
export type Change = { readonly said: string; apply(log: SessionLog): Result<void> };

/** `rename`, `tag`, `note`, `delete`: from the words behind the session. */
export function changeOf(action: string, session: Session, words: readonly string[]): Result<Change> {
  switch (action) {
    case "rename":
      return renaming(session, words);
    case "tag":
      return tagging(session, words);
    case "note":
      return noting(session, words);
    default:
      return ok({ said: `session ${session.id} is deleted; its entries stay`, apply: (log) => log.remove(session.id) });
  }
}

function renaming({ id }: Session, words: readonly string[]): Result<Change> {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0)
    return failed(usage("rename takes one name", "rename @1 'before the upgrade'"));
  // Such a name could never be asked for.
  if (/^@?\d*$/.test(name)) return failed(usage(`a session cannot be called '${name}'`, "rename @1 deploy"));
  return ok({ said: `session ${id} is called ${name}`, apply: (log) => log.update(id, { name }) });
}

function tagging({ id, tags }: Session, words: readonly string[]): Result<Change> {
  if (words.every((word) => word === ""))
    return failed(usage("tag needs at least one tag", "tag @1 good; !good takes it away"));
  const gone = new Set(words.flatMap((word) => (word.startsWith("!") ? [word.slice(1)] : [])));
  const kept = [...tags, ...words.filter((word) => !word.startsWith("!"))].filter((tag) => !gone.has(tag));
  const next = [...new Set(kept)];
  const said = next.length === 0 ? `session ${id} has no tags` : `session ${id} is tagged ${next.join(" ")}`;
  return ok({ said, apply: (log) => log.update(id, { tags: next }) });
}

function noting({ id }: Session, words: readonly string[]): Result<Change> {
  if (words.length === 0) return failed(usage("note needs a text", "note @1 'broke the network'; '' takes it away"));
  const note = words.join(" ");
  const said = note === "" ? `session ${id} has no note` : `session ${id} has a note`;
  return ok({ said, apply: (log) => log.update(id, { note: note === "" ? undefined : note }) });
}

function usage(message: string, example: string): Fault {
  return { code: "usage", message, hint: `as in: logstream sessions ${example}` };
}
