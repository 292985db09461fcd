import { closeSync, constants, openSync, readSync } from "node:fs";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";

/** The kernel's ring buffer as a file: one read gives one record. */
export type KmsgDevice = {
  /** The next record, valid until the next call; `overrun` when some were overwritten before they were read. */
  read(): Uint8Array | "none" | "overrun" | { readonly trouble: unknown };
  close(): void;
};

const KMSG = "/dev/kmsg";
/** The longest record there can be (CONSOLE_EXT_LOG_MAX in the kernel); a smaller buffer fails with EINVAL. */
const RECORD_BYTES = 8 * 1024;

/** Opened without blocking: a blocked read of this device would keep the process from ending. */
export function openKmsg(path: string = KMSG): Result<KmsgDevice> {
  const buffer = new Uint8Array(RECORD_BYTES);
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    return failed(faultOf(cause));
  }
  return ok({
    read() {
      try {
        const length = readSync(fd, buffer, 0, RECORD_BYTES, null);
        return length === 0 ? "none" : buffer.subarray(0, length);
      } catch (cause) {
        const code = codeOf(cause);
        if (code === "EAGAIN") return "none";
        return code === "EPIPE" ? "overrun" : { trouble: cause };
      }
    },
    close: () => closeSync(fd),
  });
}

function codeOf(cause: unknown): unknown {
  return typeof cause === "object" && cause !== null ? Reflect.get(cause, "code") : undefined;
}

/** What keeps the kernel log from being read, in words. */
export function faultOf(cause: unknown): Fault {
  const code = codeOf(cause);
  if (code === "EPERM" || code === "EACCES") {
    return {
      code: "no-permission",
      message: "the kernel log may not be read by this user",
      hint: "run as root, grant CAP_SYSLOG, or set the sysctl kernel.dmesg_restrict=0",
      cause,
    };
  }
  if (code === "ENOENT") {
    return {
      code: "not-found",
      message: `there is no ${KMSG} here, so the kernel log cannot be read`,
      hint: "in a container it must be passed in by the host",
      cause,
    };
  }
  return { code: "not-readable", message: `${KMSG} cannot be read`, hint: "see whether dmesg works here", cause };
}
