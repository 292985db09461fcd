import type { Binding, BindingScope } from "../binding.js";
import { COMMAND_GROUPS, type CommandGroup } from "../command.js";
import { COMMAND_IDS, type CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import { keyLabel } from "./key-name.js";

/** Keys that run the command where nothing lies over the view, else those of any scope. */
export function keysOf(bindings: readonly Binding[], command: CommandId): readonly string[] {
  const own = bindings.filter((binding) => binding.command === command);
  const main = own.filter(({ scope }) => isMain(scope));
  return (main.length > 0 ? main : own).flatMap((binding) => binding.keys);
}

type MainScope = "global" | "log" | "stream";

function isMain(scope: BindingScope): scope is MainScope {
  return scope === "stream" || scope === "log" || scope === "global";
}

type KeyRow = { readonly command: CommandId; readonly keys: readonly string[]; readonly summary: string };
/** Bindings under one heading. */
export type KeySection = {
  readonly title: string;
  readonly rows: readonly KeyRow[];
  /** The overlay that the keys belong to; undefined for those of the view. */
  readonly scope: BindingScope | undefined;
};

const SCOPE_TITLES: Readonly<Record<Exclude<BindingScope, MainScope>, string>> = {
  metrics: "In the metrics",
  heatmap: "In the heatmap",
  patterns: "Among the patterns",
  replay: "In the replay",
  sessions: "In the sessions",
  strip: "On the histogram",
  selection: "While lines are selected",
  detail: "In the detail panel",
  list: "In a list",
  filters: "In the list of filters",
  prompt: "While typing",
  palette: "In the palette",
};

const OTHER_SCOPES = [
  "metrics",
  "heatmap",
  "patterns",
  "replay",
  "sessions",
  "strip",
  "selection",
  "detail",
  "list",
  "filters",
  "prompt",
  "palette",
] as const;

/** Every binding once: those of the view under what they are about, then those of each overlay. */
export function keySections(bindings: readonly Binding[]): readonly KeySection[] {
  const view = bindings.filter(({ scope }) => isMain(scope));
  const groups = COMMAND_GROUPS.map((group) =>
    sectionOf(
      group,
      view.filter((binding) => groupOf(binding) === group),
      undefined,
    ),
  );
  const others = OTHER_SCOPES.map((scope) =>
    sectionOf(
      SCOPE_TITLES[scope],
      bindings.filter((binding) => binding.scope === scope),
      scope,
    ),
  );
  return [...groups, ...others].filter(({ rows }) => rows.length > 0);
}

/** The key table as Markdown, for the README and for `logstream keys`. */
export function keyTable(bindings: readonly Binding[]): string {
  const sections = keySections(bindings).map(({ title, rows }) => {
    const lines = rows.map(
      ({ keys, command, summary }) => `| ${keys.map(code).join(" ")} | ${summary} | \`:${command}\` |`,
    );
    return [`**${title}**`, "", "| keys | does | command |", "|---|---|---|", ...lines].join("\n");
  });
  const unbound = COMMAND_IDS.filter((id) => !bindings.some((binding) => binding.command === id));
  const typed = unbound.map((id) => `| ${usageOf(id)} | ${COMMANDS[id].summary} |`);
  const rest = ["**Typed after `:` only**", "", "| command | does |", "|---|---|", ...typed].join("\n");
  return [...sections, rest].join("\n\n");
}

/** Every command that can have keys, for whoever checks config files. */
export const KEY_COMMANDS: readonly { readonly id: CommandId; readonly summary: string }[] = COMMAND_IDS.map((id) => ({
  id,
  summary: COMMANDS[id].summary,
}));

/** `:goto PLACE`. */
function usageOf(id: CommandId): string {
  const { argument } = COMMANDS[id];
  if (argument === undefined) return `\`:${id}\``;
  return `\`:${id} ${argument.required ? argument.name : `[${argument.name}]`}\``;
}

function sectionOf(title: string, bindings: readonly Binding[], scope: BindingScope | undefined): KeySection {
  const rows = bindings.map(({ command, keys }) => ({
    command,
    keys: keys.map(keyLabel),
    summary: COMMANDS[command].summary,
  }));
  return { title, rows, scope };
}

function groupOf({ command }: Binding): CommandGroup {
  return COMMANDS[command].group;
}

function code(key: string): string {
  return key === "|" ? "`\\|`" : `\`${key}\``;
}
