import type { ResumeToken } from "../../core/ports.js";

/** How far the logs were given: everything older than this one, and so many lines of it. */
export type LogPlace = { readonly mtimeNs: bigint; readonly path: string; readonly lines: number };

export function tokenOf({ mtimeNs, path, lines }: LogPlace): ResumeToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this source's own token
  return JSON.stringify({ v: 1, mtimeNs: String(mtimeNs), path, lines }) as ResumeToken;
}

/** Undefined for no token, and for one that cannot be read: then it begins as at the first start. */
export function placeOf(token: ResumeToken | undefined): LogPlace | undefined {
  if (token === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(token);
    if (typeof value !== "object" || value === null || Reflect.get(value, "v") !== 1) return undefined;
    const mtimeNs: unknown = Reflect.get(value, "mtimeNs");
    const path: unknown = Reflect.get(value, "path");
    const lines: unknown = Reflect.get(value, "lines");
    const isWhole = typeof mtimeNs === "string" && /^\d{1,20}$/.test(mtimeNs);
    if (!isWhole || typeof path !== "string" || typeof lines !== "number") return undefined;
    return { mtimeNs: BigInt(mtimeNs), path, lines };
  } catch {
    return undefined;
  }
}

/** In which order logs are given: as they were finished. */
export function compareLogs(a: Pick<LogPlace, "mtimeNs" | "path">, b: Pick<LogPlace, "mtimeNs" | "path">): number {
  if (a.mtimeNs !== b.mtimeNs) return a.mtimeNs < b.mtimeNs ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
