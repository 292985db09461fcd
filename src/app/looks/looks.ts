import { type Step } from "../effect.js";
import { notice } from "../notices.js";
import { andThen, still } from "../step.js";
import type { State } from "../state.js";
import {
  BUILT_IN_LAYOUTS,
  DEFAULT_LAYOUT,
  type Layout,
  LAYOUT_PARTS,
  type LayoutPart,
  PART_NAMES,
  readLayout,
} from "./layout.js";

/** How the screen is laid out now, by which name that began, and what is there to choose from. */
export type Looks = {
  readonly name: string;
  readonly layout: Layout;
  /** The user's own, by their names. */
  readonly saved: Readonly<Record<string, Layout>>;
};

export const DEFAULT_LOOKS: Looks = { name: "default", layout: DEFAULT_LAYOUT, saved: {} };

/** What a layout may be called: one word, so that it can be typed. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;
const MOST_SAVED = 50;

export function layoutNames({ looks }: Pick<State, "looks">): readonly string[] {
  return [...Object.keys(BUILT_IN_LAYOUTS), ...Object.keys(looks.saved)];
}

/** The layout of a name; undefined for none. */
export function layoutCalled(looks: Pick<Looks, "saved">, name: string): Layout | undefined {
  if (Object.hasOwn(BUILT_IN_LAYOUTS, name)) return BUILT_IN_LAYOUTS[name];
  return Object.hasOwn(looks.saved, name) ? looks.saved[name] : undefined;
}

/** `NAME`, `save NAME` or `drop NAME`. */
export function layoutCommand(state: State, argument: string): Step<State> {
  const [verb = "", name = ""] = argument.trim().split(/\s+/u);
  if (verb === "save") return saveLayout(state, name);
  if (verb === "drop") return dropLayout(state, name);
  return showLayout(state, argument.trim());
}

/** Lays the screen out as the name says. */
export function showLayout(state: State, name: string): Step<State> {
  const layout = layoutCalled(state.looks, name);
  if (layout !== undefined) return still({ ...state, looks: { ...state.looks, name, layout } });
  return notice(state, "fault", `there is no layout '${name}'`, `layouts are ${layoutNames(state).join(", ")}`);
}

function saveLayout(state: State, name: string): Step<State> {
  const { layout, saved } = state.looks;
  if (!NAME.test(name) || name === "save" || name === "drop") {
    return notice(state, "fault", "a layout is saved under one word", "try :layout save mine");
  }
  if (Object.hasOwn(BUILT_IN_LAYOUTS, name)) {
    return notice(state, "fault", `'${name}' is always as it is`, "save yours under another name");
  }
  if (!Object.hasOwn(saved, name) && Object.keys(saved).length >= MOST_SAVED) {
    return notice(state, "fault", `${MOST_SAVED} layouts are enough`, ":layout drop NAME makes room");
  }
  const looks: Looks = { name, layout, saved: { ...saved, [name]: layout } };
  return notice({ ...state, looks }, "info", `saved; :layout ${name} brings it back`);
}

function dropLayout(state: State, name: string): Step<State> {
  const { saved } = state.looks;
  if (!Object.hasOwn(saved, name)) {
    const own = Object.keys(saved);
    const hint = own.length === 0 ? "you have saved none" : `yours are ${own.join(", ")}`;
    return notice(state, "fault", `you have no layout '${name}'`, hint);
  }
  const rest = Object.fromEntries(Object.entries(saved).filter(([other]) => other !== name));
  return notice({ ...state, looks: { ...state.looks, saved: rest } }, "info", `${name} is dropped`);
}

/** The part's next value, of all it can have. */
export function nextOfPart(layout: Layout, part: LayoutPart): Layout {
  const values: readonly string[] = LAYOUT_PARTS[part];
  const next = values[(values.indexOf(layout[part]) + 1) % values.length];
  return readLayout({ ...layout, [part]: next }) ?? layout;
}

/** `PART` goes on to its next value, `PART VALUE` to that one. */
export function arrange(state: State, argument: string): Step<State> {
  const [name = "", ...rest] = argument.trim().split(/\s+/u);
  const part = PART_NAMES.find((known) => known === name);
  if (part === undefined) {
    return notice(state, "fault", `the screen has no part '${name}'`, `parts are ${PART_NAMES.join(", ")}`);
  }
  const wanted = rest.join(" ");
  const values: readonly string[] = LAYOUT_PARTS[part];
  if (wanted !== "" && !values.includes(wanted)) {
    return notice(state, "fault", `${part} cannot be '${wanted}'`, `it can be ${values.join(", ")}`);
  }
  const { layout } = state.looks;
  const changed = wanted === "" ? nextOfPart(layout, part) : (readLayout({ ...layout, [part]: wanted }) ?? layout);
  const arranged = still({ ...state, looks: { ...state.looks, layout: changed } });
  return andThen(arranged, (next) => notice(next, "info", `${part}: ${changed[part]}`, ":layout save NAME keeps this"));
}
