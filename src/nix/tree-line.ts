import type { StepState } from "../core/build-report.js";
import { visibleLine } from "../lib/visible.js";
import { cutToWidth, widthOf } from "../lib/width.js";

/** What a stretch of a build tree is, for whoever colours it. */
export type TreeRole = StepState | "phase" | "host" | "time" | "bytes" | "dim";

export type TreeSegment = { readonly text: string; readonly role: TreeRole };
export type TreeLine = readonly TreeSegment[];

type Sign = StepState | "fetch";

const SIGNS: Readonly<Record<Sign, readonly [unicode: string, ascii: string]>> = {
  failed: ["✗", "x"],
  running: ["▶", ">"],
  waiting: ["‖", "="],
  planned: ["○", "o"],
  done: ["✓", "+"],
  fetch: ["↓", "v"],
};

export function signOf(sign: Sign, isAscii: boolean | undefined): string {
  return SIGNS[sign][isAscii === true ? 1 : 0];
}

export function dim(text: string): TreeSegment {
  return { text, role: "dim" };
}

/** A further piece of a line, two columns after the last one; nothing where there is nothing to say. */
export function section(text: string | undefined, role: TreeRole): readonly TreeSegment[] {
  return text === undefined || text === "" ? [] : [{ text: `  ${visibleLine(text)}`, role }];
}

/** The line without what does not fit in so many columns. */
export function cutLine(line: TreeLine, width: number): TreeLine {
  const kept: TreeSegment[] = [];
  let left = width;
  for (const segment of line) {
    if (left <= 0) break;
    const text = cutToWidth(segment.text, left);
    kept.push({ ...segment, text });
    left -= text === segment.text ? widthOf(text) : left;
  }
  return kept;
}
