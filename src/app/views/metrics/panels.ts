import type { Metric } from "../../../core/machine/metrics.js";

/** How numbers of a panel are written: parts of 1, bytes, or bytes a second. */
export type PanelUnit = "share" | "bytes" | "bytes-per-second";

/** One line of a chart: metrics put together. */
export type Curve = { readonly label: string; readonly of: readonly Metric[] };

/** A chart of the machine. */
export type MachinePanel = {
  readonly title: string;
  readonly unit: PanelUnit;
  /** What the panel is about in one number: all of these together, or the greatest of them. */
  readonly main: { readonly join: "sum" | "greatest"; readonly of: readonly Metric[] };
  readonly curves: readonly Curve[];
  /** What the top of the chart stands for: a number, a metric, or what is needed for what is shown. */
  readonly top: number | Metric | undefined;
};

/** What is measured of the machine, and how it is drawn. */
export const MACHINE_PANELS = {
  cpu: {
    title: "CPU",
    unit: "share",
    main: { join: "sum", of: ["cpu.user", "cpu.system", "cpu.stolen"] },
    curves: [
      { label: "busy", of: ["cpu.user", "cpu.system", "cpu.stolen"] },
      { label: "system", of: ["cpu.system"] },
      { label: "I/O wait", of: ["cpu.waiting"] },
      { label: "stolen", of: ["cpu.stolen"] },
    ],
    top: 1,
  },
  memory: {
    title: "memory",
    unit: "bytes",
    main: { join: "sum", of: ["memory.used"] },
    curves: [{ label: "used", of: ["memory.used"] }],
    top: "memory.total",
  },
  swap: {
    title: "swap",
    unit: "bytes",
    main: { join: "sum", of: ["swap.used"] },
    curves: [{ label: "used", of: ["swap.used"] }],
    top: "swap.total",
  },
  disk: {
    title: "disk",
    unit: "bytes-per-second",
    main: { join: "sum", of: ["disk.read", "disk.written"] },
    curves: [
      { label: "written", of: ["disk.written"] },
      { label: "read", of: ["disk.read"] },
    ],
    top: undefined,
  },
  network: {
    title: "network",
    unit: "bytes-per-second",
    main: { join: "sum", of: ["network.received", "network.sent"] },
    curves: [
      { label: "received", of: ["network.received"] },
      { label: "sent", of: ["network.sent"] },
    ],
    top: undefined,
  },
  pressure: {
    title: "pressure",
    unit: "share",
    main: { join: "greatest", of: ["pressure.cpu.some", "pressure.memory.some", "pressure.io.some"] },
    curves: [
      { label: "CPU", of: ["pressure.cpu.some"] },
      { label: "memory", of: ["pressure.memory.some"] },
      { label: "I/O", of: ["pressure.io.some"] },
      { label: "all memory", of: ["pressure.memory.full"] },
      { label: "all I/O", of: ["pressure.io.full"] },
    ],
    top: undefined,
  },
} as const satisfies Record<string, MachinePanel>;

export type MachinePanelId = keyof typeof MACHINE_PANELS;
export type PanelId = MachinePanelId | "lines";

/** What has a chart of its own, in the order of the screen. */
export const PANEL_IDS: readonly PanelId[] = ["cpu", "memory", "swap", "disk", "network", "pressure", "lines"];
