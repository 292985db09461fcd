import type { Command } from "../command.js";
import { LAYOUT_PARTS, PART_NAMES } from "../looks/layout.js";
import { layoutNames } from "../looks/looks.js";
import { whenOnePane } from "./reasons.js";

/** How the screen is divided, and what of it is shown. */
export const LAYOUT_COMMANDS = {
  layout: {
    summary: "Choose how the screen is laid out; `save NAME` keeps it, `drop NAME` forgets it",
    group: "Layout",
    argument: {
      name: "NAME",
      required: false,
      candidates: (state) => [
        ...layoutNames(state),
        "save ",
        ...Object.keys(state.looks.saved).flatMap((name) => [`save ${name}`, `drop ${name}`]),
      ],
    },
  },
  arrange: {
    summary: "Choose which columns and rows are shown, part by part",
    group: "Layout",
    argument: {
      name: "PART",
      required: false,
      candidates: () => PART_NAMES.flatMap((part) => LAYOUT_PARTS[part].map((value) => `${part} ${value}`)),
    },
  },
  "pane-larger": { summary: "Make the pane larger", group: "Layout", disabled: whenOnePane },
  "pane-smaller": { summary: "Make the pane smaller", group: "Layout", disabled: whenOnePane },
  "panes-even": { summary: "Give the panes the room they have by themselves", group: "Layout", disabled: whenOnePane },
  "pane-beside": { summary: "Open the detail panel beside the lines", group: "Layout" },
  "pane-below": { summary: "Open the detail panel below the lines", group: "Layout" },
} as const satisfies Partial<Record<string, Command>>;
