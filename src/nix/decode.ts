import { type ActivityField, type ActivityId, type Decoded, type NixEvent, ResultType } from "./protocol.js";

/**
 * Beyond 15 digits a number may not be exact: ids of that length are put in quotes before the text is parsed. Within a
 * string the quotes would be escaped, so nothing else can look like this.
 */
const LONG_ID = /"(id|parent)":(\d{16,20})(?=[,}])/g;
const HAS_LONG_NUMBER = /:\d{16}/;

type Members = Readonly<Record<string, unknown>>;

/** Reads the JSON of one line, without the `@nix ` before it. Total. */
export function decodeNix(json: string): Decoded {
  const value = parse(HAS_LONG_NUMBER.test(json) ? json.replace(LONG_ID, '"$1":"$2"') : json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "malformed";
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that JSON.parse made
  const members = value as Members;
  switch (members["action"]) {
    case "start":
      return startOf(members);
    case "stop": {
      const id = idOf(members["id"]);
      return id === undefined ? "unknown" : { kind: "stop", id };
    }
    case "result":
      return resultOf(members);
    case "msg":
      return messageOf(members);
    default:
      return typeof members["action"] === "string" ? "unknown" : "malformed";
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function startOf(members: Members): Decoded {
  const id = idOf(members["id"]);
  if (id === undefined) return "unknown";
  const parent = idOf(members["parent"]);
  return {
    kind: "start",
    id,
    parent: parent === "0" ? undefined : parent,
    level: numberOf(members["level"]) ?? 0,
    activity: numberOf(members["type"]) ?? 0,
    text: textOf(members["text"]) ?? "",
    fields: fieldsOf(members["fields"]),
  };
}

function resultOf(members: Members): Decoded {
  const id = idOf(members["id"]);
  const fields = fieldsOf(members["fields"]);
  if (id === undefined) return "unknown";
  const [first, second] = fields;
  switch (members["type"]) {
    case ResultType.logLine:
    case ResultType.hookLine:
      if (typeof first !== "string") return "unknown";
      return { kind: "log-line", id, text: first, isHook: members["type"] === ResultType.hookLine };
    case ResultType.phase:
      return typeof first === "string" ? { kind: "phase", id, phase: first } : "unknown";
    case ResultType.progress:
      return progressOf(id, fields);
    case ResultType.expected:
      if (typeof first !== "number" || typeof second !== "number") return "unknown";
      return { kind: "expected", id, activity: first, amount: second };
    case ResultType.fetchStatus:
      return typeof first === "string" ? { kind: "status", id, text: first } : "unknown";
    default:
      return "unknown";
  }
}

function progressOf(id: ActivityId, fields: readonly ActivityField[]): NixEvent | "unknown" {
  const [done, expected, running, failed] = fields;
  const areNumbers = typeof done === "number" && typeof expected === "number";
  if (!areNumbers || typeof running !== "number" || typeof failed !== "number") return "unknown";
  return { kind: "progress", id, done, expected, running, failed };
}

function messageOf(members: Members): Decoded {
  const text = textOf(members["msg"]);
  if (text === undefined) return "unknown";
  const line = numberOf(members["line"]);
  return {
    kind: "message",
    level: numberOf(members["level"]) ?? 0,
    text,
    raw: textOf(members["raw_msg"]),
    // Line 0 is how nix says that it does not know the place.
    file: line === 0 ? undefined : textOf(members["file"]),
    line: line === 0 ? undefined : line,
    column: line === 0 ? undefined : numberOf(members["column"]),
    trace: traceOf(members["trace"]),
  };
}

function traceOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((frame: unknown) => {
    if (typeof frame !== "object" || frame === null) return [];
    const text = "raw_msg" in frame ? textOf(frame.raw_msg) : undefined;
    return text === undefined ? [] : [text];
  });
}

function idOf(value: unknown): ActivityId | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return String(value);
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function fieldsOf(value: unknown): readonly ActivityField[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (field: unknown): field is ActivityField => typeof field === "string" || typeof field === "number",
  );
}
