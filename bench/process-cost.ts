import { readFileSync, readdirSync } from "node:fs";

const TICK_MS = 10;

/** What a process has used so far, from /proc; milliseconds of CPU, bytes resident. */
export type ProcessCost = { readonly cpuMs: number; readonly mainThreadCpuMs: number; readonly rss: number };

export function costOf(pid: number): ProcessCost {
  return {
    cpuMs: cpuOf(`/proc/${pid}/stat`),
    mainThreadCpuMs: cpuOf(`/proc/${pid}/task/${pid}/stat`),
    rss: residentOf(pid),
  };
}

/** The process that really runs logstream: an older Node in front of it starts another. */
export function deepestChild(pid: number): number {
  const [first] = childrenOf(pid);
  return first === undefined ? pid : deepestChild(first);
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number),
  );
}

function cpuOf(path: string): number {
  const text = readFileSync(path, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function residentOf(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? 0) * 1024;
}

/** A process and all that it started. */
export function treeOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}
