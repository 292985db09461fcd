import { besides, type Kit } from "./bench-kit.js";
import { type Cost, inRounds, logstream, timed } from "./measure.js";
import { queryCases } from "./query-case.js";
import { lnavHome } from "./lnav.js";

type Tool = "ours" | "ours, file" | "rg" | "grep" | "awk" | "lnav" | "sqlite3";
const TOOLS: readonly Tool[] = ["ours", "ours, file", "rg", "grep", "awk", "lnav", "sqlite3"];
type Task = { readonly says: string; readonly with: Readonly<Partial<Record<Tool, readonly string[]>>> };

const MINUTES = '{ split($3, app, "["); seen[substr($1, 1, 16) " " app[1]]++ } END { for (key in seen) n++; print n }';

/** Who is how fast at what: whole processes on the same lines, one table. */
export async function peersPart(kit: Kit): Promise<void> {
  const { someLines, rounds } = kit.settings;
  const { path: store, corpus } = kit.store(someLines);
  const rows = kit.place("rows.db");
  const table: { readonly says: string; readonly costs: Readonly<Partial<Record<Tool, Cost>>> }[] = [];
  for (const task of tasksOf(kit, { store, text: corpus.path, rows })) {
    const jobs = Object.fromEntries(
      TOOLS.map((tool) => {
        const command = task.with[tool];
        const program = tool === "ours" || tool === "ours, file" ? undefined : tool;
        const isHere = program === undefined || kit.peers[program] !== undefined;
        return [
          tool,
          command !== undefined && isHere ? () => timed({ command, env: lnavHome(kit), isHeard: true }) : undefined,
        ];
      }),
    );
    const costs = inRounds<Tool>(rounds, jobs as Readonly<Record<Tool, (() => Cost) | undefined>>);
    table.push({ says: task.says, costs });
    const { ours, ...others } = costs;
    kit.find.row({
      says: task.says,
      value: ours === undefined ? undefined : kit.ms(ours),
      unit: "ms",
      beside: besides(kit, others),
    });
  }
  console.log(matrix(table, `${someLines / 1e6} M lines, whole processes, seconds by the clock (of the processor)`));
  return Promise.resolve();
}

function tasksOf(
  kit: Kit,
  at: { readonly store: string; readonly text: string; readonly rows: string },
): readonly Task[] {
  const { store, text, rows } = at;
  const fresh = kit.place("load.db");
  const load = {
    ours: ["bash", "-c", `rm -f ${fresh}*; exec "$@"`, "_", ...logstream("record", "--once", "--store", fresh, text)],
  };
  const importing = [
    `rm -f ${rows}`,
    `sqlite3 ${rows} 'CREATE TABLE log(line TEXT)'`,
    `tr '|' ' ' < ${text} | sqlite3 ${rows} '.import /dev/stdin log'`,
  ];
  const cases = queryCases(kit.settings).flatMap(({ says, expression, rg }): readonly Task[] => {
    if (rg === undefined) return [];
    const isFixed = rg.length > 1;
    const pattern = rg.at(-1) ?? "";
    const folds = rg[0]?.includes("i") ?? false;
    return [
      {
        says: `${says}: count`,
        with: {
          ours: logstream("query", "-c", expression, "--store", store),
          "ours, file": logstream("query", "-c", expression, text),
          rg: ["rg", "-c", ...rg, text],
          grep: ["grep", isFixed ? "-cF" : "-cP", ...(folds ? ["-i"] : []), pattern, text],
          lnav: ["lnav", "-n", "-c", `:filter-in ${isFixed ? pattern.replaceAll(".", "\\.") : pattern}`, text],
          ...(isFixed && { sqlite3: ["sqlite3", rows, `SELECT count(*) FROM log WHERE line LIKE '%${pattern}%'`] }),
        },
      },
    ];
  });
  return [
    { says: "load: from then on it can be asked", with: { ...load, sqlite3: ["bash", "-c", importing.join("; ")] } },
    ...cases,
    {
      says: "count by program and minute",
      with: {
        ours: logstream("query", "* | timeslice 1m count by identifier", "--store", store),
        awk: ["awk", MINUTES, text],
      },
    },
  ];
}

function matrix(
  table: readonly { readonly says: string; readonly costs: Readonly<Partial<Record<Tool, Cost>>> }[],
  title: string,
): string {
  const cell = (cost: Cost | undefined) =>
    cost === undefined ? "-" : `${(cost.wallMs / 1_000).toFixed(2)} (${(cost.cpuMs / 1_000).toFixed(2)})`;
  const head = `  ${"".padEnd(40)}${TOOLS.map((tool) => tool.padStart(15)).join("")}`;
  const lines = table.map(
    ({ says, costs }) => `  ${says.padEnd(40)}${TOOLS.map((tool) => cell(costs[tool]).padStart(15)).join("")}`,
  );
  return ["", `  ${title}`, head, ...lines].join("\n");
}
