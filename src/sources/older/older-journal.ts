import type { SourceId } from "../../core/entry.js";
import { failed, ok, type Result } from "../../core/fault.js";
import { olderId } from "../../core/older-id.js";
import type { ResumeToken, Source } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import { type JournalArguments, journalFlags, parseJournalArguments } from "../journal/arguments.js";
import { journal } from "../journal.js";
import { type Cursor, parseCursor, tokenOf } from "../journal/cursor.js";
import { createExportDecoder } from "../journal/export-decoder.js";
import { askJournalctl } from "../journal/journalctl.js";
import { eventsBefore } from "./before-entry.js";

/** How much of the past of a journal is wanted: from a time on, so many entries, or all of it. */
export type OlderWish = {
  /** The journal's source, as `journal:` or `journal:unit=x.service`. */
  readonly of: SourceId;
  /** The cursor of the first entry that is kept of it. */
  readonly until: string;
  readonly since: Micros | undefined;
  readonly lines: number | undefined;
};

const SCHEME = "journal:";

/** The past of a journal before an entry: a source that ends, and that is given once. */
export async function openOlderJournal({ of, until, since, lines }: OlderWish): Promise<Result<Source>> {
  const cursor = parseCursor(until);
  if (!of.startsWith(SCHEME) || cursor === undefined) return failed(notAJournal(of));
  const rest = of.slice(SCHEME.length);
  const asked = parseJournalArguments(rest);
  if (!asked.ok) return asked;
  const opened = await journal.open(rest, { follow: false, history: undefined, since });
  if (!opened.ok) return opened;
  const [whole] = opened.value;
  if (whole === undefined) return failed(notAJournal(of));
  const start = () => (lines === undefined ? Promise.resolve(undefined) : startBefore(asked.value, cursor, lines));
  return ok({
    id: olderId(of, until),
    label: `${whole.label} (older)`,
    events: (signal, resume) => eventsBefore(whole, cursor, start, { signal, resume }),
  });
}

function notAJournal(of: string) {
  const hint = "only a journal can be asked for older entries";
  return { code: "internal", message: `${of} has no past that can be fetched`, hint } as const;
}

/** Entries asked for at once: what is known of each is some hundred bytes. */
const STEP = 8_000;

/** The token behind which the last so many entries before the cursor lie; undefined when there are no more than that. */
async function startBefore(asked: JournalArguments, until: Cursor, lines: number): Promise<ResumeToken | undefined> {
  let from = until;
  // The entry that is asked from is given, too; and the token names the one before the first.
  for (let left = lines + 1; left > 0;) {
    const wanted = Math.min(STEP, left);
    const found = await reversed(asked, from, wanted + 1);
    const last = found.at(-1);
    if (last === undefined || found.length <= wanted) return undefined;
    from = last;
    left -= wanted;
  }
  return tokenOf(from);
}

async function reversed(asked: JournalArguments, from: Cursor, lines: number): Promise<readonly Cursor[]> {
  const flags = ["--quiet", "--reverse", "--output=export", "--output-fields=MESSAGE_ID", `--cursor=${from.text}`];
  const { answer } = await askJournalctl([...flags, `--lines=${lines}`, ...journalFlags(asked)]);
  const cursors: Cursor[] = [];
  const decoder = createExportDecoder((fields) => {
    const text = fields["__CURSOR"];
    const cursor = typeof text === "string" ? parseCursor(text) : undefined;
    if (cursor !== undefined) cursors.push(cursor);
  });
  decoder.push(answer);
  return cursors;
}
