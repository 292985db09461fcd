import type { Generation } from "../../core/session.js";
import { generationAt } from "../../sources/system-profile.js";

/** What the machine runs and what it will boot, at one moment; undefined where it is no NixOS. */
export type SystemState = { readonly profile: Generation | undefined; readonly running: Generation | undefined };

/** Where NixOS keeps them, unless the environment names other links (a chroot, a test). */
const PROFILE = "/nix/var/nix/profiles/system";
const RUNNING = "/run/current-system";

export function systemState(environment: Readonly<Record<string, string | undefined>>): SystemState {
  const profile = generationAt(environment["LOGSTREAM_SYSTEM_PROFILE"] ?? PROFILE);
  const running = generationAt(environment["LOGSTREAM_RUNNING_SYSTEM"] ?? RUNNING);
  // A link to the same system has no number of its own: the profile's is meant.
  const isProfile = running !== undefined && running.path === profile?.path;
  return { profile, running: isProfile ? profile : running };
}

type Change = { readonly generationBefore: Generation | undefined; readonly generationAfter: Generation | undefined };

/** What `boot` changes is the profile, what `test` changes is the running system, and `switch` changes both. */
export function generationChange(before: SystemState, after: SystemState): Change {
  const isProfile = before.profile?.path !== after.profile?.path || before.profile?.number !== after.profile?.number;
  const isRunning = before.running?.path !== after.running?.path;
  const which = isRunning && !isProfile ? "running" : "profile";
  const fallback = which === "profile" ? "running" : "profile";
  return {
    generationBefore: before[which] ?? before[fallback],
    generationAfter: after[which] ?? after[fallback],
  };
}
