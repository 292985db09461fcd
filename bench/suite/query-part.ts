import type { Query } from "../../src/core/query/ast.js";
import { parseQuery } from "../../src/core/query/parse.js";
import { localOffset, now } from "../../src/engine/environment.js";
import { asking, EVERYWHERE } from "./ask-store.js";
import { against, besides, bothTimes, type Kit, type StoredLines } from "./bench-kit.js";
import { lnavHome, lnavLoad } from "./lnav.js";
import { type Cost, inRounds, logstream, timed, warm } from "./measure.js";
import { type QueryCase, queryCases } from "./query-case.js";
import { askForTables } from "./table-part.js";

const PAGE = 50;
const TEN_MILLION = 10_000_000;

/** Questions to a store of ten million lines: in the process, as a program, beside what searches the raw file. */
export async function queryPart(kit: Kit): Promise<void> {
  const stored = kit.store(kit.settings.lines);
  for (const asked of queryCases(kit.settings)) await ask(kit, asked, stored);
  await askForTables(kit, stored);
  beginning(kit);
  others(kit, stored);
}

function queryOf(expression: string): Query {
  const parsed = parseQuery(expression, { now: now(), localOffset });
  if (!parsed.ok) throw new Error(`${expression}: ${parsed.fault.message}`);
  return parsed.value;
}

async function ask(kit: Kit, asked: QueryCase, { path, corpus }: StoredLines): Promise<void> {
  const query = queryOf(asked.expression);
  let page = 0;
  const request = { query, scope: EVERYWHERE, anchor: { kind: "tail" }, before: PAGE, after: 0 } as const;
  const newest = await warm(asking(path, async (reader) => (page = (await reader.page(request)).entries.length)));
  let found = 0;
  const count = await warm(asking(path, async (reader) => (found = await reader.count(query, EVERYWHERE))));
  const { rounds } = kit.settings;
  const { rg } = asked;
  const whole = inRounds(count.wallMs > 5_000 ? 1 : rounds, {
    ours: () => timed({ command: logstream("query", "-c", asked.expression, "--store", path), isHeard: true }),
    rg:
      rg === undefined || kit.peers.rg === undefined
        ? undefined
        : () => timed({ command: ["rg", "-c", ...rg, corpus.path], isHeard: true }),
  });
  const find = kit.find;
  const note = `${bothTimes(count)}, ${found} of ${corpus.lines} lines`;
  find.row({
    says: `${asked.says}: newest ${PAGE}`,
    value: kit.ms(newest),
    unit: "ms",
    targets: asked.newest,
    note: `${bothTimes(newest)}, ${page} found`,
  });
  find.row({
    says: `${asked.says}: count`,
    value: kit.ms(count),
    unit: "ms",
    targets: asked.count,
    beside: besides(kit, { rg: whole.rg }),
    note,
  });
  const says = `${asked.says}: count, whole process, of ripgrep`;
  if (rg !== undefined) against(kit, { says, who: "rg", targets: asked.ratio }, whole.ours, whole.rg);
  agree(kit, asked, found, whole);
}

function agree(kit: Kit, asked: QueryCase, found: number, whole: { readonly ours?: Cost; readonly rg?: Cost }): void {
  const program = Number(whole.ours?.out.trim());
  kit.find.check(`${asked.says}: program and reader agree`, program === found, `${program} and ${found}`);
  if (whole.rg === undefined) return;
  const theirs = Number(whole.rg.out.trim());
  kit.find.check(`${asked.says}: as many as ripgrep`, found === theirs, `ours ${found}, rg ${theirs}`);
}

/** From a million lines on the store is to be faster than a search of the raw file. */
function beginning(kit: Kit): void {
  const lines = 1_000_000;
  const { path, corpus } = kit.store(lines);
  const [rare] = queryCases(kit.settings);
  if (rare?.rg === undefined) return;
  const search = ["rg", "-c", ...rare.rg, corpus.path];
  const taken = inRounds(kit.settings.rounds, {
    ours: () => timed({ command: logstream("query", "-c", rare.expression, "--store", path) }),
    rg: kit.peers.rg === undefined ? undefined : () => timed({ command: search }),
  });
  if (kit.settings.lines < TEN_MILLION) {
    const says = "rare word among 10 M lines, whole process, of ripgrep";
    kit.find.row({ says, value: undefined, unit: "ratio", targets: ["rare-rg-10m"], note: "needs --full" });
  }
  against(
    kit,
    { says: "rare word among 1 M lines, whole process, of ripgrep", who: "rg", targets: ["rare-rg-1m"] },
    taken.ours,
    taken.rg,
  );
}

/** Each once, for they take long: the rest of what people use. */
function others(kit: Kit, { path, corpus }: StoredLines): void {
  const [rare] = queryCases(kit.settings);
  if (rare === undefined) return;
  const ours = timed({ command: logstream("query", "-c", rare.expression, "--store", path) });
  const theirs: Readonly<Record<string, readonly string[]>> = {
    grep: ["grep", "-ciF", rare.expression, corpus.path],
    ...(kit.peers.lnav !== undefined && { lnav: lnavLoad(corpus.path) }),
  };
  const costs = Object.fromEntries(
    Object.entries(theirs).map(([who, command]) => [who, timed({ command, env: lnavHome(kit), isHeard: true })]),
  );
  kit.find.row({
    says: `rare word among ${corpus.lines / 1e6} M lines, whole process`,
    value: kit.ms(ours),
    unit: "ms",
    beside: besides(kit, costs),
    note: bothTimes(ours),
  });
}
