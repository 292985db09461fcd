import { type Finder, selectStream, type StreamView } from "../../../app/selectors/stream.js";
import type { State } from "../../../app/state.js";
import type { Glyphs } from "../../glyphs.js";
import type { ZoneOffset } from "../../time-text.js";
import type { Highlights } from "./highlight.js";
import type { RowLook } from "./row.js";
import type { StreamPicture } from "./stream-painter.js";

export type PictureMeans = { readonly glyphs: Glyphs; readonly ascii: boolean; readonly zone: ZoneOffset };

/**
 * Makes the stream's picture of the state. As long as rows look alike their look stays the same object, so that rows
 * drawn before can be used again.
 */
export function createStreamPicture(means: PictureMeans): (state: State) => StreamPicture {
  let last: { readonly state: State; readonly picture: StreamPicture } | undefined;

  const lookOf = (view: StreamView): RowLook => {
    const known = last?.picture;
    const isSame =
      known !== undefined &&
      known.look.columns.message === view.columns.message &&
      known.look.needs === view.needs &&
      known.look.sideways === view.sideways &&
      known.view.searched === view.searched &&
      known.view.filtered === view.filtered;
    if (isSame) return known.look;
    const { columns, needs, sideways } = view;
    return { ...means, columns, needs, sideways, highlights: highlightsOf(view) };
  };

  return (state) => {
    if (last !== undefined && isSameStream(last.state, state)) return last.picture;
    const view = selectStream(state);
    const picture: StreamPicture = { view, look: lookOf(view) };
    last = { state, picture };
    return picture;
  };
}

function isSameStream(one: State, other: State): boolean {
  return (
    one.stream === other.stream &&
    one.view === other.view &&
    one.replay.clock.at === other.replay.clock.at &&
    one.size === other.size &&
    one.overlays === other.overlays &&
    one.search === other.search &&
    one.filters === other.filters
  );
}

/** What is searched for first, then what the filters asked for. */
function highlightsOf({ searched, filtered }: StreamView): Highlights {
  const marked = (role: "match" | "accent", find: Finder | undefined): Highlights =>
    find === undefined ? [] : [{ role, find }];
  return [...marked("match", searched), ...marked("accent", filtered)];
}
