import type { ShownEntry } from "../../core/aggregate/entry-stages.js";
import type { LogEntry } from "../../core/entry.js";
import type { OutputFormat, OutputOptions } from "./output-format.js";

/** What stages have to say of entries that are being written. */
export type Marking = {
  /** Whether neighbours of matches are among them. */
  readonly hasContext: boolean;
  mannerOf(entry: LogEntry): ShownEntry | undefined;
};

/** JSON has names for what stages say; other formats write lines. */
export function markedFormat(format: OutputFormat, marking: Marking): OutputFormat {
  if (format.name === "json" || format.name === "ndjson") return format;
  return { ...format, entry: (entry, options) => markedLines(format.entry(entry, options), entry, marking) };
}

export function extraOf(marking: Marking): OutputOptions["extra"] {
  return (entry) => {
    const manner = marking.mannerOf(entry);
    return {
      ...(marking.hasContext && { is: manner?.isContext === true ? "context" : "match" }),
      repeats: manner === undefined || manner.repeats === 1 ? undefined : manner.repeats,
    };
  };
}

function markedLines(text: string, entry: LogEntry, marking: Marking): string {
  const manner = marking.mannerOf(entry);
  if (manner === undefined) return text;
  const sign = manner.isContext ? "  " : "> ";
  const lines = marking.hasContext ? sign + text.replaceAll("\n", `\n${sign}`) : text;
  const repeats = manner.repeats === 1 ? "" : ` (\u00d7${manner.repeats})`;
  return (manner.isAfterGap ? "--\n" : "") + lines + repeats;
}
