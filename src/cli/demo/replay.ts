import { appendFileSync } from "node:fs";
import type { MachineSample } from "../../core/machine/metrics.js";
import { micros, MICROS_PER_MS } from "../../core/time.js";
import { NOTHING_KNOWN, type NewSession, type SessionPatch } from "../../core/session.js";
import { now } from "../../engine/environment.js";
import { pause } from "../../pipeline/timing.js";
import { phasesOf } from "../../session/phases.js";
import { activationStart } from "../run/activation.js";
import { type Recording, startRecording } from "../run/recording.js";
import { unitsTouched } from "../run/units.js";
import type { TapeItem } from "./tape.js";

export type ReplayOptions = {
  readonly tape: readonly TapeItem[];
  /** Milliseconds since 1970 at which the recorded rebuild begins. */
  readonly beginMs: number;
  readonly storePath: string;
  /** The journal's lines are written to the end of this file. */
  readonly journalPath: string;
  /** Where what was measured of the machine goes. */
  readonly keepSample: (sample: MachineSample) => void;
};

/** Lines come together as a journal brings them. */
const STEP_MS = 50;
/** What switch-to-configuration gives when a unit failed; the recorded one did. */
const EXIT_CODE = 4;

/** Plays the tape in its own time: the journal into its file, the machine into the store, the rebuild as a session. Settles at its end, or on abort. */
export async function replay(options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const rest = [...options.tape];
  take(options, takeUntil(rest, -1));
  const recording = startRecording({
    storePath: options.storePath,
    journal: `file:${options.journalPath}`,
    session: sessionOf(options),
  });
  const { begun } = recording;
  await begun;
  let isRunning = true;
  while (rest.length > 0 && !signal.aborted) {
    const lines = takeUntil(rest, elapsedMs(options));
    take(options, lines);
    const output = lines.flatMap((item) => (item.to === "output" ? [`${item.text}\n`] : []));
    if (output.length > 0) await recording.take("stderr", Buffer.from(output.join("")));
    if (isRunning && !rest.some(({ to }) => to === "output")) {
      isRunning = false;
      await end(recording, options);
    }
    await pause(STEP_MS, signal);
  }
  if (isRunning) await recording.close({ result: "interrupted", endedAt: now() });
}

function elapsedMs({ beginMs }: ReplayOptions): number {
  return Date.now() - beginMs;
}

function takeUntil(rest: TapeItem[], ms: number): readonly TapeItem[] {
  const after = rest.findIndex(({ atMs }) => atMs > ms);
  return rest.splice(0, after < 0 ? rest.length : after);
}

/** Takes all but the output of the rebuild. */
function take({ journalPath, keepSample }: ReplayOptions, items: readonly TapeItem[]): void {
  const texts = items.flatMap((item) => (item.to === "journal" ? [`${item.text}\n`] : []));
  if (texts.length > 0) appendFileSync(journalPath, texts.join(""));
  for (const item of items) if (item.to === "machine") keepSample(item.sample);
}

function sessionOf({ beginMs }: ReplayOptions): NewSession {
  return {
    ...NOTHING_KNOWN,
    kind: "rebuild",
    origin: "started",
    name: "demo",
    command: ["nixos-rebuild", "switch"],
    host: "lsnix",
    user: "root",
    startedAt: micros(beginMs * MICROS_PER_MS),
  };
}

async function end(recording: Recording, { beginMs }: ReplayOptions): Promise<void> {
  const endedAt = now();
  await recording.settle();
  const begun = await recording.begun;
  const build = recording.build();
  const startedAt = micros(beginMs * MICROS_PER_MS);
  const activatedAt = begun === undefined ? undefined : await activationStart(begun);
  const patch: SessionPatch = {
    endedAt,
    exitCode: EXIT_CODE,
    result: "failed",
    units: begun === undefined ? [] : await unitsTouched(begun),
    build,
    phases: phasesOf({ startedAt, at: endedAt, result: "failed", build, activatedAt }),
  };
  await recording.close(patch);
}
