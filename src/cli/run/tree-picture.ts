import type { BuildReport } from "../../core/build-report.js";
import { widthOf } from "../../lib/width.js";
import { buildTree } from "../../nix/tree.js";
import type { TreeRole } from "../../nix/tree-line.js";
import { now } from "../../engine/environment.js";
import type { Role } from "../../theme/roles.js";
import type { PlainPaint } from "../plain-paint.js";
import type { RegionPicture } from "./region.js";

export type TreeLook = { readonly paint: PlainPaint; readonly isAscii: boolean };

const ROLE_OF: Readonly<Record<TreeRole, Role>> = {
  failed: "fault",
  running: "accent",
  done: "ok",
  waiting: "dim",
  planned: "dim",
  phase: "text",
  host: "dim",
  time: "dim",
  bytes: "dim",
  dim: "dim",
};

/** The build as it is at the moment of drawing. */
export function treePicture(report: BuildReport, { paint, isAscii }: TreeLook): RegionPicture {
  return ({ columns, rows }) =>
    buildTree(report, { width: columns, height: rows, now: now(), isAscii }).map((line) => ({
      text: line.map(({ text, role }) => paint(ROLE_OF[role], text)).join(""),
      width: line.reduce((sum, { text }) => sum + widthOf(text), 0),
    }));
}

/** Whether anything is going on that is worth a picture: an activation, or a password, is not. */
export function isBuilding({ isEnded, counts }: BuildReport): boolean {
  const { builds, fetches } = counts;
  const going = [builds, fetches].reduce((sum, each) => sum + each.running + each.waiting, 0);
  return !isEnded && going > 0;
}
