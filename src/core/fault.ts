/**
 * What went wrong, in words for the person who can do something about it. `message` says what, `hint` says what to do;
 * both are single lines and end without a full stop. Codes are stable: scripts and tests may rely on them.
 */
export type Fault = {
  readonly code: FaultCode;
  readonly message: string;
  readonly hint: string;
  readonly cause?: unknown;
};

export const FAULT_CODES = [
  "usage",
  "query-syntax",
  "not-found",
  "no-permission",
  "not-readable",
  "missing-program",
  "not-a-terminal",
  "source-died",
  "source-unknown",
  "store-newer",
  "store-corrupt",
  "store-unwritable",
  "disk-full",
  "config-invalid",
  "theme-invalid",
  "cancelled",
  "internal",
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault };

export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failed(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault };
}

/** A mistake of ours, never of the input: thrown, caught only by the nets named in ARCHITECTURE.md. */
export class Bug extends Error {
  override readonly name = "Bug";
}
