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

const FAULT_CODES = [
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
  "store-moved",
  "disk-full",
  "config-invalid",
  "theme-invalid",
  "cancelled",
  "internal",
] as const;

type FaultCode = (typeof FAULT_CODES)[number];

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

/** A fault on its way out of a promise or an async iterator, where a `Result` cannot be returned. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message, { cause: fault.cause });
    this.fault = fault;
  }
}

/** Nothing went wrong: who asked did not want the answer any more. */
export const CANCELLED: Fault = { code: "cancelled", message: "the question was withdrawn", hint: "ask again" };

/**
 * The fault inside a caught value; an AbortError is `CANCELLED`, anything else becomes an `internal` fault that keeps it
 * as its cause.
 */
export function faultOf(caught: unknown): Fault {
  if (caught instanceof FaultError) return caught.fault;
  if (caught instanceof Error && caught.name === "AbortError") return CANCELLED;
  const message = caught instanceof Error ? caught.message : String(caught);
  return { code: "internal", message, hint: "this is a mistake in logstream; please report it", cause: caught };
}
