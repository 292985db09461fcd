import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import { parseQuery } from "../../core/query/parse.js";
import { isBuiltIn, withBuiltIn } from "../../core/query/saved/built-in.js";
import { savedFiltersText } from "../../core/query/saved/saved-file.js";
import { savedFilterOf, withImported } from "../../core/query/saved/words.js";
import type { SavedChange, SavedFilter, SavedPlace } from "../../core/query/saved/saved-filter.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import type { Action, Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { filtersFile } from "../filters/filters-file.js";
import { flagContext } from "../flags-to-query.js";
import { safeJson } from "../output/json-text.js";
import { write } from "../shell.js";
import { columns } from "../text-table.js";
import { FILTER_ACTIONS } from "../usage/filters.js";

type Task = {
  readonly invocation: Invocation;
  readonly place: SavedPlace;
  readonly own: readonly SavedFilter[];
  readonly words: readonly string[];
};

type FilterAction = (typeof FILTER_ACTIONS)[number];

export const filters: Action = async (invocation) => {
  const [named = "list", ...words] = invocation.args;
  const action = FILTER_ACTIONS.find((known) => known === named);
  if (action === undefined) return failed(usage(`filters cannot '${named}'`, FILTER_ACTIONS.join(", ")));
  const place = filtersFile(invocation.paths.config);
  const own = place.read();
  if (!own.ok) return own;
  return ACTIONS[action]({ invocation, place, own: own.value, words });
};

const ACTIONS: Readonly<Record<FilterAction, (task: Task) => Promise<Result<number>>>> = {
  list,
  show: async ({ invocation, own, words }) => {
    const found = named(withBuiltIn(own), words[0]);
    if (!found.ok) return found;
    await write(invocation.shell, `${visible(found.value.query)}\n`);
    return ok(ExitCode.done);
  },
  save: async (task) => {
    const [name = "", query = "", ...tags] = task.words;
    const filter = savedFilterOf({ name, query, tags }, withBuiltIn(task.own));
    if (!filter.ok) return filter;
    const read = parseQuery(filter.value.query, flagContext());
    if (!read.ok) return failed({ ...read.fault, code: "usage" });
    return apply(task, { kind: "put", filter: filter.value, insteadOf: undefined }, `saved as ${name}`);
  },
  rename: async (task) => {
    const found = named(task.own, task.words[0]);
    if (!found.ok) return found;
    const { query, tags, name: before } = found.value;
    const renamed = savedFilterOf({ name: task.words[1] ?? "", query, tags }, []);
    if (!renamed.ok) return renamed;
    const filter = { ...found.value, name: renamed.value.name };
    return apply(task, { kind: "put", filter, insteadOf: before }, `${before} is called ${filter.name} now`);
  },
  delete: async (task) => {
    const found = named(task.own, task.words[0]);
    if (!found.ok) return found;
    return apply(task, { kind: "remove", name: found.value.name }, `${found.value.name} is deleted`);
  },
  export: async ({ invocation, place, own, words: [path] }) => {
    if (path === undefined) {
      await write(invocation.shell, savedFiltersText(own));
      return ok(ExitCode.done);
    }
    const written = place.exportTo(path, own);
    if (!written.ok) return written;
    return say(invocation, `${filtersText(own.length)} written to ${written.value}`);
  },
  import: async (task) => {
    const [path] = task.words;
    if (path === undefined) return failed(usage("import takes the path of a file", "filters import mine.json"));
    const read = task.place.importFrom(path);
    if (!read.ok) return read;
    const { filters: next, added, replaced } = withImported(task.own, read.value);
    return apply(task, { kind: "all", filters: next }, `${added} new, ${replaced} replaced`);
  },
};

async function list({ invocation, own }: Task): Promise<Result<number>> {
  const all = withBuiltIn(own);
  const context = flagContext();
  if (invocation.settings.json) {
    const listed = all.map((filter) => ({ ...filter, builtIn: isBuiltIn(filter) }));
    await write(invocation.shell, `${safeJson({ v: 1, filters: listed })}\n`);
    return ok(ExitCode.done);
  }
  const rows = all.map((filter) => {
    const read = parseQuery(filter.query, context);
    const about = read.ok ? filter.about : `cannot be read: ${read.fault.message}`;
    const tags = [...filter.tags.map((tag) => `#${tag}`), ...(isBuiltIn(filter) ? ["built-in"] : [])];
    return [filter.name, tags.join(" "), filter.query, about];
  });
  await write(invocation.shell, columns(["name", "tags", "query", "finds"], rows));
  return ok(ExitCode.done);
}

async function apply({ invocation, place }: Task, change: SavedChange, said: string): Promise<Result<number>> {
  const changed = place.change(change);
  return changed.ok ? say(invocation, said) : changed;
}

async function say({ shell }: Invocation, text: string): Promise<Result<number>> {
  await write(shell, `${visible(text)}\n`);
  return ok(ExitCode.done);
}

function named(among: readonly SavedFilter[], name: string | undefined): Result<SavedFilter> {
  const found = among.find((filter) => filter.name === name);
  if (found !== undefined) return ok(found);
  const isShipped = withBuiltIn([]).some((filter) => filter.name === name);
  const hint = isShipped
    ? `${name} ships with the program: save another one under its name to have that instead`
    : `saved are ${among.map((filter) => filter.name).join(", ") || "none yet"}`;
  return failed({ code: "not-found", message: `no filter of yours is called '${name ?? ""}'`, hint });
}

function filtersText(count: number): string {
  return count === 1 ? "1 filter" : `${counted(count)} filters`;
}

function usage(message: string, example: string): Fault {
  return { code: "usage", message, hint: `use: ${example}` };
}
