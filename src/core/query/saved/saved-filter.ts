import type { Result } from "../../fault.js";

/** A query that somebody keeps under a name: `filter:NAME` in other queries stands for it. */
export type SavedFilter = {
  /** One word: letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** As it was typed: `since:-1h` is another hour each time. */
  readonly query: string;
  readonly tags: readonly string[];
  /** What it finds, in words; "" when nobody said. */
  readonly about: string;
};

/** What can happen to those that are kept; made anew on what the file holds then, whoever has changed it meanwhile. */
export type SavedChange =
  /** Takes the place of the one called `insteadOf`, or of its own name; else it comes last. */
  | { readonly kind: "put"; readonly filter: SavedFilter; readonly insteadOf: string | undefined }
  | { readonly kind: "remove"; readonly name: string }
  /** Everything at once: what an undo puts back. */
  | { readonly kind: "all"; readonly filters: readonly SavedFilter[] };

/** Where filters are kept, as the screen sees it. */
export type SavedPlace = {
  readonly read: () => Result<readonly SavedFilter[]>;
  /** Gives what is kept then. */
  readonly change: (change: SavedChange) => Result<readonly SavedFilter[]>;
  /** Writes them to a file that is not there yet, for others to import; gives its whole path. */
  readonly exportTo: (path: string, filters: readonly SavedFilter[]) => Result<string>;
  readonly importFrom: (path: string) => Result<readonly SavedFilter[]>;
  /** Calls whenever the file has changed, until the function it gives is called. */
  readonly watch: (onChange: () => void) => () => void;
};

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u;
const MOST_NAME = 40;

/** Whether a text can be the name of a filter or a tag: it can be typed without quotes. */
export function isSavedName(text: string): boolean {
  return text.length <= MOST_NAME && NAME.test(text);
}

/** What `isSavedName` asks for, in words. */
export const NAME_RULE = `one word of letters, digits, - _ and ., at most ${MOST_NAME} characters`;

/** What is kept after a change. */
export function withChange(kept: readonly SavedFilter[], change: SavedChange): readonly SavedFilter[] {
  switch (change.kind) {
    case "all":
      return change.filters;
    case "remove":
      return kept.filter(({ name }) => name !== change.name);
    case "put": {
      const { filter, insteadOf = filter.name } = change;
      const others = kept.filter(({ name }) => name === insteadOf || name !== filter.name);
      if (!others.some(({ name }) => name === insteadOf)) return [...others, filter];
      return others.map((other) => (other.name === insteadOf ? filter : other));
    }
  }
}
