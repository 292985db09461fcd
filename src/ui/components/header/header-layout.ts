import { gapCount } from "../../../core/truth.js";
import { gapSummary } from "../../../core/truth-words.js";
import type { HeaderView, Mode } from "../../../app/selectors/header.js";
import type { SourceState, SourceStatus } from "../../../core/ports.js";
import { counted } from "../../../lib/counted.js";
import { visible } from "../../../lib/visible.js";
import type { Role } from "../../../theme/roles.js";
import { type Glyphs } from "../../glyphs.js";
import { countOf, durationText, short } from "../../number-text.js";
import { type Segment, segmentsWidth, spread } from "../../segment.js";

const STATE_ROLES: Readonly<Record<SourceState, Role>> = {
  starting: "dim",
  loading: "accent",
  following: "ok",
  ended: "dim",
  failed: "fault",
  shared: "ok",
};
/** A source that is behind by less keeps up as far as people can tell. */
const NOTABLE_LAG_MS = 2_000;

/** The header's lines, one or two of them, each exactly `columns` wide. */
export function headerLines(
  model: HeaderView,
  size: { readonly columns: number; readonly rows: number },
  glyphs: Glyphs,
): readonly (readonly Segment[])[] {
  const { columns } = size;
  const modes = modeSegments(model, glyphs);
  if (size.rows < 2) {
    const room = columns - segmentsWidth(modes) - 1;
    const filters = filterSegments(model, glyphs);
    const left = [
      ...sourceSegments(model, Math.max(16, room - segmentsWidth(filters) - 2), glyphs),
      gap(2),
      ...filters,
    ];
    return [spread([gap(1), ...left], modes, columns, glyphs.ellipsis)];
  }
  const numbers = numberSegments(model);
  const name: readonly Segment[] = [{ text: " logstream ", role: "header" }, gap(1)];
  const room = columns - segmentsWidth(name) - segmentsWidth(numbers) - 1;
  // The rate of an only source is that of all: said twice it would be two figures that seldom agree.
  const isOnly = model.sources?.length === 1;
  const named = sourceSegments(model, room, glyphs, isOnly ? noteBesideRate : fullNote);
  const first = spread([...name, ...named], numbers, columns, glyphs.ellipsis);
  const matches = matchSegments(model);
  const second = spread([gap(1), ...filterSegments(model, glyphs)], [...matches, ...modes], columns, glyphs.ellipsis);
  return [first, second];
}

/** The sources that fit: with all there is to say of them, else in short, else those in trouble first. */
function sourceSegments(
  model: HeaderView,
  columns: number,
  glyphs: Glyphs,
  full: (status: SourceStatus) => string = fullNote,
): readonly Segment[] {
  if (model.fault !== undefined) return [{ text: `${glyphs.failed} ${visible(model.fault.message)}`, role: "fault" }];
  const { sources: known } = model;
  if (known === undefined) return [{ text: "opening", role: "dim" }];
  if (known.length === 0) return [{ text: "no sources: showing what was kept", role: "dim" }];
  const named = shortNamed(known);
  for (const [sources, note] of [
    [known, full],
    [named, full],
    [named, longNote],
    [named, shortNote],
  ] as const) {
    const all = joined(sources.map((status) => sourceSegment(status, note(status), glyphs)));
    if (segmentsWidth(all) <= columns) return all;
  }
  const sorted = named
    .toSorted((one, other) => urgency(other) - urgency(one))
    .map((status) => sourceSegment(status, shortNote(status), glyphs));
  const shown: (readonly Segment[])[] = [];
  let width = REST_COLUMNS;
  for (const parts of sorted) {
    width += segmentsWidth(parts) + 2;
    if (shown.length > 0 && width > columns) break;
    shown.push(parts);
  }
  const rest = sorted.length - shown.length;
  return rest === 0 ? joined(shown) : [...joined(shown), { text: `  +${rest} more`, role: "dim" }];
}

/** The sources by the ends of their paths, of as many parts as tell them apart. */
function shortNamed(sources: readonly SourceStatus[]): readonly SourceStatus[] {
  for (let parts = 1; parts <= MOST_PARTS; parts += 1) {
    const labels = sources.map(({ label }) => label.split("/").slice(-parts).join("/") || label);
    if (new Set(labels).size === sources.length)
      return sources.map((status, index) => ({ ...status, label: labels[index] ?? status.label }));
  }
  return sources;
}

const MOST_PARTS = 4;

/** Cells for saying how many sources had no room. */
const REST_COLUMNS = 8;

function sourceSegment(status: SourceStatus, note: string, glyphs: Glyphs): readonly Segment[] {
  const role = STATE_ROLES[status.state];
  const glyph: Segment = { text: glyphs.states[status.state], role };
  const label: Segment = { text: ` ${visible(status.label)}`, role: status.state === "failed" ? "fault" : "text" };
  return note === "" ? [glyph, label] : [glyph, label, { text: note, role: noteRole(status) }];
}

function noteBesideRate(status: SourceStatus): string {
  return fullNote(status, false);
}

