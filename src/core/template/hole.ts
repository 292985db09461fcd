/**
 * Stands in masked text for what differs from line to line. No masked text holds it otherwise: a token with a control
 * character of its own becomes a hole.
 */
export const HOLE = "\0";

/** How a hole is written for people, and in what they write. */
export const SHOWN_HOLE = "<*>";
