import type { Rect } from "../../app/stream/frame.js";

/** What every view is drawn with: its part of the terminal. */
export type ViewProps = { readonly rect: Rect };
