import { readLayout } from "../../app/looks/layout.js";
import { DEFAULT_LOOKS, layoutCalled, type Looks } from "../../app/looks/looks.js";
import { topOverlay } from "../../app/overlays/stack.js";
import type { State } from "../../app/state.js";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import type { KeptRecord } from "./kept-file.js";
import type { ScreenFiles } from "./screen-files.js";

/** What was asked for by other means than on the screen: by the command line, the environment or the config file. */
export type AskedLooks = { readonly theme: string; readonly layout: string };

/** How the screen begins. */
export type FirstLooks = { readonly theme: string; readonly looks: Looks };

/**
 * What was chosen on the screen before holds until something else is asked for; layouts that were saved are always there.
 * Without `restored` nothing else comes back.
 */
export function firstLooks(
  files: ScreenFiles | undefined,
  asked: AskedLooks,
  restored: boolean,
): { readonly first: FirstLooks; readonly fault: Fault | undefined } {
  const read = files?.looks.read();
  // The fault of one that cannot be read is said by whoever would write it.
  const kept = read?.ok === true ? (read.value ?? {}) : {};
  const saved = savedLayouts(kept["layouts"]);
  const theme = restored ? (chosen(kept["theme"], asked.theme) ?? asked.theme) : asked.theme;
  const named = layoutNamed(asked.layout, saved);
  const looks = named.ok ? named.value : { ...DEFAULT_LOOKS, saved };
  const again = restored ? (chosen(kept["layout"], asked.layout) ?? undefined) : undefined;
  const parts = again === undefined ? undefined : readLayout(fieldOf(kept["layout"], "parts"));
  const last = again === undefined || parts === undefined ? looks : { name: again, layout: parts, saved };
  return { first: { theme, looks: last }, fault: named.ok ? undefined : named.fault };
}

/** What is kept of the looks; undefined while themes are only tried. */
export function looksToKeep(state: State, asked: AskedLooks): KeptRecord | undefined {
  const top = topOverlay(state);
  if (top?.kind === "list" && top.list === "themes") return undefined;
  const { themes, looks } = state;
  const { name, layout, saved } = looks;
  const isAsked = name === asked.layout && layoutCalled(looks, name) === layout;
  return {
    ...(themes.current !== asked.theme && { theme: { chosen: themes.current, insteadOf: asked.theme } }),
    ...(!isAsked && { layout: { chosen: name, insteadOf: asked.layout, parts: layout } }),
    ...(Object.keys(saved).length > 0 && { layouts: saved }),
  };
}

/** Layouts that another screen has saved meanwhile stay; those that were dropped here go. */
export function mergedLooks(mine: KeptRecord, before: KeptRecord, there: KeptRecord): KeptRecord {
  const known = savedLayouts(before["layouts"]);
  const own = savedLayouts(mine["layouts"]);
  const others = Object.entries(savedLayouts(there["layouts"])).filter(([name]) => !Object.hasOwn(known, name));
  const layouts = { ...Object.fromEntries(others), ...own };
  const { layouts: _layouts, ...rest } = mine;
  return Object.keys(layouts).length === 0 ? rest : { ...rest, layouts };
}

function layoutNamed(name: string, saved: Looks["saved"]): Result<Looks> {
  const layout = layoutCalled({ saved }, name);
  if (layout !== undefined) return ok({ name, layout, saved });
  const names = ["default", "compact", "detailed", ...Object.keys(saved)];
  return failed({ code: "usage", message: `there is no layout '${name}'`, hint: `layouts are ${names.join(", ")}` });
}

function savedLayouts(value: unknown): Looks["saved"] {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, kept]) => {
      const layout = readLayout(kept);
      return layout === undefined ? [] : [[name, layout] as const];
    }),
  );
}

function chosen(kept: unknown, asked: string): string | undefined {
  const name = fieldOf(kept, "chosen");
  return fieldOf(kept, "insteadOf") === asked && typeof name === "string" ? name : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
