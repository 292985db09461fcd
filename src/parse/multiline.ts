import { type Block, blockAfter, blockOpenedBy, isIndented } from "./block.js";
import type { Joining } from "./format.js";

/** More lines than this are cut into several entries: a dump without end must not become one. */
const MAX_LINES = 500;
const MAX_BYTES = 256 * 1024;

/** How far the joining of an entry's lines has come; replaced, never changed. */
export type Joint = {
  readonly joining: Joining;
  readonly lines: number;
  readonly bytes: number;
  readonly block: Block;
  /** A line that is indented itself is no head for others. */
  readonly isHead: boolean;
};

/** The joint of an entry that begins with this line; undefined when nothing may ever follow. */
export function beginJoint(joining: Joining | undefined, line: string, bytes: number): Joint | undefined {
  if (joining === undefined) return undefined;
  return { joining, lines: 1, bytes, block: blockOpenedBy(line), isHead: line !== "" && !isIndented(line) };
}

/**
 * The joint with one more line, or undefined when a line that no format reads begins an entry of its own. Whether the
 * entry has room left is another question (`isFull`).
 */
export function continueJoint(joint: Joint, line: string, bytes: number): Joint | undefined {
  const block = blockAfter(joint.block, line);
  if (block === undefined && !joins(joint, line)) return undefined;
  return {
    ...joint,
    lines: joint.lines + 1,
    bytes: joint.bytes + bytes + 1,
    block: block ?? keptOrOpened(joint.block, line),
  };
}

export function isFull(joint: Joint): boolean {
  return joint.lines > MAX_LINES || joint.bytes > MAX_BYTES;
}

/** The head of another message, which would be hidden inside an entry that takes any line. */
const OWN_HEAD = /^(?:error|warning|fatal|panic|critical)(?: \(ignored\))?:/i;
const CLOSERS = /^[\])}]{1,8}[,;]?$/;
const CATALOGUE = "\u2591\u2591";

function joins(joint: Joint, line: string): boolean {
  if (joint.joining === "any") return joint.block !== "none" || !isOwnHead(line);
  if (joint.joining === "indented") return isIndented(line) || line.startsWith(CATALOGUE);
  if (!joint.isHead) return false;
  if (line === "") return joint.block === "nix";
  return isIndented(line) || line.startsWith("Caused by: ") || (joint.lines > 1 && CLOSERS.test(line));
}

function isOwnHead(line: string): boolean {
  const opened = blockOpenedBy(line);
  return opened === "go" || opened === "rust" || opened === "rust-message" || OWN_HEAD.test(line);
}

function keptOrOpened(block: Block, line: string): Block {
  const opened = blockOpenedBy(line);
  return opened === "none" ? block : opened;
}
