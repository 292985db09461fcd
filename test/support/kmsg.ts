import { accessSync, constants, writeFileSync } from "node:fs";

/** What keeps the kernel log from being written and read here; undefined when it can be. */
export function missingForKmsg(): string | undefined {
  try {
    accessSync("/dev/kmsg", constants.R_OK | constants.W_OK);
    if (process.getuid?.() === 0) return undefined;
  } catch {
    // Said below.
  }
  console.warn("NOT TESTED: the kernel source against the real /dev/kmsg, for want of root");
  return "root and /dev/kmsg";
}

/** Puts lines into the real kernel log. Opened anew for each: the kernel takes ten in five seconds from one opening. */
export function inject(level: number, ...lines: readonly string[]): void {
  for (const line of lines) writeFileSync("/dev/kmsg", `<${level}>${line}\n`);
}
