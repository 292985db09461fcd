import type { BuildReport } from "../core/build-report.js";
import type { Generation, NewSession } from "../core/session.js";
import { type Micros, micros } from "../core/time.js";
import type { Rebuild } from "./rebuild.js";

/** What is known between facts: the rebuild that runs, and what may turn out to be the beginning of the next one. */
export type Recogniser = {
  /** The latest moment heard of. Journals may step back; waiting must not start anew for that. */
  readonly now: Micros;
  readonly rebuild: Rebuild | undefined;
  /** Clients of the nix-daemon and builds shortly before now. */
  readonly stir: Stir | undefined;
  readonly generation: Generation | undefined;
  readonly made: MadeGeneration | undefined;
  /** The system of the last activation that ended: its last words may come after its end. */
  readonly lastPath: string | undefined;
};

export type Stir = {
  readonly firstAt: Micros;
  readonly lastAt: Micros;
  readonly user: string | undefined;
  readonly report: BuildReport | undefined;
};

/** A new generation without a rebuild: the beginning of an activation, or all there is (`nixos-rebuild boot`). */
export type MadeGeneration = {
  readonly at: Micros;
  readonly before: Generation | undefined;
  readonly after: Generation;
};

export const NOTHING_HEARD: Recogniser = {
  now: micros(0),
  rebuild: undefined,
  stir: undefined,
  generation: undefined,
  made: undefined,
  lastPath: undefined,
};

/** Each carries the whole picture. A rebuild that is known only by its end is begun and ended by one fact. */
export type SessionChange = { readonly kind: "begun" | "changed" | "ended"; readonly session: NewSession };

export type Recognised = { readonly state: Recogniser; readonly changes: readonly SessionChange[] };

export function unchanged(state: Recogniser): Recognised {
  return { state, changes: [] };
}

/** Does one after the other; the changes of both, in their order. */
export function andThen({ state, changes }: Recognised, next: (state: Recogniser) => Recognised): Recognised {
  const then = next(state);
  return changes.length === 0 ? then : { state: then.state, changes: [...changes, ...then.changes] };
}
