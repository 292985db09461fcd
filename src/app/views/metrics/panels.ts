export type PanelId = "cpu" | "memory" | "swap" | "disk" | "network" | "pressure" | "lines";

/** What has a chart of its own, in the order of the screen. */
export const PANEL_IDS: readonly PanelId[] = ["lines"];
