import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { machine } from "./machine.js";
import type { Peers } from "./peer.js";
import type { Check, Findings, PartName, Row } from "./row.js";
import { type Settings } from "./settings.js";
import { TARGETS, type Target, targetOf, type TargetId, type Unit, verdictOn } from "./target.js";

/** Collects what the parts find and says each line at once. */
export function openFindings(part: () => PartName, { lines }: Settings): Findings {
  const rows: Row[] = [];
  const checks: Check[] = [];
  return {
    rows,
    checks,
    row(found) {
      const row: Row = { targets: [], beside: [], note: "", ...found, part: part() };
      rows.push(row);
      console.log(rowLine(row, lines));
    },
    check(says, holds, detail) {
      const check: Check = { part: part(), says, holds, detail };
      checks.push(check);
      if (!holds) console.log(`  CHECK FAILED  ${says}: ${detail}`);
    },
  };
}

const WIDTH = 66;

function rowLine(row: Row, lines: number): string {
  const value = row.value === undefined ? "not measured" : figure(row.value, row.unit);
  const others = row.beside.map(({ who, value: theirs }) => {
    const times = row.value === undefined ? "" : ` (${ratio(row.value / theirs)})`;
    return `${who} ${figure(theirs, row.unit)}${times}`;
  });
  const held = row.targets.map((id) => heldAgainst(targetOf(id), row.value, lines));
  const rest = [...held, ...others, row.note].filter((text) => text !== "").join("; ");
  return `  ${row.says.padEnd(WIDTH)} ${value.padStart(14)}  ${rest}`.trimEnd();
}

function heldAgainst(target: Target, value: number | undefined, lines: number): string {
  return `${bound(target)}: ${value === undefined ? "NOT MEASURED" : verdictOn(target, value, lines)}`;
}

function bound({ bound: limit, unit }: Target): string {
  return "most" in limit ? `at most ${figure(limit.most, unit)}` : `at least ${figure(limit.least, unit)}`;
}

function figure(value: number, unit: Unit): string {
  switch (unit) {
    case "ratio":
      return ratio(value);
    case "lines/s":
      return `${Math.round(value / 1_000)} k lines/s`;
    case "MB":
      return `${Math.round(value)} MB`;
    case "ms":
      return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
    case "s":
      return `${value.toFixed(1)} s`;
    case "bytes":
      return `${value.toFixed(1)} bytes`;
    case "%":
      return `${value.toFixed(1)} %`;
    case "count":
      return String(value);
  }
}

function ratio(value: number): string {
  return value >= 0.1 ? `${value.toFixed(2)} x` : value === 0 ? "0 x" : `1/${(1 / value).toFixed(1)} x`;
}

/** Where a run is smaller than what was promised. */
function smaller({ lines, megabytes, entries, kills }: Settings): readonly string[] {
  const sizes: readonly (readonly [string, number, number])[] = [
    ["lines of the store", lines, 10_000_000],
    ["megabytes of the opened file", megabytes, 1_000],
    ["journal entries", entries, 1_000_000],
    ["kills", kills, 100],
  ];
  const less = sizes.filter(([, here, promised]) => here < promised);
  return less.map(([what, here, promised]) => `  SMALLER than promised: ${here} of ${promised} ${what}`);
}

/** The promises one by one, with what stands against each. Returns the text. */
export function targetTable(rows: readonly Row[], settings: Settings): string {
  const lines = TARGETS.map((target) => {
    const found = rows.filter((row) => row.targets.includes(target.id));
    const worst = worstOf(target, found);
    const state = worst === undefined ? "not measured" : verdictOn(target, worst, settings.lines);
    const value = worst === undefined ? (found[0]?.note ?? "") : figure(worst, target.unit);
    return `  ${target.says.padEnd(WIDTH)} ${bound(target).padEnd(24)} ${value.padStart(14)}  ${state}`;
  });
  const met = TARGETS.filter((target) => {
    const worst = worstOf(
      target,
      rows.filter((row) => row.targets.includes(target.id as TargetId)),
    );
    return worst !== undefined && verdictOn(target, worst, settings.lines) === "met";
  });
  return [...smaller(settings), ...lines, `  ${met.length} of ${TARGETS.length} met`].join("\n");
}

function worstOf(target: Target, rows: readonly Row[]): number | undefined {
  const values = rows.map(({ value }) => value).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return "most" in target.bound ? Math.max(...values) : Math.min(...values);
}

const round = (value: number) => Math.round(value * 10) / 10;

export function headLines(peers: Peers, settings: Settings): string {
  const { cpu, cores, memoryGb, node } = machine();
  const there = Object.entries(peers).map(([name, version]) => `${name} ${version ?? "MISSING"}`);
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, load ${loadavg().map(round).join(" ")}`,
    `counted by the ${settings.by}${settings.by === "clock" ? "" : "'s time"}; in brackets the processor's; corpora in ${settings.folder}, seed ${settings.seed}`,
    `beside: ${there.join("; ")}`,
    "",
  ].join("\n");
}

export type Run = Pick<Findings, "rows" | "checks"> & {
  readonly settings: Settings;
  readonly peers: Peers;
  /** Which share of the cores others used meanwhile. */
  readonly others: number;
};

/** One file of this run below bench/results; returns its path. */
export function writeResults({ settings, peers, others, rows, checks }: Run): string {
  const folder = join(process.cwd(), "bench/results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const path = join(folder, `${at}-${settings.parts.join("-")}.json`);
  const { samples: _samples, ...asked } = settings;
  const result = { at, commit: commit(), machine: machine(), others, peers, settings: asked, rows, checks };
  writeFileSync(path, `${JSON.stringify(result, undefined, 2)}\n`);
  return path;
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    // Not a checkout.
    return "?";
  }
}
