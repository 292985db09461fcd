import type { LogEntry } from "../../core/entry.js";

/** Who wrote the entry: unit or identifier, else its source, in the shortest form that still names it. */
export function labelOf(entry: LogEntry): string {
  return writerOf(entry) ?? sourceName(entry.source);
}

/** Unit or identifier, undefined where the record names none. */
export function writerOf({ unit, identifier }: LogEntry): string | undefined {
  const name = unit?.replace(/\.service$/, "") ?? identifier;
  return name === "" ? undefined : name;
}

/** The class of a name like `org.apache.hadoop.Client`: cut at its end it would say nothing. */
export function shortName(name: string): string {
  return DOTTED.test(name) ? name.slice(name.lastIndexOf(".") + 1) : name;
}

const DOTTED = /^[a-z_]\w*(?:\.\w+)*\.\w+\.[A-Za-z_$][\w$]*$/;

/** `app.log` of `file:/srv/app.log`, `stdin` of `stdin:#3`. */
function sourceName(source: string): string {
  const colon = source.indexOf(":");
  const rest = source.slice(colon + 1);
  if (rest === "" || rest.startsWith("#")) return source.slice(0, colon < 0 ? undefined : colon);
  return rest.slice(rest.lastIndexOf("/") + 1) || rest;
}
