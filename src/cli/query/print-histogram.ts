import { counted } from "../../lib/counted.js";
import { showsUnicode } from "../../ui/terminal/abilities.js";
import type { Invocation } from "../command.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { createClock } from "../output/time-text.js";
import { plainPaint } from "../plain-paint.js";
import { sayNote, write } from "../shell.js";
import { DAY, histogramText, type Tally } from "./histogram.js";

/** Where stdout is no terminal. */
const COLUMNS = 80;

/** Writes the counts; an empty line parts them from entries. */
export async function printHistogram(invocation: Invocation, tally: Tally, place: "above" | "below"): Promise<void> {
  const { shell, settings } = invocation;
  const text = histogramText(tally, {
    columns: shell.stdout.isTTY ? shell.stdout.columns : COLUMNS,
    clock: createClock(settings.utc ? () => 0 : machineOffsetMinutes),
    paint: await plainPaint(invocation),
    isAscii: settings.ascii || !showsUnicode(shell.environment),
  });
  await write(shell, place === "above" ? `${text}\n` : `\n${text}`);
  const ahead = tally.after(Date.now() * 1_000 + DAY);
  if (ahead === 0) return;
  sayNote(
    invocation,
    `${counted(ahead)} of them ${ahead === 1 ? "is" : "are"} ahead of the clock: until:now leaves them out`,
  );
}

/** Days begin at this machine's midnight, or at that of UTC. */
export function tallyOffset({ settings }: Pick<Invocation, "settings">): number {
  return settings.utc ? 0 : machineOffsetMinutes(Date.now());
}
