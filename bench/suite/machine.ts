import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
};

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? "?",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

const TICK_MS = 10;

/** Milliseconds that all cores together have worked, and those of this process and of what it started. */
type Work = { readonly all: number; readonly ours: number };

function workSoFar(): Work {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  // user nice system idle iowait irq softirq; what virtual machines use of it is in user already.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/ +/).slice(1).map(Number);
  const own = readFileSync("/proc/self/stat", "utf8");
  const fields = own
    .slice(own.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const ours = fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0);
  return { all: (user + nice + system + irq + softirq) * TICK_MS, ours: ours * TICK_MS };
}

/** From now on: which share (0..1) of the machine's cores went to what is not ours. */
export function watchOthers(): () => number {
  const [start, before] = [performance.now(), workSoFar()];
  return () => {
    const { all, ours } = workSoFar();
    const others = all - before.all - (ours - before.ours);
    return Math.max(0, others) / ((performance.now() - start) * availableParallelism());
  };
}
