import { sourceId } from "../../core/entry.js";
import { failed, ok, type Result } from "../../core/fault.js";
import type { Source, SourceEvent, SourceOptions } from "../../core/ports.js";
import { runningBoot } from "../journal/boot.js";
import { type KernelPlan, kernelEvents } from "./events.js";
import { openKmsg } from "./kmsg-device.js";

export async function openKernel(rest: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  if (rest !== "") {
    const hint = "write kernel: and filter by level or text instead";
    return failed({ code: "usage", message: `kernel: takes no argument, but got "${rest}"`, hint });
  }
  const device = openKmsg();
  if (!device.ok) return device;
  device.value.close();
  const plan = { options, boot: runningBoot() };
  return ok([{ id: sourceId("kernel:"), label: "kernel", events: (signal, resume) => events(plan, signal, resume) }]);
}

async function* events(
  plan: KernelPlan,
  signal: AbortSignal,
  resume: Parameters<typeof kernelEvents>[3],
): AsyncGenerator<SourceEvent> {
  const device = openKmsg();
  if (device.ok) yield* kernelEvents(plan, device.value, signal, resume);
  else yield { kind: "failed", fault: device.fault, retryInMs: undefined };
}
