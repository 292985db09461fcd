import type { BuildReport } from "../../core/build-report.js";
import type { Fault } from "../../core/fault.js";
import type { NewSession, SessionId, SessionUnit } from "../../core/session.js";

export type StreamName = "stdout" | "stderr";

/** A session as it is shown; it has no number where no store could be opened. */
export type SeenSession = NewSession & { readonly id: SessionId | undefined };

/** What is shown of a session while it runs. */
export type RunView = {
  /** Bytes that the command wrote, in its order; settles when they are shown. The memory is the view's only until then. */
  output(stream: StreamName, bytes: Uint8Array): Promise<void>;
  /** Nobody reads what the command says there any more: it is told as it would be alone, by SIGPIPE. */
  readonly isGone: (stream: StreamName) => boolean;
  /** It has begun; called before any output where the view wants to know. */
  started?(session: SeenSession): Promise<void>;
  /** systemd has done something with a unit. Asking for this costs a look at the journal now and then. */
  unit?(unit: SessionUnit): void;
  /** The newest picture of what nix does; at most some times a second. */
  build?(report: BuildReport): void;
  /** The last word, with what could not be run, kept or read; settles when it is out. */
  ended?(session: SeenSession, faults: readonly Fault[]): Promise<void>;
};
