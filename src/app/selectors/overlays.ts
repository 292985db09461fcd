import type { LogEntry } from "../../core/entry.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { COMMANDS } from "../commands/registry.js";
import type { KeySection } from "../keys/table.js";
import type { Candidate } from "../completion/candidate.js";
import { wantedField } from "../completion/query.js";
import { offersFor } from "../completion/offers.js";
import { ghostOf } from "../completion/complete.js";
import type { DetailOverlay, FilterPrompt, PromptOverlay, TypedFault } from "../overlay.js";
import { type DetailItem, detailArea, detailItems, detailOf } from "../overlays/detail.js";
import { dialogRows, helpLength, helpSections } from "../overlays/help.js";
import { type ListRow, type ListSelection, selectionOf } from "../overlays/list.js";
import { type PaletteRow, paletteRows } from "../overlays/palette.js";
import { isPrompt, topOverlay } from "../overlays/stack.js";
import type { ListKind } from "../overlay.js";
import type { State } from "../state.js";
import type { Rect } from "../stream/frame.js";

/** The help and the part of it that is seen. */
export type HelpView = {
  readonly sections: readonly KeySection[];
  /** First line shown, and how many there are to scroll through. */
  readonly scroll: number;
  readonly length: number;
  readonly rows: number;
};

/** Undefined while it is not open. */
export function selectHelp(state: State): HelpView | undefined {
  const help = state.overlays.find((overlay) => overlay.kind === "help");
  if (help === undefined) return undefined;
  const length = helpLength(state);
  return { sections: helpSections(state), scroll: help.scroll, length, rows: dialogRows(state) };
}

/** The detail panel; `area` is where its contents are, below the title. */
export type DetailView = {
  readonly overlay: DetailOverlay;
  readonly items: readonly DetailItem[];
  readonly area: Rect;
  readonly hasFocus: boolean;
};

/** Undefined while it is not open. */
export function selectDetail(state: State): DetailView | undefined {
  const overlay = detailOf(state);
  const area = detailArea(state);
  if (overlay === undefined || area === undefined) return undefined;
  return { overlay, items: detailItems(state), area, hasFocus: topOverlay(state)?.kind === "detail" };
}

/** A list to choose from. */
export type ListView = {
  readonly list: ListKind;
  readonly title: string;
  readonly rows: readonly ListRow[];
  readonly selected: number;
  /** What to say when there are no rows. */
  readonly empty: string;
  /** Of the selected filter: the newest lines that it matches, and what is to be said of it. */
  readonly sample: SampleView | undefined;
};

/** What is known of the selected filter. */
export type SampleView = {
  /** Undefined until they have come. */
  readonly entries: readonly LogEntry[] | undefined;
  /** What it asks for, written out. */
  readonly text: string;
  readonly about: string;
  readonly fault: string | undefined;
};

const LIST_TITLES: Readonly<Record<ListKind, string>> = {
  filters: "Filters",
  levels: "Least severe level to show",
  sources: "Sources",
  themes: "Themes",
  layouts: "Layouts",
  parts: "What is shown: Enter goes on to the next",
  links: "What this line names",
  "file-there": "This file is there already",
};

const LIST_EMPTY: Readonly<Record<ListKind, string>> = {
  filters: "",
  levels: "",
  sources: "no sources: what was kept is shown",
  themes: "no themes were found",
  layouts: "",
  parts: "",
  links: "",
  "file-there": "",
};

/** Undefined while none is open. */
export function selectList(state: State): ListView | undefined {
  const selection = selectionOf(state);
  if (selection === undefined) return undefined;
  const { list, selected, writing } = selection.overlay;
  const title = writing === undefined ? LIST_TITLES[list] : `${visible(writing.path)} is there already`;
  const sample = list === "filters" ? sampleOf(selection) : undefined;
  return { list, title, rows: selection.rows, selected, empty: LIST_EMPTY[list], sample };
}

function sampleOf({ overlay, row }: ListSelection): SampleView {
  const entries = overlay.sample?.entries;
  if (row?.kind !== "saved")
    return { entries, text: row?.kind === "filter" ? row.text : "", about: "", fault: undefined };
  const { filter, fault } = row.row;
  return { entries, text: filter.query, about: filter.about, fault };
}

/** The palette's rows, best first. */
export type PaletteView = { readonly rows: readonly PaletteRow[]; readonly selected: number };

