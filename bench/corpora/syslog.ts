import {
  type Dice,
  dice,
  latin1,
  put,
  putDigits,
  putText,
  type Sheet,
  type Voice,
  type Voices,
  voicesOf,
} from "./line-writer.js";

/** What a corpus of lines is made from; the same bytes for the same wish. */
export type SyslogWish = {
  readonly lines: number;
  readonly seed: number;
  /** Messages of log files of one's own instead of the built-in ones, by name. */
  readonly samples?: ReadonlyMap<string, readonly string[]> | undefined;
};

/** Planted in seven lines, evenly over the corpus, and nowhere else. */
export const RARE_WORD = "needle7f3a";
const NEEDLES = 7;

/** Where the rare word stands: 0-based numbers of lines. */
function needleLines(lines: number): readonly number[] {
  return Array.from({ length: NEEDLES }, (_, index) => Math.floor(((index + 0.5) * lines) / NEEDLES));
}

export const CORPUS_START_MS = Date.UTC(2026, 2, 1);
const PIECE_BYTES = 1 << 20;
const LONGEST_LINE_BYTES = 1 << 14;
/** Lines come 30 ms apart on average, some hundreds at once every now and then. */
const MEAN_GAP_US = 30_000;
const BURST = { chance: 0.001, least: 50, most: 550, gapUs: 200 };
const PIDS = { first: 1_000, count: 9_000 };

/** An address that is met in most stretches of 16,000 lines. */
export function ordinaryAddress(seed: number): string {
  return voicesOf(dice(seed)).address;
}

/**
 * `2026-03-01T00:00:00.023837+00:00 web-01 sshd[4711]: message`, in pieces of about a megabyte. A piece is good only
 * until the next one is asked for.
 */
export function* syslogPieces(wish: SyslogWish): Generator<Uint8Array> {
  const random = dice(wish.seed);
  const speakers = voicesOf(random, wish.samples);
  const choose = chooser(speakers, random);
  const clock = openClock(random);
  const needles = new Set(needleLines(wish.lines));
  const word = latin1(` ${RARE_WORD}`);
  const sheet: Sheet = { bytes: new Uint8Array(PIECE_BYTES + LONGEST_LINE_BYTES), length: 0 };
  for (let line = 0; line < wish.lines; line++) {
    clock.put(sheet);
    const host = speakers.hosts[random.skewed(speakers.hosts.length)];
    if (host !== undefined) put(sheet, host, host.length);
    const { tag, text } = choose();
    put(sheet, tag, tag.length);
    putDigits(sheet, PIDS.first + random.skewed(PIDS.count), 4);
    put(sheet, COLON, COLON.length);
    putText(sheet, text, random);
    if (needles.has(line)) put(sheet, word, word.length);
    sheet.bytes[sheet.length++] = 10;
    if (sheet.length < PIECE_BYTES) continue;
    yield sheet.bytes.subarray(0, sheet.length);
    sheet.length = 0;
  }
  if (sheet.length > 0) yield sheet.bytes.subarray(0, sheet.length);
}

const COLON = latin1("]: ");

type Chosen = { readonly tag: Uint8Array; readonly text: Voice["texts"][number] };

function chooser({ voices }: Voices, random: Dice): () => Chosen {
  const byShare = voices.flatMap((voice) => {
    const one = { tag: latin1(` ${voice.name}[`), texts: voice.texts };
    return Array.from({ length: voice.weight }, () => one);
  });
  return () => {
    const voice = byShare[random.below(byShare.length)];
    const text = voice?.texts[random.skewed(voice.texts.length)];
    if (voice === undefined || text === undefined) throw new Error("a corpus of no messages");
    return { tag: voice.tag, text };
  };
}

/** Times that grow, and their text; the text of a second is made once. */
function openClock(random: Dice): { readonly put: (sheet: Sheet) => void } {
  let micros = 0;
  let burst = 0;
  let second = -1;
  let text = latin1("");
  const zone = latin1("+00:00 ");
  return {
    put(sheet) {
      if (burst > 0) {
        burst -= 1;
        micros += 20 + random.below(BURST.gapUs);
      } else {
        micros += Math.floor(-Math.log(1 - random.below(1 << 24) / (1 << 24)) * MEAN_GAP_US);
        if (random.below(1 << 24) < BURST.chance * (1 << 24))
          burst = BURST.least + random.below(BURST.most - BURST.least);
      }
      const now = Math.floor(micros / 1e6);
      if (now !== second) {
        second = now;
        text = latin1(`${new Date(CORPUS_START_MS + now * 1_000).toISOString().slice(0, 19)}.`);
      }
      put(sheet, text, text.length);
      const fraction = micros - now * 1e6;
      const hundreds = Math.floor(fraction / 100);
      putDigits(sheet, hundreds, 4);
      putDigits(sheet, fraction - hundreds * 100, 2);
      put(sheet, zone, zone.length);
    },
  };
}
