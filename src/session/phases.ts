import type { BuildReport } from "../core/build-report.js";
import type { SessionPhase, SessionResult } from "../core/session.js";
import type { Micros } from "../core/time.js";

/** What is known of a session when its phases are told. */
export type Course = {
  readonly startedAt: Micros;
  /** Its end. */
  readonly at: Micros;
  readonly result: SessionResult;
  readonly build: BuildReport | undefined;
  /** When the first word of an activation came. */
  readonly activatedAt: Micros | undefined;
};

/** What switch-to-configuration says first, in the order in which it may (nixpkgs, switch-to-configuration-ng). */
export const ACTIVATION_WORDS = [
  "stopping swap device: ",
  "stopping the following units: ",
  "would stop the following units: ",
  "NOT restarting the following changed units: ",
  "activating the configuration...",
  "would activate the configuration...",
  "Pre-switch checks failed",
  "Failed to install bootloader",
] as const;

/**
 * The phases of a rebuild, one after another: evaluation until nix has something to do, the build until the activation
 * begins, the activation until the end. A phase that another follows went well, and the last went as all did. None where
 * nothing was built, fetched or activated.
 */
export function phasesOf(course: Course): readonly SessionPhase[] {
  const { startedAt, at: endedAt, result, build, activatedAt } = course;
  const work = build === undefined ? [] : [...build.steps, ...build.fetches];
  const workedAt = earliest(work.map((each) => each.startedAt));
  if (workedAt === undefined && activatedAt === undefined) return [];
  const begins: readonly { readonly name: SessionPhase["name"]; readonly at: Micros | undefined }[] = [
    { name: "evaluation", at: startedAt },
    { name: "build", at: workedAt },
    { name: "activation", at: activatedAt },
  ];
  const begun = begins.flatMap(({ name, at }) => (at === undefined ? [] : [{ name, at }]));
  return begun.map(({ name, at }, index) => {
    const next = begun[index + 1];
    return { name, startedAt: at, endedAt: next?.at ?? endedAt, result: next === undefined ? result : "succeeded" };
  });
}

function earliest(moments: readonly (Micros | undefined)[]): Micros | undefined {
  return moments.reduce<Micros | undefined>(
    (least, at) => (at === undefined || (least !== undefined && least <= at) ? least : at),
    undefined,
  );
}
