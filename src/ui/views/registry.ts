import type { ReactNode } from "react";
import type { ViewId } from "../../app/view-id.js";
import { HeatmapView } from "./heatmap/heatmap-view.js";
import { MetricsView } from "./metrics/metrics-view.js";
import { PatternsView } from "./patterns/patterns-view.js";
import { ReplayView } from "./replay/replay-view.js";
import { SessionsView } from "./sessions/sessions-view.js";
import { StreamView } from "./stream/stream-view.js";
import type { ViewProps } from "./view-props.js";

/** How every view looks. */
export const VIEW_COMPONENTS: Readonly<Record<ViewId, (props: ViewProps) => ReactNode>> = {
  stream: StreamView,
  metrics: MetricsView,
  heatmap: HeatmapView,
  patterns: PatternsView,
  replay: ReplayView,
  sessions: SessionsView,
};
