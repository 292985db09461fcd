import type { LogEntry } from "../../core/entry.js";
import { findLinks } from "../../core/links/find-links.js";
import { type Link, wordsOf } from "../../core/links/link.js";
import type { Query } from "../../core/query/ast.js";
import { printQuery } from "../../core/query/print.js";
import { visible } from "../../lib/visible.js";
import type { Effect, Step } from "../effect.js";
import { detailItems, detailOf, fieldQuery } from "../overlays/detail.js";
import { popOverlay, pushOverlay, topOverlay } from "../overlays/stack.js";
import { addFilter } from "../query/filters.js";
import { withEffects } from "../step.js";
import type { State } from "../state.js";
import { entryInView } from "../views/focused.js";

const MOST = 100;

/** What can be gone to from here: what the focused line of the detail names, else all that the entry does. */
export function linksHere(state: State): readonly Link[] {
  const detail = detailOf(state);
  const top = topOverlay(state);
  const item = top?.kind === "detail" ? detailItems(state)[top.selected] : undefined;
  const own = item?.kind === "field" || item?.kind === "text" ? item.links.map(({ link }) => link) : [];
  if (own.length > 0) return once(own);
  const entry = detail?.entry ?? entryInView(state);
  return entry === undefined ? [] : linksOfEntry(entry);
}

function linksOfEntry({ text, message, fields, unit, pid }: LogEntry): readonly Link[] {
  const texts = [text, ...(text.includes(message) ? [] : [message]), ...Object.values(fields)];
  const named = texts.flatMap((value) => (typeof value === "string" ? findLinks(visible(value)) : []));
  return once([
    ...named.map(({ link }) => link),
    ...(unit === undefined ? [] : findLinks(visible(unit)).map(({ link }) => link)),
    ...(pid === undefined || pid < 1 ? [] : [{ kind: "pid", pid } as const]),
  ]).slice(0, MOST);
}

function once(links: readonly Link[]): readonly Link[] {
  return [...new Map(links.map((link) => [`${link.kind} ${wordsOf(link)}`, link])).values()];
}

/** The list of what can be gone to. */
export function openLinks(state: State, links: readonly Link[]): State {
  return pushOverlay(state, { kind: "list", list: "links", selected: 0, restore: undefined, links });
}

/** Goes there: shows lines of what runs, and has other programs show the rest. */
export function follow(state: State, link: Link): Step<State> {
  switch (link.kind) {
    case "unit":
      return showOnly(state, fieldQuery("unit", link.unit));
    case "pid":
      return showOnly(state, fieldQuery("pid", String(link.pid)));
    default:
      return withEffects(state, effectFor(link));
  }
}

function effectFor(link: Exclude<Link, { readonly kind: "unit" | "pid" }>): Effect {
  switch (link.kind) {
    case "url":
      return { kind: "open-url", url: link.url };
    case "store-path":
      return { kind: "copy-text", text: link.path, what: link.path };
    case "manual":
      return { kind: "show-manual", page: link.page, section: link.section };
    case "file":
      return { kind: "edit-file", path: link.path, line: link.line, column: link.column };
  }
}

function showOnly(state: State, query: Query): Step<State> {
  const closed = topOverlay(state)?.kind === "detail" ? popOverlay(state) : state;
  return addFilter(closed, { mode: "include", text: printQuery(query), query });
}

/** `path`, `path:12`, `path:12:3`; as it was typed. */
export function fileNamed(text: string): Effect {
  const [, path = text, line, column] = /^(.+?):(\d{1,7})(?::(\d{1,7}))?:?$/.exec(text) ?? [];
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  return { kind: "edit-file", path, line: number(line), column: number(column) };
}
