/** What a terminal sends for a key, by the key's name; a letter is itself. */
const SEQUENCES: Readonly<Record<string, string>> = {
  enter: "\r",
  escape: "\u001b",
  tab: "\t",
  "shift-tab": "\u001b[Z",
  space: " ",
  backspace: "\u007f",
  delete: "\u001b[3~",
  insert: "\u001b[2~",
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  home: "\u001b[H",
  end: "\u001b[F",
  "page-up": "\u001b[5~",
  "page-down": "\u001b[6~",
  f1: "\u001bOP",
};

/** The sequence of a key called as in `enter`, `page-down`, `ctrl-c`, `alt-x`, or of a single character. */
export function sequenceOfKey(name: string): string {
  const known = SEQUENCES[name];
  if (known !== undefined) return known;
  const control = /^ctrl-(.)$/.exec(name)?.[1];
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
  const alt = /^alt-(.+)$/.exec(name)?.[1];
  if (alt !== undefined) return `\u001b${sequenceOfKey(alt)}`;
  if (!/^.$/su.test(name)) throw new Error(`no key is called '${name}'`);
  return name;
}