/** Undefined while it is not open. */
export function selectPalette(state: State): PaletteView | undefined {
  const palette = state.overlays.find((overlay) => overlay.kind === "palette");
  return palette === undefined
    ? undefined
    : { rows: paletteRows(state, palette.input.text), selected: palette.selected };
}

/** The line that is typed into. */
export type PromptView = {
  readonly prompt: PromptOverlay;
  /** What stands before the text: `:`, `/`, `show only`. */
  readonly label: string;
  /** What stands after it: how many would stay, what is wrong. */
  readonly note: string;
  readonly isFaulty: boolean;
  /** Tab's candidates with the chosen one; before Tab those that it would begin with, and none. */
  readonly candidates: readonly Candidate[];
  readonly candidate: number | undefined;
  /** What → would add. */
  readonly ghost: string;
  /** What is wrong with what is typed, and where. */
  readonly fault: TypedFault | undefined;
};

/** The prompt that has the keyboard, if one has. */
export function selectPrompt(state: State): PromptView | undefined {
  const prompt = topOverlay(state);
  if (!isPrompt(prompt)) return undefined;
  const completion = "completion" in prompt ? prompt.completion : undefined;
  const found = "fault" in prompt ? prompt.fault : undefined;
  const offered = completion === undefined ? offeredWhileTyping(state, prompt, found) : [];
  const fault = found === undefined ? undefined : faultToShow(state, prompt, found, offered);
  return {
    prompt,
    label: labelOf(prompt),
    note: noteOf(state, prompt),
    isFaulty: fault !== undefined || (prompt.kind === "search" && prompt.missing),
    candidates: completion?.candidates ?? offered,
    candidate: completion?.index,
    ghost: ghostOf(state, prompt),
    fault,
  };
}

const MOST_WHILE_TYPING = 6;

/** Commands, their arguments, and values that a query waits for; where lines are shown that would stay, those matter more. */
function offeredWhileTyping(state: State, prompt: PromptOverlay, fault: TypedFault | undefined): readonly Candidate[] {
  if (prompt.input.text.trim() === "" || prompt.kind === "palette" || prompt.kind === "search") return [];
  if (prompt.kind === "filter" && (fault === undefined || !isUnfinished(prompt, fault))) return [];
  if (fault !== undefined && !isUnfinished(prompt, fault)) return [];
  const { stem, candidates } = offersFor(state, prompt);
  const others = candidates.filter(({ text }) => stem + text !== prompt.input.text);
  return others.slice(0, MOST_WHILE_TYPING);
}

/** Whoever is offered a value need not be told that there is none yet; where no line has one, that is what is wrong. */
function faultToShow(
  state: State,
  prompt: PromptOverlay,
  fault: TypedFault,
  offered: readonly Candidate[],
): TypedFault | undefined {
  if (!isUnfinished(prompt, fault)) return fault;
  if (offered.length > 0) return undefined;
  const field = wantedField(prompt.input.text);
  const isNone = state.offers.values.some((known) => known.field === field && known.values?.length === 0);
  return field !== undefined && isNone ? { ...fault, message: `no line here has ${field}` } : fault;
}

/** Something is missing at the very end, where one goes on typing. */
function isUnfinished({ input }: PromptOverlay, { at, length }: TypedFault): boolean {
  return length === 0 && at === input.text.length && input.caret === at;
}

function labelOf(prompt: PromptOverlay): string {
  switch (prompt.kind) {
    case "command":
      return ":";
    case "ask":
      return COMMANDS[prompt.command].argument?.ask?.label ?? "";
    case "palette":
      return "> ";
    case "search":
      return "/";
    case "filter":
      if (prompt.saving !== undefined) return `${prompt.saving}: `;
      return prompt.mode === "include" ? "show only " : "hide ";
  }
}

function noteOf(state: State, prompt: PromptOverlay): string {
  switch (prompt.kind) {
    case "search":
      return prompt.missing ? "no match" : "";
    case "filter":
      return previewNote(state, prompt);
    case "command":
    case "ask":
    case "palette":
      return "";
  }
}

function previewNote(state: State, { preview }: FilterPrompt): string {
  if (preview === undefined) return "";
  if (preview.count === undefined) return "counting…";
  const total = Math.max(state.engine?.entries ?? 0, state.stream.page?.total ?? 0, preview.count);
  return `${counted(preview.count)} of ${counted(total)} would stay`;
}
