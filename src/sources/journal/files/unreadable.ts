import type { Fault } from "../../../core/fault.js";

const THROUGH_JOURNALCTL = "it is read through journalctl instead";

/** The file's bytes contradict each other. What is left of it only journalctl may be able to read. */
export function damaged(path: string, what: string): Fault {
  const hint = `what is left of it is read through journalctl; see also: journalctl --verify --file=${path}`;
  return { code: "not-readable", message: `the journal file ${path} is damaged: ${what}`, hint };
}

/** The file is in order, but uses something that only journalctl knows. Nothing is missing, it is only slower. */
export function foreign(path: string, what: string): Fault {
  return {
    code: "not-readable",
    message: `the journal file ${path} ${what}`,
    hint: THROUGH_JOURNALCTL,
  };
}

export function isForeign(fault: Fault): boolean {
  return fault.hint === THROUGH_JOURNALCTL;
}

/** Whether opening failed for want of rights. */
export function isForbidden(caught: unknown): boolean {
  return hasCode(caught, "EACCES", "EPERM");
}

/** Whether opening failed because the file is gone, as rotation and vacuuming may have it. */
export function isGone(caught: unknown): boolean {
  return hasCode(caught, "ENOENT", "ESTALE");
}

function hasCode(caught: unknown, ...codes: readonly string[]): boolean {
  return caught instanceof Error && "code" in caught && codes.includes(String(caught.code));
}
