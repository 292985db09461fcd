import { withoutEscapes } from "./escapes.js";
import { nameOfPath } from "./store-path.js";

/** What nix says in words: a line or a message of it, from any version. Paths are as written, whatever the store's folder. */
export type Statement =
  | { readonly kind: "will-build"; readonly drv: string }
  | { readonly kind: "will-fetch"; readonly path: string }
  | { readonly kind: "building"; readonly drv: string; readonly host: string | undefined }
  | { readonly kind: "copying"; readonly path: string; readonly from: string }
  /** For a lock on an output, a machine or a build user. */
  | { readonly kind: "waiting"; readonly path: string }
  | Failure
  | { readonly kind: "dependency-failed"; readonly drv: string; readonly reason: string }
  /** What was asked for was not had; why was said before. */
  | { readonly kind: "goals-failed"; readonly paths: readonly string[]; readonly text: string }
  | { readonly kind: "error"; readonly text: string }
  /** Nix itself was interrupted, or its daemon went away: nothing that ran was finished. */
  | { readonly kind: "broken-off"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "hook-line"; readonly text: string }
  /** A line of a build's log, told by the derivation's name without its version. */
  | { readonly kind: "log-line"; readonly program: string; readonly text: string }
  /** Anything else: a line of some build's log, or of whatever else writes there. */
  | { readonly kind: "line"; readonly text: string };

type Failure = {
  readonly kind: "failed";
  /** A derivation, or one of its outputs where only that is named. */
  readonly path: string;
  /** One line. */
  readonly reason: string;
  /** The end of its log as far as the message repeats it. */
  readonly tail: readonly string[];
};

/** Bounded, so that no text makes a match take more than linear time. */
const QUOTED_DRV = "'([^'\\s]{1,400}\\.drv)(?:[!^][^']{0,200})?'";

const QUOTED_PATH = /'(\/[^'\s]{1,400})'/g;

const BUILDER_FAILED = new RegExp(`builder for ${QUOTED_DRV} (failed [^\\n]{0,400})`);
const CANNOT_BUILD = new RegExp(`^Cannot build ${QUOTED_DRV}`);
const DEPENDENCIES_FAILED = new RegExp(`(\\d+ dependenc(?:y|ies)) of derivation ${QUOTED_DRV} failed to build`);
const HASH_MISMATCH = new RegExp(`hash mismatch in fixed-output derivation ${QUOTED_DRV}`);
const TIMED_OUT = new RegExp(`building of ${QUOTED_DRV} from \\.drv file (timed out after [^\\n]{0,100})`);
/** The derivation is the one thing in quotes that decides, wherever it stands. */
const NAMES_DERIVATION = new RegExp(
  `(?:required to build|derivation|some substitutes for the outputs of derivation|unable to start build of|to build) ${QUOTED_DRV}`,
);
const OUTPUT_WRONG = /^outputs? '([^'\s]{1,400})' (?:is not allowed|has|of|forms|contains)/;
const PATH_WRONG = /^(?:cannot add path|path|hash mismatch importing path|the path) '([^'\s]{1,400})'/;
const GOALS_FAILED = /^build of ('[^\n]+') failed$/;
const BROKEN_OFF =
  /^(?:interrupted by the user|unexpected end-of-file|cannot open connection to remote store|Nix daemon disconnected)/;
const SUMMARY = /^(?:Build failed due to failed dependency|some builds failed)/i;
const IS_DEPENDENCY = /dependenc(?:y|ies) failed/;

/** What decides stands at the beginning. */
const MAX_HEAD = 4_096;

/** Reads one whole message that begins with `error:`; later lines may be indented context. */
export function readError(message: string): Statement {
  const body = realError(withoutEscapes(message));
  const first = firstLine(body);
  return (
    readBuildFailure(body, first) ??
    readRefusal(body, first) ??
    (BROKEN_OFF.test(first) ? { kind: "broken-off", text: body } : { kind: "error", text: body })
  );
}

function readBuildFailure(body: string, first: string): Statement | undefined {
  const builder = BUILDER_FAILED.exec(first);
  if (builder !== null) return failure(builder[1], `builder ${trimEnd(builder[2] ?? "failed")}`, body);
  const cannot = CANNOT_BUILD.exec(first);
  if (cannot !== null) {
    const reason = /\n\s*Reason: ([^\n]*)/.exec(body)?.[1]?.replace(/\.$/, "") ?? "cannot be built";
    const [, drv = ""] = cannot;
    return IS_DEPENDENCY.test(reason) ? { kind: "dependency-failed", drv, reason } : failure(drv, reason, body);
  }
  const dependencies = DEPENDENCIES_FAILED.exec(first);
  if (dependencies === null) return undefined;
  return { kind: "dependency-failed", drv: dependencies[2] ?? "", reason: `${dependencies[1]} failed to build` };
}

function readRefusal(body: string, first: string): Statement | undefined {
  const mismatch = HASH_MISMATCH.exec(first);
  if (mismatch !== null) return failure(mismatch[1], hashReason(body), body);
  const late = TIMED_OUT.exec(first);
  if (late !== null) return failure(late[1], trimEnd(late[2] ?? "timed out"), body);
  const goals = GOALS_FAILED.exec(first);
  if (goals !== null) return { kind: "goals-failed", paths: quotedIn(goals[1] ?? ""), text: body };
  if (SUMMARY.test(first)) return { kind: "goals-failed", paths: [], text: body };
  const path = NAMES_DERIVATION.exec(first)?.[1] ?? OUTPUT_WRONG.exec(first)?.[1] ?? PATH_WRONG.exec(first)?.[1];
  return path === undefined ? undefined : failure(path, trimEnd(first), body);
}

function failure(path: string | undefined, reason: string, body: string): Failure {
  const short = reason.replace(QUOTED_PATH, (_, quoted: string) => nameOfPath(quoted));
  return { kind: "failed", path: path ?? "", reason: short, tail: tailOf(body) };
}

/** Since 2.20 the trace comes first and the error itself last, indented. */
function realError(text: string): string {
  let from = 0;
  for (const match of text.matchAll(/\n[ \t]{1,40}error:/g)) from = match.index;
  return text
    .slice(from)
    .replace(/^\s*error:/, "")
    .trim();
}

function firstLine(body: string): string {
  const end = body.indexOf("\n");
  return body.slice(0, Math.min(end === -1 ? body.length : end, MAX_HEAD));
}

function trimEnd(text: string): string {
  return text.replace(/[;.:\s]{1,8}$/, "");
}

function hashReason(body: string): string {
  const specified = /specified: *(\S+)/.exec(body)?.[1];
  const got = /got: *(\S+)/.exec(body)?.[1];
  return specified === undefined || got === undefined
    ? "hash mismatch"
    : `hash mismatch: specified ${specified}, got ${got}`;
}

function tailOf(body: string): readonly string[] {
  if (!/log lines:/.test(body)) return [];
  return [...body.matchAll(/\n[ \t]*> ?([^\n]*)/g)].map((match) => match[1] ?? "");
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/'([^'\s!^]{1,400})(?:[!^][^']{0,200})?'/g)].map((match) => match[1] ?? "");
}
