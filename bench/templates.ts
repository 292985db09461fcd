import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createMiner, type Miner } from "../src/core/template/miner.js";
import { type Template, templateText } from "../src/core/template/template.js";
import { readCsv } from "./templates/csv.js";
import { score, type Scores } from "./templates/score.js";

// How well the miner finds the templates of labelled logs, each set in a miner of its own, all with the same settings.
// Rates are lines per second of the processor's time: of the first pass over 2,000 lines, cold, and of passes after it.
// Usage: node bench/run.mjs templates FOLDER [--wrong]
// FOLDER holds a folder NAME for each set with NAME_2k.log_structured_corrected.csv (Loghub's layout); the columns Content
// and EventTemplate are read, the second by the scorer alone. --wrong lists what was split, put together, or worded otherwise.

const FILE = "_2k.log_structured_corrected.csv";
const WARM_LINES = 400_000;

type Outcome = {
  readonly name: string;
  readonly scores: Scores;
  /** By the id a line got when it came: as it is, and led on to what it became. */
  readonly arrival: number;
  readonly stream: number;
  readonly churn: number;
  readonly learning: number;
  readonly warm: number;
};

const [folder, ...flags] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node bench/run.mjs templates FOLDER [--wrong]");
const names = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/${name}${FILE}`));
const outcomes = names.map((name) => measure(name, readFileSync(`${folder}/${name}/${name}${FILE}`, "utf8")));
print(outcomes);

function measure(name: string, csv: string): Outcome {
  const rows = readCsv(csv);
  const lines = rows.map((row) => row["Content"] ?? "");
  const truth = rows.map((row) => row["EventTemplate"] ?? "");
  const miner = createMiner();
  const started = processorSeconds();
  const arrivals = lines.map((line) => miner.learn(line).id);
  const learning = lines.length / (processorSeconds() - started);
  const templates = arrivals.map((id) => atEnd(miner, id));
  const texts = templates.map((template) => templateText(template));
  const scores = score(truth, texts, texts);
  if (flags.includes("--wrong")) sayWrong(name, truth, texts);
  return {
    name,
    scores,
    arrival: score(truth, arrivals, texts).ga,
    stream: score(
      truth,
      templates.map(({ id }) => id),
      texts,
    ).ga,
    churn: arrivals.filter((id, line) => id !== templates[line]?.id).length / lines.length,
    learning,
    warm: warmRate(miner, lines),
  };
}

function atEnd(miner: Miner, id: Template["id"]): Template {
  const template = miner.template(id);
  if (template === undefined) throw new Error(`the id ${id} leads nowhere`);
  return template;
}

function warmRate(miner: Miner, lines: readonly string[]): number {
  const rounds = Math.ceil(WARM_LINES / lines.length);
  const started = processorSeconds();
  for (let round = 0; round < rounds; round += 1) for (const line of lines) miner.learn(line);
  return (rounds * lines.length) / (processorSeconds() - started);
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function print(all: readonly Outcome[]): void {
  const heads = [
    "set",
    "GA",
    "FGA",
    "PA",
    "FTA",
    "stream GA",
    "GA at arrival",
    "id churn",
    "found/true",
    "lines/s first",
    "warm",
  ];
  const rows = all.map((outcome) => [
    outcome.name,
    ...figures(outcome).map((figure) => figure.toFixed(3)),
    `${outcome.scores.templates}/${outcome.scores.trueTemplates}`,
    ...[outcome.learning, outcome.warm].map((rate) => `${Math.round(rate / 1000)} k`),
  ]);
  const means =
    all[0] === undefined ? [] : figures(all[0]).map((_, at) => mean(all.map((one) => figures(one)[at] ?? 0)));
  const explosion = mean(all.map(({ scores }) => scores.templates / scores.trueTemplates));
  const table = [heads, ...rows, ["mean", ...means.map((figure) => figure.toFixed(3)), explosion.toFixed(2)]];
  const widths = heads.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  for (const row of table)
    console.log(
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
    );
  console.log(`memory at most: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

function figures({ scores, arrival, stream, churn }: Outcome): readonly number[] {
  return [scores.ga, scores.fga, scores.pa, scores.fta, stream, arrival, churn];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sayWrong(name: string, truth: readonly string[], texts: readonly string[]): void {
  const say = (what: string, from: readonly string[], to: readonly string[]): void => {
    const found = new Map<string, Map<string, number>>();
    for (const [line, key] of from.entries()) {
      const others = found.get(key) ?? new Map<string, number>();
      others.set(to[line] ?? "", (others.get(to[line] ?? "") ?? 0) + 1);
      found.set(key, others);
    }
    for (const [key, others] of found) {
      if (others.size === 1 && (what !== "split" || others.has(key))) continue;
      console.log(`${name}: ${others.size === 1 ? "worded otherwise" : what}: ${key}`);
      for (const [other, count] of others) console.log(`    ${count} × ${other}`);
    }
  };
  say("split", truth, texts);
  say("put together", texts, truth);
}
