import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import type { Session } from "../../core/session.js";
import { sessionsCalled } from "../../store/reader/named-sessions.js";

/** A session and its place in the list: N of `@N`. */
export type Chosen = { readonly session: Session; readonly place: number };

/** The one session that a word stands for: `@1`, its number, or its name. */
export function chooseSession(word: string | undefined, sessions: readonly Session[]): Result<Chosen> {
  if (word === undefined) {
    return failed({
      code: "usage",
      message: "no session is named",
      hint: "say which: @1 is the newest; or its id or name",
    });
  }
  const [found, other] = sessionsCalled(word, sessions);
  if (found === undefined) return failed(notFound(word, sessions));
  if (other !== undefined) {
    const ids = sessionsCalled(word, sessions).map(({ id }) => id);
    const message = `${ids.length} sessions are called '${word}'`;
    return failed({ code: "usage", message, hint: `say which by its id: ${ids.slice(0, 10).join(", ")}` });
  }
  return ok({ session: found, place: sessions.indexOf(found) + 1 });
}

function notFound(word: string, sessions: readonly Session[]): Fault {
  const hint =
    sessions.length === 0
      ? "none is recorded yet: logstream run -- COMMAND, or logstream rebuild"
      : `there are @1 to @${sessions.length}; \`logstream sessions\` lists them`;
  return { code: "not-found", message: `there is no session '${word}'`, hint };
}
