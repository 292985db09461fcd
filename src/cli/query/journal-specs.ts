import type { Settings } from "../../config/options.js";

/** The journals that journalctl's flags name, as sources. */
export function journalSpecs({ directory, system, user, namespace }: Settings): readonly string[] {
  const escaped = (text: string): string => text.replaceAll(",", "\\,");
  return [
    ...(directory === undefined ? [] : [`journal:dir=${escaped(directory)}`]),
    ...(namespace === undefined ? [] : [`journal:namespace=${escaped(namespace)}`]),
    ...(system ? ["journal:"] : []),
    ...(user ? ["journal:user"] : []),
  ];
}
