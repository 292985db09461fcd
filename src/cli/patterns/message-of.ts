import type { Tallied } from "../../core/template/pattern-tally.js";
import { describe } from "../../parse/describe.js";

/** The message of an entry of which only the text was read. */
export function messageOf({ message, format, text }: Tallied): string {
  return message === "" ? describe(format, text, undefined).message : message;
}
