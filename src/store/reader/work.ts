import { setImmediate } from "node:timers/promises";

/**
 * A question being answered: yields wherever it may rest, never holding anything that a commit could make stale.
 * What it yields besides undefined is part of the answer.
 */
export type Work<Value, Part = undefined> = Generator<Part | undefined, Value, undefined>;

/** Between `enter` and `leave` the store stands still. */
export type Bracket = { enter(): void; leave(): void };

/** Longest time without letting others have a turn: a page for the screen must fit in between. */
const TURN_MS = 4;

/** Does the work in turns. Rejects with an AbortError when the signal aborts. */
export async function perform<Value>(work: Work<Value>, bracket: Bracket, signal?: AbortSignal): Promise<Value> {
  for (;;) {
    const step = takeTurn(work, bracket, signal);
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** The same, handing over the parts as they come. */
export async function* stream<Part>(
  work: Work<void, Part>,
  bracket: Bracket,
  signal?: AbortSignal,
): AsyncGenerator<Part, void, undefined> {
  for (;;) {
    const step = takeTurn(work, bracket, signal);
    if (step.done === true) return;
    if (step.value !== undefined) yield step.value;
    await setImmediate();
  }
}

/** Goes on until there is a part, or the turn is over. */
function takeTurn<Value, Part>(
  work: Work<Value, Part>,
  bracket: Bracket,
  signal: AbortSignal | undefined,
): IteratorResult<Part | undefined, Value> {
  if (signal?.aborted === true) throw cancelled();
  const end = performance.now() + TURN_MS;
  bracket.enter();
  try {
    for (;;) {
      const step = work.next();
      if (step.done === true || step.value !== undefined || performance.now() >= end) return step;
    }
  } finally {
    bracket.leave();
  }
}

function cancelled(): Error {
  const error = new Error("the question was withdrawn");
  error.name = "AbortError";
  return error;
}
