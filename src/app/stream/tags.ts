import type { LogEntry } from "../../core/entry.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import type { State } from "../state.js";
import { jumpTo } from "./jumps.js";
import { entryAtCursor, keepMark, markOf } from "./marks.js";

/** A tag is one word of no more than so many characters. */
const LONGEST = 40;
const MOST_TAGS = 20;

/** Every tag that some bookmark has, by the alphabet. */
export function knownTags({ stream }: State): readonly string[] {
  return [...new Set(stream.marks.flatMap(({ tags }) => tags))].toSorted();
}

/** Puts tags on an entry, or takes away those that it has; an entry with tags is bookmarked. */
export function toggleTags(state: State, entry: LogEntry, words: string): Step<State> {
  const names = [...new Set(words.split(/\s+/).map((word) => word.replace(/^#/, "")))].filter((name) => name !== "");
  const long = names.find((name) => name.length > LONGEST);
  if (long !== undefined) return notice(state, "fault", `a tag has at most ${LONGEST} characters`);
  const mark = markOf(state, entry.id);
  const before = mark?.tags ?? [];
  const tags = [...before.filter((tag) => !names.includes(tag)), ...names.filter((name) => !before.includes(name))];
  if (tags.length > MOST_TAGS) return notice(state, "fault", `an entry has at most ${MOST_TAGS} tags`);
  return keepMark(state, entry, { note: mark?.note, tags });
}

/** Goes to the next entry with the tag, or with any, and from the last one to the first. */
export function goToTagged(state: State, word: string | undefined): Step<State> {
  const name = word?.trim().replace(/^#/, "") ?? "";
  const tagged = state.stream.marks.filter(({ tags }) => (name === "" ? tags.length > 0 : tags.includes(name)));
  const [first] = tagged;
  if (first === undefined) {
    const known = knownTags(state);
    const hint = known.length === 0 ? "t puts a tag on an entry" : `tags are ${known.join(", ")}`;
    return notice(state, "info", name === "" ? "nothing is tagged" : `nothing is tagged ${name}`, hint);
  }
  const here = entryAtCursor(state);
  const next = tagged.find(
    ({ entry }) =>
      here !== undefined && (entry.order > here.order || (entry.order === here.order && entry.id > here.id)),
  );
  return jumpTo(state, (next ?? first).entry.id);
}
