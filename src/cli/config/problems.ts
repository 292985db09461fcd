import { DEFAULT_BINDINGS } from "../../app/keys/bindings.js";
import { mergeBindings } from "../../app/keys/merge.js";
import { checkConfig, type ConfigProblem } from "../../config/check-config.js";

/** All that is wrong in a config file, in the order of its text: also keys that are none, or that clash. */
export function problemsIn(text: string): readonly ConfigProblem[] {
  const { keys, keyPlaces, problems } = checkConfig(text);
  const ofKeys = mergeBindings(DEFAULT_BINDINGS, keys).problems.map(({ message, hint, commands }): ConfigProblem => {
    const named = commands.find((command) => Object.hasOwn(keyPlaces, command));
    const place = (named === undefined ? undefined : keyPlaces[named]) ?? { line: 1, column: 1 };
    return { ...place, message, hint };
  });
  return [...problems, ...ofKeys].toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** Two lines each, the first as compilers write it. */
export function problemLines(path: string, problems: readonly ConfigProblem[]): string {
  return problems
    .map(({ line, column, message, hint }) => `${path}:${line}:${column}: ${message}\n  ${hint}\n`)
    .join("");
}
