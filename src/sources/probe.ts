import type { Fault } from "../core/fault.js";
import { runningBoot } from "./journal/boot.js";
import { NO_JOURNALCTL, ONLY_OWN } from "./journal/faults.js";
import { hasJournalctl } from "./journal/journalctl.js";
import { WHOLE_JOURNAL } from "./journal/arguments.js";
import { newestEntry } from "./journal/newest-entry.js";
import { openKmsg } from "./kernel/kmsg-device.js";
import { probeNix } from "./nix/probe-nix.js";
import type { Probe } from "./probe-result.js";

/** Looks at the sources of this machine, side by side and in milliseconds. Never fails. */
export async function probeSources(): Promise<readonly Probe[]> {
  const [{ journal, bringsKernel }, nix] = await Promise.all([probeJournal(), probeNix()]);
  return [journal, probeKernel(bringsKernel), ...nix];
}

async function probeJournal(): Promise<{ readonly journal: Probe; readonly bringsKernel: boolean }> {
  const spec = "journal:";
  if (!hasJournalctl()) return { journal: unreadable(spec, NO_JOURNALCTL), bringsKernel: false };
  const boot = runningBoot();
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

/**
 * journald copies the kernel's messages on most machines. Where both can be read both are: each message is given once
 * (`kernel/beside-journal.ts`), and the kernel's log has those that journald missed.
 */
function probeKernel(isInJournal: boolean): Probe {
  const spec = "kernel:";
  const device = openKmsg();
  if (device.ok) device.value.close();
  if (device.ok) {
    const summary = isInJournal
      ? "the journal brings the kernel's messages; those that it misses are read from the kernel"
      : "the kernel's messages can be read";
    return { spec, chosen: true, summary, fault: undefined };
  }
  if (!isInJournal) return unreadable(spec, device.fault);
  return { spec, chosen: false, summary: "the journal brings the kernel's messages", fault: undefined };
}

function unreadable(spec: string, fault: Fault): Probe {
  return { spec, chosen: false, summary: fault.message, fault };
}
