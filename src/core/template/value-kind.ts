import { isUnit } from "./units.js";

/** What a value is: what the mask saw in it, said for people and for statistics. */
export type ValueKind = (typeof KINDS)[number]["name"] | "text" | "any";

const MOST_CHARACTERS = 300;

/** Longer values are text. Tried in this order; each takes linear time. */
const KINDS = [
  { name: "empty", test: (value: string) => value.trim() === "" },
  { name: "uuid", test: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i },
  { name: "mac", test: /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i },
  { name: "ip", test: (value: string) => isIp4(value) || isIp6(value) },
  { name: "url", test: /^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i },
  { name: "store-path", test: /^(?:\/nix\/store\/)?[0-9abcdfghijklmnpqrsvwxyz]{32}(?:-\S*)?$/ },
  { name: "path", test: /^(?:[~.]{0,2}\/|[A-Za-z]:\\)\S+$|^[^\s/]+(?:\/[^\s/]+){2,}$/ },
  { name: "email", test: /^[\w.+-]+@[\w.-]+$/ },
  {
    name: "date",
    test: /^\d{4}[-/.]\d\d[-/.]\d\d(?:T\d\d)?$|^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?[A-Z][a-z]{2} +\d/,
  },
  { name: "time", test: /^\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?Z?$/ },
  { name: "number", test: /^[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?$/i },
  { name: "duration", test: /^<?(?:\d+(?:\.\d+)? ?(?:y|month|w|d|h|min|s|sec|ms|us|ns) ?)+$/ },
  { name: "amount", test: (value: string) => isUnit(/^[<>~]?\d+(?:\.\d+)? ?([a-zA-Z/]+)$/.exec(value)?.[1] ?? "") },
  { name: "hex", test: /^(?:0x[0-9a-f]+|(?=\D*\d)[0-9a-f]{6,})$/i },
  { name: "quoted", test: /^(["'`]).*\1$/ },
  { name: "host", test: /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i },
  { name: "list", test: (value: string) => isList(value) },
  { name: "word", test: /^[a-zA-Z][\w-]*$/ },
] as const satisfies readonly { readonly name: string; readonly test: RegExp | ((value: string) => boolean) }[];

export function valueKind(value: string): ValueKind {
  if (value.length > MOST_CHARACTERS) return "text";
  const found = KINDS.find(({ test }) => (test instanceof RegExp ? test.test(value) : test(value)));
  return found?.name ?? "text";
}

/** The kind of all the values; `any` where they are of different kinds. Empty ones do not tell. */
export function kindOfAll(values: readonly string[]): ValueKind {
  const kinds = new Set(values.map(valueKind));
  if (kinds.size > 1) kinds.delete("empty");
  const [only = "empty"] = kinds;
  return kinds.size > 1 ? "any" : only;
}

function isIp4(value: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) && value.split(".").every((part) => Number(part) < 256);
}

function isIp6(value: string): boolean {
  return value.length <= 39 && /^[0-9a-f:]+$/i.test(value) && (value.includes("::") || value.split(":").length === 8);
}

function isList(value: string): boolean {
  const parts = value.split(/, ?| /);
  return parts.length > 1 && parts.every((part) => /\d/.test(part));
}
