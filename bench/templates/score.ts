/** What the published evaluation of Loghub (Jiang et al., ISSTA 2024) measures, from 0 to 1. */
export type Scores = {
  /** Lines whose group, taken as a set of lines, is exactly a true one. */
  readonly ga: number;
  /** The same by groups: the harmonic mean of precision and recall. */
  readonly fga: number;
  /** Lines whose template is letter for letter the true one. */
  readonly pa: number;
  /** Templates all of whose lines have it as their true one: the harmonic mean of precision and recall. */
  readonly fta: number;
  readonly templates: number;
  readonly trueTemplates: number;
};

/**
 * Groups are named by their template, as in the published evaluation; `texts` differ from `groups` where the template of
 * a line is named otherwise (by an id). Lines without a true template do not count.
 */
export function score(truth: readonly string[], groups: readonly string[], texts: readonly string[]): Scores {
  const lines = truth.flatMap((template, line) => (template === "" ? [] : [line]));
  const ofTruth = groupBy(lines, (line) => truth[line] ?? "");
  const ofGroup = groupBy(lines, (line) => groups[line] ?? "");
  let [rightLines, rightGroups] = [0, 0];
  for (const members of ofTruth.values()) {
    const found = new Set(members.map((line) => groups[line] ?? ""));
    const [only] = found;
    if (found.size !== 1 || only === undefined || ofGroup.get(only)?.length !== members.length) continue;
    rightLines += members.length;
    rightGroups += 1;
  }
  const rightTexts = lines.filter((line) => truth[line] === texts[line]).length;
  const rightTemplates = [...ofGroup.values()].filter((members) =>
    members.every((line) => truth[line] === texts[line]),
  ).length;
  return {
    ga: rightLines / lines.length,
    fga: harmonic(rightGroups / ofGroup.size, rightGroups / ofTruth.size),
    pa: rightTexts / lines.length,
    fta: harmonic(rightTemplates / ofGroup.size, rightTemplates / ofTruth.size),
    templates: ofGroup.size,
    trueTemplates: ofTruth.size,
  };
}

function harmonic(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function groupBy(lines: readonly number[], keyOf: (line: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [line]);
    else members.push(line);
  }
  return groups;
}
