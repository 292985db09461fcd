import { access } from "node:fs/promises";
import type { Fault } from "../core/fault.js";
import { findProgram } from "./command/find-program.js";
import { runningBoot } from "./journal/boot.js";
import { NO_JOURNALCTL, ONLY_OWN } from "./journal/faults.js";
import { hasJournalctl } from "./journal/journalctl.js";
import { WHOLE_JOURNAL } from "./journal/arguments.js";
import { newestEntry } from "./journal/newest-entry.js";
import { openKmsg } from "./kernel/kmsg-device.js";

/** One source of this machine: whether it is watched when the user names none, and what stands in the way. */
export type Probe = {
  readonly spec: string;
  /** Whether `logstream` without sources opens it. */
  readonly chosen: boolean;
  /** One line for people: what can be read, or why it is left out. */
  readonly summary: string;
  /** What is missing and how to mend it; also beside a source that can be read in part. */
  readonly fault: Fault | undefined;
};

/** Looks at the sources of this machine, side by side and in milliseconds. Never fails. */
export async function probeSources(): Promise<readonly Probe[]> {
  const [{ journal, bringsKernel }, nix] = await Promise.all([probeJournal(), probeNix()]);
  return [journal, probeKernel(bringsKernel), nix];
}

async function probeJournal(): Promise<{ readonly journal: Probe; readonly bringsKernel: boolean }> {
  const spec = "journal:";
  if (!(await hasJournalctl())) return { journal: unreadable(spec, NO_JOURNALCTL), bringsKernel: false };
  const boot = await runningBoot();
  const [newest, kernelLine] = await Promise.all([
    newestEntry(WHOLE_JOURNAL),
    newestEntry(WHOLE_JOURNAL, boot === undefined ? ["_TRANSPORT=kernel"] : ["_TRANSPORT=kernel", `_BOOT_ID=${boot}`]),
  ]);
  if (newest.kind === "fault") return { journal: unreadable(spec, newest.fault), bringsKernel: false };
  const journal: Probe = {
    spec,
    chosen: true,
    summary: newest.isPartial ? "this user's own entries can be read" : "all entries can be read",
    fault: newest.isPartial ? ONLY_OWN : undefined,
  };
  return { journal, bringsKernel: kernelLine.kind === "entry" && kernelLine.cursor !== undefined };
}

/** journald copies the kernel's messages on most machines; reading them twice would show each twice. */
function probeKernel(isInJournal: boolean): Probe {
  const spec = "kernel:";
  const device = openKmsg();
  if (device.ok) device.value.close();
  if (isInJournal)
    return { spec, chosen: false, summary: "the journal brings the kernel's messages", fault: undefined };
  if (!device.ok) return unreadable(spec, device.fault);
  return { spec, chosen: true, summary: "the kernel's messages can be read", fault: undefined };
}

/** Builds write to the terminal that runs them, so there is nothing to watch from outside; it is said, not mended. */
async function probeNix(): Promise<Probe> {
  const spec = "nix:";
  const chosen = false;
  const program = await findProgram("nix", process.env["PATH"]);
  if (program === undefined && !(await exists("/nix/var/nix"))) {
    return { spec, chosen, summary: "nix is not installed here", fault: undefined };
  }
  const summary = "a nix build is watched by running it: logstream tui exec:'nix build …'";
  return { spec, chosen, summary, fault: undefined };
}

function unreadable(spec: string, fault: Fault): Probe {
  return { spec, chosen: false, summary: fault.message, fault };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Absent or hidden: either way it cannot be used.
    return false;
  }
}
