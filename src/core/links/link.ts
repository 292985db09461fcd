/** Something a text names that one can go to. Everything in it is printable ASCII. */
export type Link =
  | { readonly kind: "url"; readonly url: string }
  /** A file, and the place in it from 1 where the text says one. */
  | { readonly kind: "file"; readonly path: string; readonly line?: number; readonly column?: number }
  | { readonly kind: "store-path"; readonly path: string }
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "pid"; readonly pid: number }
  | { readonly kind: "manual"; readonly page: string; readonly section: string };

/** Where in a text it is named: [start, end) in UTF-16 units. */
export type LinkSpan = { readonly start: number; readonly end: number; readonly link: Link };

/** What may stand in the address of a hyperlink; spaces and control characters may not. */
const ADDRESS = /^(?:https?|file):\/\/[\x21-\x7e]{1,2000}$/;

/** The address that a terminal opens; undefined for what only this program can go to. */
export function addressOf(link: Link): string | undefined {
  if (link.kind === "url") return ADDRESS.test(link.url) ? link.url : undefined;
  const path = link.kind === "file" || link.kind === "store-path" ? link.path : "";
  if (!path.startsWith("/")) return undefined;
  const address = `file://${path.replace(/[^\w/.~+=@,:-]/g, (character) => encodeURIComponent(character))}`;
  return ADDRESS.test(address) ? address : undefined;
}

/** What is named, as short as it can be said. */
export function wordsOf(link: Link): string {
  switch (link.kind) {
    case "url":
      return link.url;
    case "store-path":
      return link.path;
    case "file":
      return [link.path, link.line, link.column].filter((part) => part !== undefined).join(":");
    case "unit":
      return link.unit;
    case "pid":
      return `process ${link.pid}`;
    case "manual":
      return `${link.page}(${link.section})`;
  }
}
