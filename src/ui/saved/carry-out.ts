import type { Action } from "../../app/action.js";
import type { Effect } from "../../app/effect.js";
import type { Fault } from "../../core/fault.js";
import type { SavedPlace } from "../../core/query/saved/saved-filter.js";
import { countOf } from "../number-text.js";

/** What is about the file of saved filters. */
export type SavedEffect = Extract<Effect, { readonly kind: (typeof SAVED_KINDS)[number] }>;

const SAVED_KINDS = ["keep-saved", "export-saved", "import-saved"] as const;

export function isSaved(effect: Effect): effect is SavedEffect {
  return SAVED_KINDS.some((kind) => kind === effect.kind);
}

/** Carries one out at once: they are small files, and the next change must find this one. */
export function carryOutSaved(place: SavedPlace | undefined, effect: SavedEffect): Action {
  switch (effect.kind) {
    case "keep-saved": {
      const kept = place === undefined ? { ok: false as const, fault: NOWHERE } : place.change(effect.change);
      if (kept.ok) return { kind: "saved-came", filters: kept.value };
      return { kind: "saved-not-kept", change: effect.change, fault: kept.fault };
    }
    case "export-saved": {
      if (place === undefined) return { kind: "faulted", fault: NOWHERE };
      const written = place.exportTo(effect.path, effect.filters);
      if (!written.ok) return { kind: "faulted", fault: written.fault };
      const text = `${countOf(effect.filters.length, "filter")} written to ${written.value}`;
      return { kind: "noticed", tone: "info", text };
    }
    case "import-saved": {
      if (place === undefined) return { kind: "faulted", fault: NOWHERE };
      const read = place.importFrom(effect.path);
      return read.ok ? { kind: "saved-imported", filters: read.value } : { kind: "faulted", fault: read.fault };
    }
  }
}

/** Tells what is kept now, and whenever the file changes. The function it gives ends that. */
export function watchSaved(place: SavedPlace | undefined, dispatch: (action: Action) => void): () => void {
  if (place === undefined) return () => undefined;
  const tell = (): void => {
    const read = place.read();
    dispatch(read.ok ? { kind: "saved-came", filters: read.value } : { kind: "faulted", fault: read.fault });
  };
  tell();
  return place.watch(tell);
}

const NOWHERE: Fault = {
  code: "usage",
  message: "filters are kept nowhere here",
  hint: "they hold until the end",
};
