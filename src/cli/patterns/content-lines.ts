import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import type { RawBatch } from "../../core/batch.js";
import type { PatternTally } from "../../core/template/pattern-tally.js";
import { openSpec } from "../../sources/registry.js";
import type { Invocation } from "../command.js";
import { sayFault } from "../shell.js";
import type { Assigned } from "./answer-patterns.js";

export type CountedLines = { readonly lines: number; readonly hasFailed: boolean };

type Into = { readonly tally: PatternTally; readonly keep: Assigned[] | undefined };

/** Counts every line of the sources as a message of its own: nothing of it is read as a time, a name or a level. */
export async function tallyLines(
  { shell }: Invocation,
  specs: readonly string[],
  into: Into,
): Promise<Result<CountedLines>> {
  if (specs.length === 0) return failed(NO_SOURCE);
  let lines = 0;
  let hasFailed = false;
  const say = (fault: Fault): void => {
    hasFailed = true;
    sayFault(shell, fault);
  };
  for (const spec of specs) {
    const opened = await openSpec(spec, { follow: false, history: undefined, since: undefined });
    if (!opened.ok) say(opened.fault);
    for (const source of opened.ok ? opened.value : []) {
      let line = 0;
      for await (const event of source.events(shell.signal, undefined)) {
        if (event.kind === "failed") say(event.fault);
        if (event.kind === "batch") line = addLines(event.batch, line, into);
      }
      lines += line;
    }
  }
  return ok({ lines, hasFailed });
}

const NO_SOURCE: Fault = {
  code: "usage",
  message: "--content wants to know what to read",
  hint: "name a file, or - for standard input",
};

const decoder = new TextDecoder();

function addLines({ bytes, starts, ends, count }: RawBatch, before: number, { tally, keep }: Into): number {
  for (let row = 0; row < count; row += 1) {
    const text = decoder.decode(bytes.subarray(starts[row], ends[row]));
    const id = tally.add({ ...BARE, text, message: text });
    keep?.push({ line: before + row + 1, id });
  }
  return before + count;
}

const BARE = { format: "plain", identifier: undefined, unit: undefined, level: undefined, at: undefined } as const;
