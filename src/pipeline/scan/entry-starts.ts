import type { ParseContext } from "../../parse/format.js";
import { FORMATS, formatNamed } from "../../parse/formats/registry.js";
import { plain } from "../../parse/formats/plain.js";
import { decodeUtf8 } from "./decode.js";
import { beginsWithIsoTime, beginsWithSyslogTime } from "./line-heads.js";
import { withoutCarriageReturn } from "./line-file.js";
import { openReplay } from "./replay.js";

/** A format this sure of itself is believed by the detector whenever it reads a line (parse/detect.ts). */
const ALWAYS_BELIEVED = 0.9;
/** What of the first lines the source's own format must read to be taken for the format of all of it. */
const MOST_LINES = 0.9;

/** Tells of a line whether an entry surely begins with it, whatever came before. */
export type EntryStarts = (lines: Uint8Array, start: number, end: number) => boolean;

/**
 * Learns from the first lines what the source's lines look like. A line that is read by a format which is always
 * believed, or by the one that nearly all first lines have, begins an entry. False says nothing.
 */
export function entryStartsOf(lines: readonly Buffer[], context: ParseContext): EntryStarts {
  const replay = openReplay(context);
  replay.feed(lines);
  const own = formatNamed(replay.format());
  const read = lines.filter((line) => own?.parse(decodeUtf8(line, 0, line.length), context) !== undefined);
  const isOwnSure = own !== undefined && own !== plain && read.length >= MOST_LINES * lines.length;
  const hasIsoTimes = isOwnSure && (own.name === "iso" || own.name === "syslog-iso");
  const believed = FORMATS.filter(
    (format) => format !== plain && ((isOwnSure && format === own) || format.confidence >= ALWAYS_BELIEVED),
  );
  return (bytes, start, end) => {
    if (hasIsoTimes && beginsWithIsoTime(bytes, start)) return true;
    if (beginsWithSyslogTime(bytes, start)) return true;
    const line = decodeUtf8(bytes, start, withoutCarriageReturn(bytes, start, end));
    return believed.some((format) => format.parse(line, context) !== undefined);
  };
}
