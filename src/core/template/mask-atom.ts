import { HOLE } from "./hole.js";

const DIGIT = 1;
const LETTER = 2;
const UNDERSCORE = 4;

/** What a character is to an atom; 0 lies between its runs. */
const KIND: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 95) return UNDERSCORE;
  const lower = code | 32;
  return lower >= 97 && lower <= 122 ? LETTER : 0;
});

const kindAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? (KIND[code] ?? 0) : LETTER;
};

export type Marks = { digits: number; slashes: number; dots: number; ats: number; hasControl: boolean };

/** Counts what tells how an atom is masked. */
export function marksOf(text: string, start: number, end: number): Marks {
  const marks: Marks = { digits: 0, slashes: 0, dots: 0, ats: 0, hasControl: false };
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) marks.digits += 1;
    else if (code === 47) marks.slashes += 1;
    else if (code === 46) marks.dots += 1;
    else if (code === 64) marks.ats += 1;
    else if (code < 32 || code === 127) marks.hasControl = true;
  }
  return marks;
}

/**
 * Masks a piece of a token that has no brackets, quotes, colons and the like in it: paths, host names, addresses,
 * identifiers and numbers become holes, words stay, and so do words that end in a digit, as `ssh2`.
 */
export function maskAtom(atom: string, marks: Marks): string {
  if (marks.hasControl) return HOLE;
  if (atom.startsWith(STORE)) return maskStorePath(atom);
  if (marks.slashes > 0) return maskSlashed(atom, marks);
  if (marks.ats === 1 && isAddress(atom)) return HOLE;
  if (marks.dots > 1 && isDotted(atom)) return isClassName(atom) ? atom : HOLE;
  if (marks.digits === 0) return atom;
  return HEX_GROUPS.test(atom) ? HOLE : maskRuns(atom);
}

/** UUIDs and the like, some groups of which have no digit. */
const HEX_GROUPS = /^[0-9a-fA-F]+(?:-[0-9a-fA-F]+){3,}$/;

const STORE = "/nix/store/";

/** The package stays, its hash and version do not: `/nix/store/HASH-firefox-129.0/bin` is about firefox. */
function maskStorePath(atom: string): string {
  const from = atom.indexOf("-", STORE.length);
  const slash = atom.indexOf("/", STORE.length);
  if (from < 0 || (slash >= 0 && slash < from)) return HOLE;
  const name = slash < 0 ? atom.slice(from + 1) : atom.slice(from + 1, slash);
  const version = /-[^a-zA-Z]/.exec(name)?.index ?? name.length;
  const suffix = name.endsWith(".drv") ? ".drv" : "";
  const own = maskRuns(name.slice(0, version));
  const masked = version < name.length ? `${own}-${HOLE}${suffix}` : own;
  const rest = slash < 0 ? "" : atom.slice(slash).split("/").map(maskRuns).join("/");
  return `${STORE}${HOLE}-${masked}${rest}`;
}

function maskSlashed(atom: string, { slashes, digits }: Marks): string {
  const isRooted = atom.startsWith("/") || atom.startsWith("~/") || atom.startsWith("./");
  if (isRooted || slashes > 1) return /[^/.]/.test(atom) ? HOLE : atom;
  const slash = atom.indexOf("/");
  const [left, right] = [atom.slice(0, slash), atom.slice(slash + 1)];
  if (digits === 0) return atom;
  const maskedRight = maskAtom(right, marksOf(right, 0, right.length));
  // As Java writes an address: name/1.2.3.4.
  if (maskedRight === HOLE && isDotted(right)) return `${HOLE}/${HOLE}`;
  return `${maskAtom(left, marksOf(left, 0, left.length))}/${maskedRight}`;
}

/** `somebody@a.host`, but not a unit of systemd, as `user@1000.service`. */
function isAddress(atom: string): boolean {
  return (
    /^[\w.+-]+@(?:[\w-]+\.)*[\w-]+$/.test(atom) &&
    !/\.(?:service|socket|timer|slice|scope|mount|target|device|path|swap)$/.test(atom)
  );
}

/** Three parts or more with single dots between them: a host, an address, a version, a name of a class. */
function isDotted(atom: string): boolean {
  let parts = 1;
  let size = 0;
  for (let at = 0; at < atom.length; at += 1) {
    if (atom.charCodeAt(at) === 46) {
      if (size === 0) return false;
      parts += 1;
      size = 0;
    } else size += 1;
  }
  return parts > 2 && size > 0;
}

/** `java.net.ConnectException` says what happened, as words do. */
function isClassName(atom: string): boolean {
  return /^[a-z]+(?:\.[a-z]+\d?){1,12}\.[A-Z][A-Za-z]*(?:\$[A-Z][A-Za-z]*)?$/.test(atom);
}

/** Masks the runs of letters, digits and underscores that hold a digit, and puts together what then stands side by side. */
function maskRuns(atom: string): string {
  let masked = "";
  let at = 0;
  while (at < atom.length) {
    const start = at;
    let seen = 0;
    for (; at < atom.length; at += 1) {
      const kind = kindAt(atom, at);
      if (kind === 0 && !isSign(atom, at)) break;
      seen |= kind;
    }
    if (at === start) {
      masked += atom[at];
      at += 1;
      continue;
    }
    const run = atom.slice(start, at);
    if ((seen & DIGIT) === 0 || isWord(run)) masked += run;
    else masked = joinHole(masked);
  }
  return masked;
}

/** A minus before a number: not the hyphen of `node-7`, but that of `blk_-7`. */
function isSign(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 45 || at + 1 >= text.length || kindAt(text, at + 1) !== DIGIT) return false;
  return at === 0 || (kindAt(text, at - 1) & (DIGIT | LETTER)) === 0;
}

/** `1.2`, `4-5`: one value. */
function joinHole(masked: string): string {
  if (masked.endsWith(HOLE)) return masked;
  const last = masked.at(-1);
  const isJoint = last === "." || last === "-" || last === "_" || last === "+";
  return isJoint && masked.at(-2) === HOLE ? masked.slice(0, -1) : masked + HOLE;
}

/** Letters with one or two digits behind them, or one among them: `ssh2`, `ipv4`, `i2c`. */
function isWord(run: string): boolean {
  let [digits, letters] = [0, 0];
  let last = 0;
  for (let at = 0; at < run.length; at += 1) {
    const kind = kindAt(run, at);
    if (kind === DIGIT) {
      // `name_7` is the seventh of many.
      if (last !== LETTER && last !== DIGIT) return false;
      digits += 1;
    } else if (kind === LETTER) letters += 1;
    last = kind;
  }
  return digits <= 2 && letters >= 2 * digits && (last === DIGIT || run.length <= 12);
}
