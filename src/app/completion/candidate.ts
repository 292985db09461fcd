/** What a word could become. */
export type Candidate = {
  /** Takes the place of the whole word. */
  readonly text: string;
  /** What it is, in few words; not safe to show. */
  readonly about: string;
};

/** What could stand at the caret; candidates are put behind `stem`. */
export type Offers = { readonly stem: string; readonly candidates: readonly Candidate[] };

export const NOTHING: readonly Candidate[] = [];

/** Those that go on from what is typed, whatever its case; where none does, those that hold it. */
export function fitting(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const lower = typed.toLowerCase();
  const begun = candidates.filter(({ text }) => text.toLowerCase().startsWith(lower));
  if (begun.length > 0 || lower.length < 2) return begun;
  return candidates.filter(({ text }) => text.toLowerCase().includes(lower));
}

/** Texts that need no explanation. */
export function plain(texts: readonly string[]): readonly Candidate[] {
  return texts.map((text) => ({ text, about: "" }));
}
