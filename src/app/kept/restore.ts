import type { Action } from "../action.js";
import type { Step } from "../effect.js";
import { keysOf } from "../keys/table.js";
import { keyLabel } from "../keys/key-name.js";
import type { Moment } from "../moment.js";
import { notice } from "../notices.js";
import { changeFilters } from "../query/filters.js";
import { andThen, still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { VIEWS } from "../views/registry.js";
import { agoText } from "./ago-text.js";
import { isGiven, isWorthShowing, usable, wordsOf } from "./kept-of.js";
import type { KeptPart, KeptScreen } from "./kept-screen.js";
import { KEPT_PARTS } from "./parts.js";

/** So long the question stays, should nobody care. */
const OFFERED_MS = 30_000;

/** Takes up what was there before, or asks whether to, where that is not what one finds at any start. */
export function keptFound(
  state: State,
  { before, restore }: Extract<Action, { readonly kind: "kept-found" }>,
  moment: Moment,
): Step<State> {
  const known: State = { ...state, kept: { ...state.kept, before } };
  if (!isWorthShowing(known)) return still(known);
  if (restore === "always") return takeUp(known, moment);
  if (wordsOf(known, before.screen).length === 0) return still(known);
  const offered = { ...known, kept: { ...known.kept, offeredAt: moment.now, isPending: true } };
  return withEffects(offered, { kind: "schedule", key: "offer", ms: OFFERED_MS, action: { kind: "offer-expired" } });
}

/** The question has had its time; what was kept is offered again at the next start. */
export function offerExpired(state: State): State {
  return { ...state, kept: { ...state.kept, offeredAt: undefined } };
}

/** The question was answered with no: what was kept makes room for what comes. */
export function declineOffer(state: State): State {
  return { ...state, kept: { ...state.kept, offeredAt: undefined, isPending: false } };
}

/** Shows what was shown before, and says how to be rid of it. */
export function takeUp(state: State, moment: Moment): Step<State> {
  const { before } = state.kept;
  if (before === undefined) return still(state);
  const shown = show(state, usable(state, before.screen), moment);
  return andThen(shown, (next) => {
    const words = [`as you left it ${agoText(moment.now - before.at)}`, ...wordsOf(next, before.screen)];
    return notice(next, "info", words.join(", "), `${keyFor(next, "afresh")} starts afresh`);
  });
}

/** Shows what was shown at the start. */
export function startAfresh(state: State, moment: Moment): Step<State> {
  return andThen(show(state, state.kept.first, moment), (next) => {
    const hint = isWorthShowing(next) ? `${keyFor(next, "restore")} goes on as it was before` : undefined;
    return notice({ ...next, notices: [] }, "info", "as at the start", hint);
  });
}

/** The question, as long as it is asked. */
export function selectOffer(state: State): { readonly text: string; readonly hint: string } | undefined {
  const { before, offeredAt } = state.kept;
  if (before === undefined || offeredAt === undefined || state.overlays.length > 0) return undefined;
  const text = `Last time, ${agoText(offeredAt - before.at)}: ${wordsOf(state, before.screen).join(", ")}`;
  return { text, hint: `${keyFor(state, "restore")} goes on there · ${keyFor(state, "escape")} takes this away` };
}

function show(state: State, screen: KeptScreen, moment: Moment): Step<State> {
  const closed = declineOffer({ ...state, overlays: [], viewsBehind: [], search: undefined });
  const isOurs = (part: KeptPart): boolean => screen === state.kept.first || !isGiven(state) || part.isQuery !== true;
  const put = Object.entries(KEPT_PARTS)
    .filter(([, part]) => isOurs(part))
    .reduce((next, [name, part]) => part.put(next, screen[name], moment), closed);
  const asked = changeFilters(put, put.filters);
  return andThen(asked, (next) => VIEWS[next.view].open(next, moment));
}

function keyFor({ bindings }: State, command: "restore" | "afresh" | "escape"): string {
  const [key] = keysOf(bindings, command);
  return key === undefined ? `:${command}` : keyLabel(key);
}
