import type { ViewId } from "../view-id.js";
import { heatmap } from "./heatmap/heatmap.js";
import { metrics } from "./metrics/metrics.js";
import { patterns } from "./patterns/patterns.js";
import { replay } from "./replay/replay.js";
import { stream } from "./stream.js";
import { sessions } from "./sessions/sessions.js";
import type { View } from "./view.js";

/** What every view does. How each looks is in `ui/views/`. */
export const VIEWS: Readonly<Record<ViewId, View>> = { stream, metrics, heatmap, patterns, replay, sessions };
