import { failed, type Result, ok } from "./fault.js";

/** How much of a log is kept; undefined is no bound. */
export type KeepLimits = {
  /** Days since an entry happened, or since it was collected, whichever is later. */
  readonly days: number | undefined;
  /** Bytes that the store's file may take. */
  readonly bytes: number | undefined;
};

export const KEEP_EVERYTHING: KeepLimits = { days: undefined, bytes: undefined };

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1 << 10, m: 1 << 20, g: 1 << 30, t: 2 ** 40 };

/** `4G`, `500M`, `1.5 GB` or plain bytes; K, M, G and T are powers of 1,024, as in journald.conf. `all` is no bound. */
export function keptSize(text: string): Result<number | undefined> {
  if (text === "all") return ok(undefined);
  const [, digits, unit = ""] = /^(\d{1,15}(?:\.\d{1,3})?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  if (digits !== undefined && bytes >= 1) return ok(Math.floor(bytes));
  const hint = "give a size such as 500M or 4G, or all to keep everything";
  return failed({ code: "usage", message: `keep.size cannot be '${text}'`, hint });
}

/** A number of days; `all` is no bound. */
export function keptDays(text: string): Result<number | undefined> {
  if (text === "all") return ok(undefined);
  const days = Number(text);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(text.trim()) && days > 0) return ok(days);
  const hint = "give a number of days, or all to keep everything";
  return failed({ code: "usage", message: `keep.days cannot be '${text}'`, hint });
}

/** Both at once, as settings give them. */
export function keepLimits(days: string, size: string): Result<KeepLimits> {
  const age = keptDays(days);
  if (!age.ok) return age;
  const bytes = keptSize(size);
  return bytes.ok ? ok({ days: age.value, bytes: bytes.value }) : bytes;
}
