import { sourceId } from "../core/entry.js";
import { failed, ok } from "../core/fault.js";
import type { SourceEvent, SourceKind } from "../core/ports.js";
import { runningBoot } from "./journal/boot.js";
import { type KernelPlan, kernelEvents } from "./kernel/events.js";
import { openKmsg } from "./kernel/kmsg-device.js";

/** The kernel's own log, from /dev/kmsg: what dmesg shows, as it comes. */
export const kernel: SourceKind = {
  scheme: "kernel",
  summary: "the kernel's log (dmesg); needs root or CAP_SYSLOG on most machines",
  example: "kernel:",
  async open(rest, options) {
    if (rest !== "") {
      const hint = "write kernel: and filter by level or text instead";
      return failed({ code: "usage", message: `kernel: takes no argument, but got "${rest}"`, hint });
    }
    const device = openKmsg();
    if (!device.ok) return device;
    device.value.close();
    const plan = { options, boot: await runningBoot() };
    return ok([{ id: sourceId("kernel:"), label: "kernel", events: (signal, resume) => events(plan, signal, resume) }]);
  },
};

async function* events(
  plan: KernelPlan,
  signal: AbortSignal,
  resume: Parameters<typeof kernelEvents>[3],
): AsyncGenerator<SourceEvent> {
  const device = openKmsg();
  if (device.ok) yield* kernelEvents(plan, device.value, signal, resume);
  else yield { kind: "failed", fault: device.fault, retryInMs: undefined };
}
