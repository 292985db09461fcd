import type { Action } from "../app/action.js";
import { DEFAULT_BINDINGS } from "../app/keys/bindings.js";
import { type KeyOverrides, mergeBindings } from "../app/keys/merge.js";
import type { AskedLooks } from "./kept/kept-looks.js";
import { changeText, type ConfigChange, type ConfigSource, followConfig } from "./runtime/follow-config.js";
import type { Themes } from "./runtime/themes.js";

export type LiveParts = {
  readonly dispatch: (action: Action) => void;
  readonly themes: Themes;
  readonly setMouse: (isOn: boolean) => void;
  readonly setAscii: (ascii: boolean) => void;
  /** What was asked for is another thing now. */
  readonly setAsked: (asked: AskedLooks) => void;
};

/** Lets a change of the config file be seen at once, and says so; gives what ends that. */
export function liveConfig(source: ConfigSource | undefined, parts: LiveParts): () => void {
  if (source === undefined) return () => undefined;
  const { close } = followConfig(source, {
    changed: (change) => {
      apply(change, parts);
    },
    fault: (fault) => parts.dispatch({ kind: "faulted", fault }),
  });
  return close;
}

/** What is wrong with the keys, as notices. */
export function keyProblems(keys: KeyOverrides | undefined): readonly Action[] {
  return mergeBindings(DEFAULT_BINDINGS, keys ?? {}).problems.map(({ message, hint }) => ({
    kind: "noticed",
    tone: "warning",
    text: `${message}: ${hint}`,
  }));
}

function apply(change: ConfigChange, { dispatch, themes, setMouse, setAscii, setAsked }: LiveParts): void {
  const { live, changed } = change;
  setAsked({ theme: live.theme, layout: live.layout });
  themes.setStanding(live.standingThemes);
  for (const name of changed) {
    switch (name) {
      case "theme":
      case "standingThemes":
        if (themes.apply(live.theme)) {
          dispatch({ kind: "themes-changed", current: live.theme, available: themes.names() });
        }
        break;
      case "layout":
        dispatch({ kind: "run", command: "layout", argument: live.layout });
        break;
      case "mouse":
        setMouse(live.mouse);
        break;
      case "ascii":
        setAscii(live.ascii);
        break;
      case "keys":
        dispatch({ kind: "bindings-changed", bindings: mergeBindings(DEFAULT_BINDINGS, live.keys).bindings });
        for (const action of keyProblems(live.keys)) dispatch(action);
    }
  }
  dispatch({ kind: "noticed", tone: "info", text: changeText(change) });
}
