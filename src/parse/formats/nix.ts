import type { Fields } from "../../core/entry.js";
import { levelFromName } from "../../core/level.js";
import { decodeNix } from "../../nix/decode.js";
import type { NixEvent } from "../../nix/protocol.js";
import { shown } from "../../nix/shown.js";
import { nameOfPath, programOfName } from "../../nix/store-path.js";
import type { Format, ParsedLine } from "../format.js";

const PREFIX = "@nix ";
const BUILDING = /^(?:building|checking outputs of) '(\/[^'\s]{1,400}\.drv)'(?: on '[^'\s]{1,200}')?\.{3}$/;
const COPYING = /^copying path '(\/[^'\s]{1,400})' (?:from|to) '[^'\s]{1,400}'\.{3}$/;
const WAITING = /^waiting for lock on '(\/[^'\s]{1,400})'\.{3}$/;
const WILL =
  /^th(?:is|ese) (?:\d{1,7} )?(?:derivations?|paths?) will be (?:built|fetched \([^)]{1,60}\)):$|^don't know how to build these paths:$/;
const FAILED = /^error: (?:builder for|Cannot build|hash mismatch in fixed-output derivation) '(\/[^'\s]{1,400}\.drv)'/;
const DEPENDENCIES_FAILED =
  /^error: \d{1,7} dependenc(?:y|ies) of derivation '(\/[^'\s]{1,400}\.drv)' failed to build$/;

/**
 * nix's output where nobody follows the build: lines of internal-json, each by itself, and those that it writes for
 * people and that cannot be mistaken. The tap on a live stream knows more (`pipeline/nix-tap.ts`).
 */
export const nix: Format = {
  name: "nix",
  summary: "nix's internal-json and its build messages",
  confidence: 0.95,
  multiline: "blocks",
  parse: (line) => (line.startsWith(PREFIX) ? parseProtocol(line) : parseHuman(line)),
  fields: fieldsOf,
  samples: [
    {
      line: "building '/nix/store/a5qwz5gkljbxwgsp1ljq8r64i9qar0ck-zlib-1.3.1.drv'...",
      gives: {
        level: "info",
        unit: "zlib-1.3.1",
        identifier: "zlib",
        message: "building '/nix/store/a5qwz5gkljbxwgsp1ljq8r64i9qar0ck-zlib-1.3.1.drv'...",
      },
    },
    {
      line: `@nix {"action":"msg","level":0,"msg":"\\u001b[31;1merror:\\u001b[0m interrupted by the user","raw_msg":"interrupted by the user"}`,
      gives: { level: "error", identifier: "nix", message: "error: interrupted by the user" },
    },
    {
      line: `@nix {"action":"start","fields":["/nix/store/yc29wr046lahsb3s3bf7zbwkw4jlnmp5-hello-ok.drv","",1,1],"id":13829794693124,"level":3,"text":"building '/nix/store/yc29wr046lahsb3s3bf7zbwkw4jlnmp5-hello-ok.drv'","type":105}`,
      gives: { level: "info", identifier: "nix", message: "building hello-ok" },
    },
    {
      line: `@nix {"action":"result","fields":["hello from builder"],"id":13829794693124,"type":101}`,
      gives: { identifier: "nix", message: "hello from builder" },
    },
    {
      line: "error: builder for '/nix/store/0xr6dgi3psmkcqjdyx6na0jzrkkl2cmv-fail-1.0.drv' failed with exit code 2;",
      gives: {
        level: "error",
        unit: "fail-1.0",
        identifier: "fail",
        message:
          "error: builder for '/nix/store/0xr6dgi3psmkcqjdyx6na0jzrkkl2cmv-fail-1.0.drv' failed with exit code 2;",
      },
    },
  ],
};

function parseProtocol(line: string): ParsedLine | undefined {
  const event = eventOf(line);
  if (event === undefined) return undefined;
  const record = shown(event, undefined);
  if (record === undefined) return { level: "debug", identifier: "nix", message: PREFIX.length };
  const { PRIORITY: priority, UNIT: unit, SYSLOG_IDENTIFIER: identifier } = record.fields;
  return {
    level: typeof priority === "string" ? levelFromName(priority) : undefined,
    unit: typeof unit === "string" ? unit : undefined,
    identifier: typeof identifier === "string" ? identifier : undefined,
    message: record.text,
  };
}

function eventOf(line: string): NixEvent | undefined {
  const event = decodeNix(line.slice(PREFIX.length));
  return typeof event === "string" ? undefined : event;
}

function parseHuman(line: string): ParsedLine | undefined {
  switch (line.charAt(0)) {
    case "b":
      return aboutPath(BUILDING.exec(line)?.[1], "info");
    case "c":
      return aboutPath((BUILDING.exec(line) ?? COPYING.exec(line))?.[1], "info");
    case "w":
      return aboutPath(WAITING.exec(line)?.[1], "info");
    case "e":
      return aboutPath((FAILED.exec(line) ?? DEPENDENCIES_FAILED.exec(line))?.[1], "error");
    case "t":
    case "d":
      return WILL.test(line) ? { level: "info", identifier: "nix", message: 0 } : undefined;
    default:
      return undefined;
  }
}

function aboutPath(path: string | undefined, level: "info" | "error"): ParsedLine | undefined {
  if (path === undefined) return undefined;
  const name = nameOfPath(path);
  return { level, unit: name, identifier: programOfName(name), message: 0 };
}

function fieldsOf(text: string): Fields {
  if (!text.startsWith(PREFIX)) return humanFields(text);
  const event = eventOf(text);
  return event === undefined ? {} : (shown(event, undefined)?.fields ?? {});
}

function humanFields(text: string): Fields {
  const path = /'(\/[^'\s]{1,400})'/.exec(text.slice(0, 1_000))?.[1];
  if (path === undefined) return {};
  return path.endsWith(".drv") ? { NIX_DRV: path } : { NIX_PATH: path };
}