/** As the long one, with how fast and how late lines come, and what is missing. */
function fullNote(status: SourceStatus, hasRate = true): string {
  const { state, entriesPerSecond, lagMs, truth } = status;
  if (state !== "following" && state !== "shared") return longNote(status);
  const isFlowing = entriesPerSecond >= FLOWING;
  const isLate = lagMs !== undefined && (isFlowing || lagMs >= NOTABLE_LAG_MS);
  const notes = [
    isFlowing && hasRate ? `${short(entriesPerSecond)}/s` : "",
    isLate ? `${durationText(lagMs)}${lagMs >= NOTABLE_LAG_MS ? " behind" : ""}` : "",
    gapSummary(truth),
  ].filter((text) => text !== "");
  return notes.length === 0 ? "" : ` ${notes.join(" · ")}`;
}

/** Lines a second from which on a rate says more than the lines themselves. */
const FLOWING = 0.1;

function longNote({ state, fault, progress, lagMs, truth }: SourceStatus): string {
  const gaps = gapCount(truth);
  if (state === "failed") return fault === undefined ? " failed" : `: ${visible(fault.message)}`;
  if (state === "loading") return progress === undefined ? " loading" : ` ${Math.floor(progress * 100)}%`;
  if (state === "starting" || state === "ended") return ` ${state}`;
  const late = lagMs !== undefined && lagMs >= NOTABLE_LAG_MS ? `${durationText(lagMs)} behind` : "";
  const notes = [late, gaps > 0 ? countOf(gaps, "gap") : ""].filter((text) => text !== "");
  return notes.length === 0 ? "" : ` ${notes.join(", ")}`;
}

/** The glyph tells the state; only numbers need words. */
function shortNote(status: SourceStatus): string {
  const { state, lagMs } = status;
  const gaps = gapCount(status.truth);
  if (state === "loading") return longNote(status);
  if (state !== "following" && state !== "shared") return "";
  const late = lagMs !== undefined && lagMs >= NOTABLE_LAG_MS ? ` -${durationText(lagMs)}` : "";
  return late + (gaps > 0 ? ` ${gaps}!` : "");
}

function noteRole({ state }: SourceStatus): Role {
  if (state === "failed") return "fault";
  return state === "following" || state === "shared" ? "level.warning" : "dim";
}

function urgency({ state, truth }: SourceStatus): number {
  const gaps = gapCount(truth);
  if (state === "failed") return 3;
  return gaps > 0 ? 2 : state === "loading" ? 1 : 0;
}

function filterSegments({ filters, search, hits }: HeaderView, glyphs: Glyphs): readonly Segment[] {
  const parts: (readonly Segment[])[] = filters.map(({ sign, text, isOn }) => {
    const shown = visible(text);
    if (!isOn) return [{ text: `${sign}${shown} (off)`, role: "dim" }];
    return sign === ""
      ? [{ text: shown, role: "text" }]
      : [
          { text: sign, role: sign === "-" ? "fault" : "ok" },
          { text: shown, role: "text" },
        ];
  });
  if (search !== undefined)
    parts.push([
      { text: "/", role: "key" },
      { text: visible(search), role: "text" },
      {
        text: hits === undefined ? "" : hits === 0 ? " no match" : ` ${countOf(hits, "match", "matches")}`,
        role: "dim",
      },
    ]);
  return parts.length === 0
    ? [{ text: "all lines", role: "dim" }]
    : joined(parts, [{ text: ` ${glyphs.vertical} `, role: "border" }]);
}

function matchSegments({ filters, matches, entries }: HeaderView): readonly Segment[] {
  if (matches === undefined || !filters.some(({ isOn }) => isOn)) return [];
  const share = entries === 0 ? "" : ` of ${counted(entries)}`;
  return [{ text: `  ${counted(matches)}${share} shown `, role: "dim" }];
}

function numberSegments({ entries, entriesPerSecond, sources }: HeaderView): readonly Segment[] {
  if (sources === undefined && entries === 0) return [];
  return [
    { text: `  ${countOf(entries, "line")}`, role: "text" },
    { text: `  ${short(entriesPerSecond)}/s `.padStart(8), role: "dim" },
  ];
}

const MODES: Readonly<
  Record<Exclude<Mode["kind"], "new" | "context">, { readonly text: string; readonly role: Role }>
> = {
  demo: { text: "demo: a recording", role: "badge" },
  follow: { text: "following", role: "ok" },
  paused: { text: "paused", role: "level.warning" },
  frozen: { text: "frozen", role: "level.warning" },
  marked: { text: "bookmarks only", role: "accent" },
  selecting: { text: "selecting", role: "accent" },
  wrapped: { text: "wrapped", role: "dim" },
};

function modeSegments({ modes }: HeaderView, glyphs: Glyphs): readonly Segment[] {
  return modes.flatMap((mode): readonly Segment[] => {
    if (mode.kind === "context") return [{ text: ` context ${mode.lines} `, role: "dim" }];
    if (mode.kind !== "new") return [{ text: ` ${MODES[mode.kind].text} `, role: MODES[mode.kind].role }];
    const count = mode.count === undefined ? "" : `${counted(mode.count)} `;
    return [gap(1), { text: ` ${glyphs.down} ${count}new `, role: "badge" }, gap(1)];
  });
}

function joined(parts: readonly (readonly Segment[])[], between: readonly Segment[] = [gap(2)]): readonly Segment[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [...between, ...part]));
}

function gap(cells: number): Segment {
  return { text: " ".repeat(cells), role: "text" };
}
