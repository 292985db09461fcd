import { LEVELS } from "../../core/level.js";
import { FIELD_NAMES } from "../../core/query/matchable.js";
import { EVENT_NAMES } from "../../core/systemd/unit-event.js";
import { printQuery } from "../../core/query/print.js";
import { fieldQuery } from "../overlays/detail.js";
import type { State } from "../state.js";

const MOST_VALUES = 50;

/**
 * What the last word of a query could become: names of fields, and after `unit:` and the like the values on this page.
 * Each candidate stands for the whole word.
 */
export function queryCandidates(state: State, word: string): readonly string[] {
  const sign = /^[-!(]*/.exec(word)?.[0] ?? "";
  const rest = word.slice(sign.length);
  const name = /^([\w.]+):(.*)$/u.exec(rest);
  const candidates = name === null ? fieldNames() : valuesOf(state, name[1] ?? "");
  return candidates.filter((candidate) => startsAs(candidate, rest)).map((candidate) => sign + candidate);
}

function fieldNames(): readonly string[] {
  return [...FIELD_NAMES.filter((name) => name !== "text" && name !== "time"), "since", "until"].map(
    (name) => `${name}:`,
  );
}

function valuesOf(state: State, field: string): readonly string[] {
  if (field === "level") return LEVELS.map((level) => `level:${level}`);
  if (field === "event") return EVENT_NAMES.map((event) => `event:${event}`);
  const entries = state.stream.page?.entries ?? [];
  const known = entries.map((entry): string | undefined => {
    switch (field) {
      case "unit":
        return entry.unit;
      case "identifier":
        return entry.identifier;
      case "host":
        return entry.host;
      case "source":
        return entry.source;
      case "format":
        return entry.format;
      default:
        return undefined;
    }
  });
  const values = new Set(known.filter((value) => value !== undefined));
  return [...values].slice(0, MOST_VALUES).map((value) => printQuery(fieldQuery(field, value)));
}

function startsAs(candidate: string, typed: string): boolean {
  return candidate.toLowerCase().startsWith(typed.toLowerCase());
}
