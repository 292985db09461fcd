import type { RawBatch } from "../../src/core/batch.js";
import { Mark } from "../../src/core/entry.js";
import type { ResumeToken, Source, SourceEvent } from "../../src/core/ports.js";

/** The text of every record of a batch. */
export function textsOf(batch: RawBatch): string[] {
  const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length);
  return Array.from({ length: batch.count }, (_, i) =>
    bytes.toString("utf8", batch.starts[i] ?? 0, batch.ends[i] ?? 0),
  );
}

/** Lines from records: the pieces of a line that was given in several are joined again. */
export function linesOf(batches: readonly RawBatch[]): string[] {
  const lines: string[] = [];
  let open = false;
  for (const batch of batches) {
    textsOf(batch).forEach((text, i) => {
      if (open) lines[lines.length - 1] += text;
      else lines.push(text);
      open = ((batch.marks?.[i] ?? 0) & Mark.continues) !== 0;
    });
  }
  return lines;
}

/** What a source said until the reader had enough. */
export type Heard = {
  readonly events: readonly SourceEvent[];
  readonly batches: readonly RawBatch[];
  readonly lines: readonly string[];
  /** Of the last batch that had one. */
  readonly resume: ResumeToken | undefined;
};

/** Pulls events until `enough` says so, then aborts and pulls on to the end. */
export async function hear(
  source: Source,
  enough: (heard: Heard) => boolean = () => false,
  resume?: ResumeToken,
): Promise<Heard> {
  const controller = new AbortController();
  const events: SourceEvent[] = [];
  for await (const event of source.events(controller.signal, resume)) {
    events.push(event);
    if (!controller.signal.aborted && enough(heardIn(events))) controller.abort();
  }
  return heardIn(events);
}

export function heardIn(events: readonly SourceEvent[]): Heard {
  const given = events.filter((event) => event.kind === "batch");
  const batches = given.map((event) => event.batch);
  const resume = given.findLast((event) => event.resume !== undefined)?.resume;
  return {
    events,
    batches,
    get lines() {
      return linesOf(batches);
    },
    resume,
  };
}

/** Records so far, cheaper than counting lines. */
export function recordsIn(heard: Heard): number {
  return heard.batches.reduce((sum, batch) => sum + batch.count, 0);
}
