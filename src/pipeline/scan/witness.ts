import type { RawBatch } from "../../core/batch.js";
import type { Source, SourceEvent, Stretch } from "../../core/ports.js";
import { type Micros, micros } from "../../core/time.js";
import { NO_TROUBLE, type Truth, withRemark } from "../../core/truth.js";

/** What a source gave, for whoever wants to know what an answer stands on. */
export type Seen = {
  readonly records: number;
  readonly bytes: number;
  /** Times of the oldest and the newest record, of sources whose records have any before they are parsed. */
  readonly first: Micros | undefined;
  readonly last: Micros | undefined;
  readonly truth: Truth;
};

/** A source that keeps account of what it gives. */
export type Witness = Source & { readonly seen: () => Seen };

const NOTHING: Seen = { records: 0, bytes: 0, first: undefined, last: undefined, truth: NO_TROUBLE };

export function witnessed(source: Source, now: () => Micros): Witness {
  let seen = NOTHING;
  async function* watched(events: AsyncIterable<SourceEvent>): AsyncGenerator<SourceEvent> {
    for await (const event of events) {
      seen = withEvent(seen, event, now);
      yield event;
    }
  }
  async function* watchedBack(stretches: AsyncIterable<Stretch>): AsyncGenerator<Stretch> {
    for await (const { events, isWhole } of stretches) yield { events: watched(events), isWhole };
  }
  const search = source.search?.bind(source);
  const searchBack = source.searchBack?.bind(source);
  return {
    ...source,
    events: (signal, resume) => watched(source.events(signal, resume)),
    ...(search === undefined ? {} : { search: (query, signal) => watched(search(query, signal)) }),
    ...(searchBack === undefined
      ? {}
      : { searchBack: (query, most, signal) => watchedBack(searchBack(query, most, signal)) }),
    seen: () => seen,
  };
}

function withEvent(seen: Seen, event: SourceEvent, now: () => Micros): Seen {
  switch (event.kind) {
    case "batch":
      return withBatch(seen, event.batch);
    case "gap":
    case "note":
      return { ...seen, truth: withRemark(seen.truth, event) };
    case "failed":
      return { ...seen, truth: withRemark(seen.truth, { kind: "error", at: now(), message: event.fault.message }) };
    case "caught-up":
      return seen;
  }
}

function withBatch(seen: Seen, { records, count, bytes }: RawBatch): Seen {
  const [oldest = Infinity, newest = -Infinity] = [records?.at[0], records?.at[count - 1]];
  return {
    ...seen,
    records: seen.records + count,
    bytes: seen.bytes + bytes.length,
    // The newest may come first.
    first: oldest < (seen.first ?? Infinity) ? micros(oldest) : seen.first,
    last: newest > (seen.last ?? -Infinity) ? micros(newest) : seen.last,
  };
}
