/** Every view there is, in the order of their keys. `views/registry.ts` and `ui/views/registry.ts` must have each of them. */
export const VIEW_IDS = ["stream", "metrics", "heatmap", "patterns", "replay", "sessions"] as const;

/** The name of a view; also that of the command that shows it and of the scope of its keys. */
export type ViewId = (typeof VIEW_IDS)[number];
