import type { BuildReport } from "../../core/build-report.js";
import type { RawBatch } from "../../core/batch.js";
import { Mark } from "../../core/entry.js";
import type { Micros } from "../../core/time.js";
import { visible } from "../../lib/visible.js";
import { openNixTap } from "../../pipeline/nix-tap.js";
import { createFramer } from "../../sources/framing.js";

/** What a command that speaks nix's protocol wrote, as a person would read it. */
export type ShownLines = {
  /** The lines that are whole; safe for a terminal. */
  push(bytes: Uint8Array): string;
  /** The unfinished line as it stands: a question, perhaps. Its rest comes without it. */
  pause(): string;
  readonly isHolding: () => boolean;
  end(at: Micros): string;
  /** What is known of the build; undefined while nothing of nix was seen. */
  readonly report: () => BuildReport | undefined;
};

export function createShownLines(now: () => Micros): ShownLines {
  const framer = createFramer({ now });
  const tap = openNixTap();
  const shown = (batch: RawBatch | undefined): string => (batch === undefined ? "" : textOf(tap.push(batch).batch));
  return {
    push: (bytes) => shown(framer.push(bytes)),
    pause: () => shown(framer.pause()),
    isHolding: framer.isHolding,
    end: (at) => shown(framer.end()) + textOf(tap.end(at).batch),
    report: () => (tap.isActive() ? tap.report() : undefined),
  };
}

function textOf(batch: RawBatch | undefined): string {
  if (batch === undefined) return "";
  const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
  let text = "";
  for (let index = 0; index < batch.count; index += 1) {
    const goesOn = ((batch.marks?.[index] ?? 0) & Mark.continues) !== 0;
    const record = bytes.toString("utf8", batch.starts[index], batch.ends[index]);
    text += record.split("\n").map(visible).join("\n") + (goesOn ? "" : "\n");
  }
  return text;
}
