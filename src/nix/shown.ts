import type { Fields, FieldValue } from "../core/entry.js";
import { levelNumber, type Level } from "../core/level.js";
import type { Owner } from "./build-model.js";
import { withoutEscapes } from "./escapes.js";
import { ActivityType, type NixEvent } from "./protocol.js";
import { nameOfPath, programOfName } from "./store-path.js";

/** What a person reads of an event, and the fields beside it. */
export type Shown = { readonly text: string; readonly fields: Fields };

/** The field that only records made from nix's protocol have; its value says which kind of event it was. */
export const NIX_EVENT = "NIX_EVENT";

const ACTIVITY_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ActivityType).map(([name, number]) => [number, name]),
);
/** Which entry of LEVELS nix's own eight verbosities are; those that need `-v` are for debugging. */
const LEVELS: readonly Level[] = ["error", "warning", "notice", "info"];
const DRV = /(?:^|[\s'])(\/[^\s']{1,400}\.drv)(?![\w-])/;
const QUOTED_DRV = /'([^'\s]{1,400}\.drv)'/;
const ITEM = /^ {2}(\/\S{1,400})$/;

/**
 * The record of an event; undefined for what only moves the build along (progress, ends, activities without a text).
 * A build's record carries its name as unit and, without the version, as identifier.
 */
export function shown(event: NixEvent, owner: Owner | undefined): Shown | undefined {
  switch (event.kind) {
    case "start":
      return event.text === "" ? undefined : shownStart(event, owner);
    case "log-line":
      return { text: withoutEscapes(event.text), fields: lineFields(event.isHook, owner) };
    case "phase":
      return {
        text: `phase: ${event.phase}`,
        fields: { ...fieldsOf("phase", owner), NIX_PHASE: event.phase, ...priority("info") },
      };
    case "message":
      return shownMessage(event);
    case "status":
      return { text: withoutEscapes(event.text), fields: { ...fieldsOf("status", owner), ...priority("info") } };
    case "stop":
    case "progress":
    case "expected":
      return undefined;
  }
}

/** Fields of a line of a build's log: the same for every line of a phase. Its level is in its words. */
export function lineFields(isHook: boolean, owner: Owner | undefined): Fields {
  return fieldsOf(isHook ? "hook" : "log", owner);
}

function shownStart(event: Extract<NixEvent, { readonly kind: "start" }>, owner: Owner | undefined): Shown {
  const text = withoutEscapes(event.text);
  const activity = ACTIVITY_NAMES.get(event.activity);
  return {
    text: event.activity === ActivityType.build ? text.replace(QUOTED_DRV, (_, drv: string) => nameOfPath(drv)) : text,
    fields: {
      ...fieldsOf("start", owner),
      ...(activity === undefined ? {} : { NIX_ACTIVITY: activity }),
      ...priority(levelOfVerbosity(event.level)),
    },
  };
}

function shownMessage(event: Extract<NixEvent, { readonly kind: "message" }>): Shown {
  const text = withoutEscapes(event.text);
  const drv = DRV.exec(text)?.[1];
  const path = ITEM.exec(text)?.[1];
  const owner = drv === undefined ? undefined : { ...NOBODY, drv, name: nameOfPath(drv) };
  const given = {
    NIX_PATH: path === drv ? undefined : path,
    NIX_RAW_MSG: event.raw === undefined ? undefined : withoutEscapes(event.raw),
    CODE_FILE: event.file,
    CODE_LINE: event.line,
    NIX_COLUMN: event.column,
    NIX_TRACE: event.trace.length === 0 ? undefined : event.trace.map(withoutEscapes),
  };
  return {
    text,
    fields: { ...fieldsOf("msg", owner), ...present(given), ...priority(levelOfMessage(text, event.level)) },
  };
}

const NOBODY: Owner = { drv: undefined, name: undefined, host: undefined, phase: undefined, path: undefined };

function fieldsOf(event: string, owner: Owner = NOBODY): Fields {
  const { drv, name, host, phase, path } = owner;
  return present({
    [NIX_EVENT]: event,
    SYSLOG_IDENTIFIER: name === undefined ? "nix" : programOfName(name),
    UNIT: name,
    NIX_NAME: name,
    NIX_DRV: drv,
    NIX_PHASE: phase,
    NIX_HOST: host,
    NIX_PATH: path,
  });
}

function present(given: Readonly<Record<string, FieldValue | undefined>>): Fields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(given)) if (value !== undefined) fields[name] = value;
  return fields;
}

function priority(level: Level): Fields {
  return { PRIORITY: String(levelNumber(level)) };
}

/** Nix gives warnings and traces of old versions as errors; their first word tells. */
function levelOfMessage(text: string, verbosity: number): Level {
  if (/^(?:evaluation |trace: )?warning:/.test(text)) return "warning";
  if (text.startsWith("trace:")) return "info";
  return text.startsWith("error (ignored):") ? "notice" : levelOfVerbosity(verbosity);
}

function levelOfVerbosity(verbosity: number): Level {
  return LEVELS[verbosity] ?? "debug";
}
