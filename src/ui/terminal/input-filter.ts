/** What a terminal tells besides keys. Columns and rows count from 0. */
export type TerminalEvent =
  | {
      readonly kind: "mouse";
      readonly action: "down" | "up" | "move" | "wheel-up" | "wheel-down";
      /** 0 left, 1 middle, 2 right. */
      readonly button: number;
      readonly x: number;
      readonly y: number;
      readonly shift: boolean;
      readonly alt: boolean;
      readonly ctrl: boolean;
    }
  | { readonly kind: "focus"; readonly isFocused: boolean }
  /** The terminal's own background, `#rrggbb`. */
  | { readonly kind: "background"; readonly hex: string }
  /** The answer every terminal gives to the question what it is: what was asked before it will not be answered. */
  | { readonly kind: "attributes" }
  /** The state of a private mode: 0 unknown, 1 set, 2 reset, 3 and 4 permanently so. */
  | { readonly kind: "mode"; readonly mode: number; readonly state: number };

/** Separates what terminals tell from what people type. Sequences may come in any number of parts. */
export type InputFilter = {
  readonly push: (text: string) => { readonly typed: string; readonly events: readonly TerminalEvent[] };
  /** What is held back because it may begin a sequence, for how long to wait for the rest of it. */
  readonly held: () => "nothing" | "escape" | "sequence";
  /** Gives up waiting: what was held is typed text after all. */
  readonly flush: () => string;
};

const PASTE_BEGINS = "\u001b[200~";
const PASTE_ENDS = "\u001b[201~";
/** In this order: mouse, focus, mode, attributes, background, the beginning of a paste. */
const TAKEN =
  /\u001b\[<(\d+);(\d+);(\d+)([Mm])|\u001b\[([IO])|\u001b\[\?(\d+);(\d)\$y|\u001b\[\?[\d;]*(c)|\u001b\]11;([^\u0007\u001b]*)(?:\u0007|\u001b\\)|\u001b\[200~/;
/** The beginning of any of these at the very end. */
const BEGUN = /\u001b(?:\[(?:<[\d;]{0,16}|\?[\d;]{0,32}\$?|20?0?)?|\](?:1(?:1(?:;[^\u0007\u001b]{0,32}\u001b?)?)?)?)?$/;

export function createInputFilter(): InputFilter {
  let held = "";
  let isPasting = false;
  return {
    push: (text) => {
      let rest = held + text;
      held = "";
      let typed = "";
      const events: TerminalEvent[] = [];
      while (rest !== "") {
        if (isPasting) {
          const end = rest.indexOf(PASTE_ENDS);
          const kept = end < 0 ? endOfPasteBegun(rest) : end + PASTE_ENDS.length;
          isPasting = end < 0;
          typed += rest.slice(0, kept);
          rest = rest.slice(kept);
          if (isPasting) break;
          continue;
        }
        const match = TAKEN.exec(rest);
        if (match === null) break;
        typed += rest.slice(0, match.index);
        rest = rest.slice(match.index + match[0].length);
        if (match[0] === PASTE_BEGINS) {
          typed += PASTE_BEGINS;
          isPasting = true;
        } else events.push(...eventOf(match));
      }
      const begun = isPasting ? 0 : (BEGUN.exec(rest)?.index ?? rest.length);
      held = rest.slice(begun);
      return { typed: typed + rest.slice(0, begun), events };
    },
    held: () => (held === "" ? "nothing" : held.length <= 2 && !isPasting ? "escape" : "sequence"),
    flush: () => {
      const text = held;
      held = "";
      return text;
    },
  };
}

/** Where the end mark of a paste may have begun at the end of the text. */
function endOfPasteBegun(text: string): number {
  for (let length = Math.min(PASTE_ENDS.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(PASTE_ENDS.slice(0, length))) return text.length - length;
  }
  return text.length;
}

function eventOf(match: RegExpExecArray): TerminalEvent[] {
  const [, code, column, row, ending, focus, mode, state, attributes, background] = match;
  if (code !== undefined) return [mouseEvent(Number(code), Number(column) - 1, Number(row) - 1, ending === "M")];
  if (focus !== undefined) return [{ kind: "focus", isFocused: focus === "I" }];
  if (mode !== undefined) return [{ kind: "mode", mode: Number(mode), state: Number(state) }];
  if (attributes !== undefined) return [{ kind: "attributes" }];
  const hex = hexOf(background ?? "");
  return hex === undefined ? [] : [{ kind: "background", hex }];
}

function mouseEvent(code: number, x: number, y: number, isDown: boolean): TerminalEvent {
  const action = actionOf(code, isDown);
  return {
    kind: "mouse",
    action,
    button: code & 3,
    x,
    y,
    shift: (code & 4) !== 0,
    alt: (code & 8) !== 0,
    ctrl: (code & 16) !== 0,
  };
}

function actionOf(code: number, isDown: boolean): "down" | "up" | "move" | "wheel-up" | "wheel-down" {
  if ((code & 64) !== 0) return (code & 1) === 0 ? "wheel-up" : "wheel-down";
  if ((code & 32) !== 0) return "move";
  return isDown ? "down" : "up";
}

/** `rgb:RRRR/GGGG/BBBB`, of one to four digits each and maybe an alpha, as `#rrggbb` (XParseColor). */
function hexOf(answer: string): string | undefined {
  const channels = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer)?.slice(1);
  const bytes = channels?.map((digits) => Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255));
  return bytes && `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
