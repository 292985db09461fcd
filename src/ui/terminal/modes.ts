/** Private modes of a terminal (DECSET) by their names. */
export const MODE = {
  autowrap: 7,
  cursor: 25,
  mouseButtons: 1000,
  mouseDrag: 1002,
  focus: 1004,
  mouseSgr: 1006,
  alternateScreen: 1049,
  bracketedPaste: 2004,
  synchronized: 2026,
} as const;

/** The modes the screen itself sees to; what others say about them is not passed on. */
const OWN: ReadonlySet<number> = new Set([MODE.autowrap, MODE.cursor, MODE.alternateScreen, MODE.synchronized]);
const SET_OR_RESET = /\u001b\[\?(\d+)([hl])/g;
/** The kitty keyboard protocol: flags pushed, popped, asked for. */
const KEYBOARD = /\u001b\[(?:>(\d+)|<|\?)u/g;

/** What was turned on beyond a terminal's normal state, so that all of it can be turned off, and on again. */
export type Modes = {
  /** The sequence that sets a mode, or resets it; remembered. */
  readonly set: (mode: number, isOn: boolean) => string;
  /** Takes sequences somebody else wants to write, remembers what they do and gives back those to write. */
  readonly pass: (sequences: string) => string;
  /** Into the alternate screen, with everything that was on. */
  readonly enter: () => string;
  /** Everything off and back to the normal screen; safe also in the middle of a frame, and more than once. */
  readonly leave: () => string;
};

export function createModes(): Modes {
  const on = new Set<number>();
  /** All that ever was on: turning it off may have been among what a slow terminal never got. */
  const touched = new Set<number>();
  let keyboard: string | undefined;
  let hasPushed = false;
  const set = (mode: number, isOn: boolean): string => {
    if (isOn) {
      on.add(mode);
      touched.add(mode);
    } else on.delete(mode);
    return sequenceOf(mode, isOn);
  };
  return {
    set,
    pass: (sequences) => {
      let passed = "";
      for (const [, mode, action] of sequences.matchAll(SET_OR_RESET)) {
        if (!OWN.has(Number(mode))) passed += set(Number(mode), action === "h");
      }
      for (const [sequence, flags] of sequences.matchAll(KEYBOARD)) {
        if (flags !== undefined) {
          keyboard = sequence;
          hasPushed = true;
        } else if (sequence.includes("<")) keyboard = undefined;
        passed += sequence;
      }
      return passed;
    },
    enter: () => {
      const others = [...on].map((mode) => sequenceOf(mode, true)).join("");
      return (
        sequenceOf(MODE.alternateScreen, true) +
        sequenceOf(MODE.autowrap, false) +
        sequenceOf(MODE.cursor, false) +
        others +
        (keyboard ?? "")
      );
    },
    leave: () => {
      const others = [...touched].map((mode) => sequenceOf(mode, false)).join("");
      return (
        sequenceOf(MODE.synchronized, false) +
        // The alternate screen has a stack of its own: taking one too many takes nothing from others.
        (hasPushed ? "\u001b[<u" : "") +
        others +
        "\u001b[0m" +
        sequenceOf(MODE.autowrap, true) +
        sequenceOf(MODE.alternateScreen, false) +
        sequenceOf(MODE.cursor, true)
      );
    },
  };
}

function sequenceOf(mode: number, isOn: boolean): string {
  return `\u001b[?${mode}${isOn ? "h" : "l"}`;
}
