import type { SourceKind } from "../core/ports.js";

/** The kernel's own log, from /dev/kmsg: what dmesg shows, as it comes. */
export const kernel: SourceKind = {
  scheme: "kernel",
  summary: "the kernel's log (dmesg); needs root or CAP_SYSLOG on most machines",
  example: "kernel:",
  open: async (...asked) => (await import("./kernel/kernel-source.js")).openKernel(...asked),
};
