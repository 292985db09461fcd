import type { Program, Step } from "./automaton.js";
import type { Literal } from "./needs.js";

/** The automaton's program of "the text holds this literal", exact for bytes of any kind. */
export function literalProgram(bytes: Uint8Array, { ignoreCase }: Pick<Literal, "ignoreCase">): Program {
  const takes = Array.from(bytes, (byte, at): Step => {
    const table = new Uint8Array(256);
    table[byte] = 1;
    if (ignoreCase && byte >= 97 && byte <= 122) table[byte - 32] = 1;
    return { kind: "take", bytes: table, to: at + 1 };
  });
  return { start: 0, steps: [...takes, { kind: "match" }], isAsciiOnly: false };
}

/** The part of RE2's compiled programs that is read here. */
export type CompiledProgram = {
  readonly start: number;
  numInst(): number;
  getInst(at: number): CompiledStep;
};

type CompiledStep = {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  matchRune(rune: number): boolean;
};

/** RE2's numbers of its instructions. */
const Op = {
  alt: 1,
  altMatch: 2,
  capture: 3,
  emptyWidth: 4,
  fail: 5,
  match: 6,
  nop: 7,
  rune: 8,
  rune1: 9,
  runeAny: 10,
  runeAnyNotLine: 11,
} as const;

/** A regex's program for texts of ASCII; undefined where it has instructions that are not known here. */
export function regexProgram(compiled: CompiledProgram): Program | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < compiled.numInst(); at += 1) {
    const step = stepOf(compiled.getInst(at));
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return { start: compiled.start, steps, isAsciiOnly: true };
}

function stepOf(step: CompiledStep): Step | undefined {
  switch (step.op) {
    case Op.alt:
    case Op.altMatch:
      return { kind: "split", to: [step.out, step.arg] };
    case Op.capture:
    case Op.nop:
      return { kind: "split", to: [step.out] };
    case Op.emptyWidth:
      return { kind: "look", places: step.arg, to: step.out };
    case Op.fail:
      return { kind: "never" };
    case Op.match:
      return { kind: "match" };
    case Op.rune:
    case Op.rune1:
      return takes(step.out, (byte) => step.matchRune(byte));
    case Op.runeAny:
      return takes(step.out, () => true);
    case Op.runeAnyNotLine:
      return takes(step.out, (byte) => byte !== 10);
    default:
      return undefined;
  }
}

function takes(to: number, test: (byte: number) => boolean): Step {
  return { kind: "take", bytes: Uint8Array.from({ length: 256 }, (_, byte) => (byte < 128 && test(byte) ? 1 : 0)), to };
}
