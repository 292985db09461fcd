import type { Fault } from "../../core/fault.js";
import type { JournalctlEnd } from "./journalctl.js";

export const NO_JOURNALCTL: Fault = {
  code: "missing-program",
  message: "there is no journalctl on this machine, so the journal cannot be read",
  hint: "install systemd, put journalctl on the PATH, or name log files instead",
};

const JOIN_GROUP = "add yourself to the group systemd-journal (usermod -aG systemd-journal $USER) and log in again";

export const NOT_ALLOWED: Fault = {
  code: "no-permission",
  message: "the journal may not be read by this user",
  hint: JOIN_GROUP,
};

export const ONLY_OWN: Fault = {
  code: "no-permission",
  message: "only this user's own journal entries can be read, not those of the system",
  hint: JOIN_GROUP,
};

export const BROKEN_TOKEN: Fault = {
  code: "not-readable",
  message: "the place where the journal was left off is not readable",
  hint: "it is read by time instead; entries may come twice",
};

/** There is no journal at all. Why depends on whether systemd runs this machine. */
export function noJournal(isSystemdRunning: boolean): Fault {
  if (isSystemdRunning) {
    const hint = "check it with: systemctl status systemd-journald, and Storage= in journald.conf";
    return { code: "not-found", message: "systemd runs here, but no journal file was found", hint };
  }
  return {
    code: "not-found",
    message: "this machine has no systemd journal (PID 1 is not systemd)",
    hint: "watch kernel: or files such as /var/log/*.log, or a copied journal with journal:dir=PATH",
  };
}

export function noDirectory(path: string): Fault {
  return { code: "not-found", message: `there is no directory ${path}`, hint: "check the path behind journal:dir=" };
}

/** Whether journalctl says that it shows a part only (it says so without --quiet). */
export function saysOnlyOwn(said: string): boolean {
  return said.includes("You are currently not seeing messages from");
}

export function saysNoFiles(said: string): boolean {
  return said.includes("No journal files were found");
}

export function saysBadCursor(said: string): boolean {
  return said.includes("Failed to seek to cursor");
}

/** What the end of journalctl means when it should not have ended. */
export function faultOfEnd({ code, signal, said }: JournalctlEnd): Fault {
  if (/insufficient permissions|Permission denied/.test(said)) return NOT_ALLOWED;
  const words = said.trim().split("\n").at(-1) ?? "";
  const how = signal === undefined ? `ended with exit code ${code ?? "unknown"}` : `was killed by ${signal}`;
  return {
    code: "source-died",
    message: words === "" ? `journalctl ${how}` : `journalctl ${how}: ${words}`,
    hint: "it is started again where it was; nothing is lost",
  };
}
