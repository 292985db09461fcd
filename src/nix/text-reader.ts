import { withoutEscapes } from "./escapes.js";
import { readError, type Statement } from "./statement.js";

/**
 * Reads what nix writes for people, line by line or message by message. What goes over several lines (the plan, an error
 * with its context) is remembered in between.
 */
export type TextReader = {
  /** One line of human output, without its line end. */
  line(text: string): readonly Statement[];
  /** One whole message of the protocol. */
  message(text: string): readonly Statement[];
  /** What was begun and is not known to be whole. */
  end(): readonly Statement[];
};

type Section = "none" | "builds" | "fetches" | "other";

const WILL_BUILD = /^th(?:is|ese) (?:\d+ )?derivations? w(?:ill|ould) be built:$/;
const WILL_FETCH = /^th(?:is|ese) (?:\d+ )?paths? w(?:ill|ould) be fetched \(/;
const ITEM = /^ {2}(\/\S+)$/;
const BUILDING =
  /^(?:building|checking outputs of|rewriting hashes in) '([^'\s]+\.drv)'(?: on '([^'\s]+)')?(?:\.{3})?$/;
const COPYING = /^copying path '([^'\s]+)' from '([^'\s]+)'(?:\.{3})?$/;
const WAITING =
  /^waiting for (?:lock on|a machine to build|a free build user ID for|[^']{0,60}) '([^'\s]+)'(?:\.{3})?$/;
const HOOK = "post-build-hook: ";
const OWNED = /^([A-Za-z0-9+\-._?=]{1,211})> ?(.*)$/;
const OWNED_BY_HOOK = /^[A-Za-z0-9+\-._?=]{1,211} \(post\)> ?(.*)$/;
const WARNING = /^(?:evaluation |trace: )?warning: /;
/** A message without end must not be kept whole. */
const MAX_BLOCK_CHARACTERS = 64 * 1024;

export function createTextReader(): TextReader {
  let section: Section = "none";
  let block: string[] = [];
  let blockLength = 0;

  function closeBlock(): Statement[] {
    if (block.length === 0) return [];
    const text = block.join("\n");
    block = [];
    return readWhole(text);
  }

  function single(text: string): readonly Statement[] {
    const item = section === "none" ? null : ITEM.exec(text);
    if (item !== null) return itemOf(section, item[1] ?? "");
    section = sectionOf(text);
    return section === "none" ? [readSingle(text)] : [];
  }

  function line(raw: string): readonly Statement[] {
    const text = withoutEscapes(raw);
    if (block.length > 0) {
      if (text === "" || /^[ \t]/.test(text)) {
        if (blockLength < MAX_BLOCK_CHARACTERS) block.push(text);
        blockLength += text.length + 1;
        return [];
      }
      return [...closeBlock(), ...line(text)];
    }
    if (!opensBlock(text)) return single(text);
    section = "none";
    block = [text];
    blockLength = text.length;
    return [];
  }

  return {
    line,
    message(raw) {
      const text = withoutEscapes(raw);
      return opensBlock(text) ? readWhole(text) : single(text);
    },
    end: closeBlock,
  };
}

function opensBlock(text: string): boolean {
  return text.startsWith("error") ? /^error(?: \(ignored\))?:/.test(text) : WARNING.test(text);
}

function readWhole(text: string): Statement[] {
  if (WARNING.test(text)) return [{ kind: "warning", text: text.replace(WARNING, "") }];
  return text.startsWith("error (ignored)") ? [] : [readError(text)];
}

function sectionOf(text: string): Section {
  if (!text.endsWith(":")) return "none";
  if (WILL_BUILD.test(text)) return "builds";
  if (WILL_FETCH.test(text)) return "fetches";
  return text.startsWith("don't know how to build these paths") ? "other" : "none";
}

function itemOf(section: Section, path: string): readonly Statement[] {
  if (section === "builds") return [{ kind: "will-build", drv: path }];
  return section === "fetches" ? [{ kind: "will-fetch", path }] : [];
}

function readSingle(text: string): Statement {
  return readProgress(text) ?? readLogLine(text) ?? { kind: "line", text };
}

/** By first letter, because most lines are a build's own. */
function readProgress(text: string): Statement | undefined {
  switch (text.charAt(0)) {
    case "b":
    case "c":
    case "r":
      return readBuilding(text) ?? readCopying(text);
    case "w": {
      const waiting = WAITING.exec(text);
      return waiting === null ? undefined : { kind: "waiting", path: waiting[1] ?? "" };
    }
    case "p":
      return text.startsWith(HOOK) ? { kind: "hook-line", text: text.slice(HOOK.length) } : undefined;
    default:
      return undefined;
  }
}

function readBuilding(text: string): Statement | undefined {
  const building = BUILDING.exec(text);
  return building === null ? undefined : { kind: "building", drv: building[1] ?? "", host: building[2] };
}

function readCopying(text: string): Statement | undefined {
  const copying = COPYING.exec(text);
  return copying === null ? undefined : { kind: "copying", path: copying[1] ?? "", from: copying[2] ?? "" };
}

function readLogLine(text: string): Statement | undefined {
  const at = text.indexOf(">");
  if (at <= 0 || at > 220) return undefined;
  const owned = OWNED.exec(text);
  if (owned !== null) return { kind: "log-line", program: owned[1] ?? "", text: owned[2] ?? "" };
  const hook = OWNED_BY_HOOK.exec(text);
  return hook === null ? undefined : { kind: "hook-line", text: hook[1] ?? "" };
}
