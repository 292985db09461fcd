import type { ResumeToken } from "../../core/ports.js";

/** The last record that was given. Its number means something within one boot only. */
export type KernelPlace = { readonly boot: string; readonly sequence: number };

export function tokenOf({ boot, sequence }: KernelPlace): ResumeToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this source's own token
  return JSON.stringify({ v: 1, bootId: boot, seq: sequence }) as ResumeToken;
}

/** Undefined for no token, and for one that cannot be read: then all that the kernel still has is given. */
export function placeOf(token: ResumeToken | undefined): KernelPlace | undefined {
  if (token === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(token);
    if (typeof value !== "object" || value === null || Reflect.get(value, "v") !== 1) return undefined;
    const boot: unknown = Reflect.get(value, "bootId");
    const sequence: unknown = Reflect.get(value, "seq");
    return typeof boot === "string" && typeof sequence === "number" ? { boot, sequence } : undefined;
  } catch {
    return undefined;
  }
}
