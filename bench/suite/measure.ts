import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../corpus.js";

/** What a whole process took, and its memory at most where GNU time is there to tell. */
export type Cost = {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number | undefined;
  /** What it printed, where that was asked for. */
  readonly out: string;
};

export type Job = {
  readonly command: readonly string[];
  /** The file that standard input comes from. */
  readonly stdin?: string;
  /** Whether what it prints is wanted; otherwise it goes to /dev/null, where GNU grep stops at its first match. */
  readonly isHeard?: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

const GNU_TIME = "/usr/bin/time";
const hasGnuTime = existsSync(GNU_TIME);

export const logstream = (...args: readonly string[]): readonly string[] => [
  process.execPath,
  join(process.cwd(), "bin/logstream.js"),
  ...args,
];

/** Runs it to its end. Throws when it cannot be started or says that it failed. */
export function timed({ command, stdin = "/dev/null", isHeard = false, env = {} }: Job): Cost {
  const folder = mkdtempSync(join(tmpdir(), "logstream-timed-"));
  const report = join(folder, "cost");
  const script = hasGnuTime
    ? `exec ${GNU_TIME} -q -o "$0" -f "%e %U %S %M" "$@" < "$FROM"`
    : `TIMEFORMAT="%R %U %S"; { time "$@" < "$FROM" 2>&3; } 3>&2 2> "$0"`;
  const start = performance.now();
  const run = spawnSync("bash", ["-c", script, report, ...command], {
    stdio: ["ignore", isHeard ? "pipe" : "ignore", "pipe"],
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC", ...env, FROM: stdin },
  });
  const wallMs = performance.now() - start;
  const [, user = Number.NaN, system = Number.NaN, kilobytes] = readFileSync(report, "utf8")
    .trim()
    .split(" ")
    .map(Number);
  rmSync(folder, { recursive: true });
  // 1 is "nothing matched", for us and for most others; a run that failed is no figure.
  if (run.status === null || run.status > 1) throw new Error(`${command.join(" ")}: ${run.status} ${run.stderr}`);
  return {
    wallMs,
    cpuMs: (user + system) * 1_000,
    rssBytes: kilobytes === undefined ? undefined : kilobytes * 1_024,
    out: isHeard ? run.stdout : "",
  };
}

/** The middle of several runs, each figure for itself. */
function middle(costs: readonly Cost[]): Cost {
  const known = costs.map(({ rssBytes }) => rssBytes).filter((bytes) => bytes !== undefined);
  return {
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
    rssBytes: known.length === 0 ? undefined : Math.max(...known),
    out: costs[0]?.out ?? "",
  };
}

/** Each in turn, so many times: what slows the machine down slows down all of them. */
export function inRounds<Name extends string>(
  rounds: number,
  jobs: Readonly<Record<Name, (() => Cost) | undefined>>,
): Readonly<Partial<Record<Name, Cost>>> {
  const names = Object.keys(jobs) as Name[];
  const taken = new Map<Name, Cost[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const job = jobs[name];
      if (job !== undefined) taken.set(name, [...(taken.get(name) ?? []), job()]);
    }
  }
  return Object.fromEntries(Array.from(taken, ([name, costs]) => [name, middle(costs)])) as Partial<Record<Name, Cost>>;
}

const LEAST_RUNS = 3;
const MOST_RUNS = 9;

/** Milliseconds by the clock and of the processor. */
export type Timing = Pick<Cost, "wallMs" | "cpuMs">;

/** One run in this process; whatever else it does meanwhile counts, too. */
export async function clocked(work: () => Promise<unknown>): Promise<Timing> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1_000 };
}

/** Work whose beginning is not measured: what `before` gives is handed to `work`, then to `after`. */
export type Work<Thing> = {
  readonly before: () => Promise<Thing>;
  readonly work: (thing: Thing) => Promise<unknown>;
  readonly after: (thing: Thing) => Promise<void>;
};

/**
 * The middle run after one that warms up: of nine runs, of fewer (but three) where they take long; what alone takes
 * longer than the budget is run once.
 */
export async function warm<Thing>({ before, work, after }: Work<Thing>, budgetMs = 3_000): Promise<Timing> {
  const once = async (): Promise<Timing> => {
    const thing = await before();
    const timing = await clocked(() => work(thing));
    await after(thing);
    return timing;
  };
  const first = await once();
  if (first.wallMs > budgetMs) return first;
  const runs: Timing[] = [];
  let spent = 0;
  while (runs.length < LEAST_RUNS || (runs.length < MOST_RUNS && spent < budgetMs)) {
    const run = await once();
    runs.push(run);
    spent += run.wallMs;
  }
  return { wallMs: median(runs.map(({ wallMs }) => wallMs)), cpuMs: median(runs.map(({ cpuMs }) => cpuMs)) };
}
