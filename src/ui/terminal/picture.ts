import { type Ground, resetTo } from "../../theme/sgr.js";
import { clip, composeRows, type Placed, type PlanCache, type Rectangle, type Size } from "./compose.js";

/** A part of the screen that is filled row by row, past Ink; Ink only knows its place. */
export type SurfaceSource = {
  /** Where Ink has put it, undefined while it is not laid out. */
  readonly measure: () => Rectangle | undefined;
  /** Row `index` as text and SGR sequences, at most `width` columns of it; called for every frame. */
  readonly row: (index: number, width: number) => string;
  /** 0 lies below what Ink draws, 1 above, as for a surface within a dialog. */
  readonly layer: number;
};

/** What is to be seen: Ink's frame, the surfaces in its holes, the ground below. */
export type Picture = {
  readonly setInk: (lines: readonly string[]) => void;
  readonly setGround: (ground: Ground) => void;
  /** Puts a surface in; the function it gives takes it out. */
  readonly add: (surface: SurfaceSource) => () => void;
  /** The sequence that leaves the ground and nothing else. */
  readonly reset: () => string;
  readonly rows: (size: Size) => string[];
};

/** Where Ink's line ends a colour, the ground comes back. */
const COLOUR_ENDS = /\u001b\[(0?|39|49)m/g;
const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

/** An empty picture; `onChange` is called whenever it looks different, save for what surfaces do of themselves. */
export function createPicture(onChange: () => void): Picture {
  const surfaces = new Set<SurfaceSource>();
  const plans: PlanCache = new Map();
  let ground: Ground = { foreground: "", background: "" };
  let reset = resetTo(ground);
  let frame: readonly string[] = [];
  let ink: readonly string[] = [];
  let placed: readonly Placed[] | undefined;
  let placedFor: Size | undefined;

  const displace = (): void => {
    placed = undefined;
    onChange();
  };
  const setInk = (lines: readonly string[]): void => {
    frame = lines;
    ink = lines.map((line) => grounded(line, ground));
    // Ink has laid out anew: any surface may have moved, also one that did not render.
    displace();
  };
  return {
    setInk,
    setGround: (wanted) => {
      ground = wanted;
      reset = resetTo(wanted);
      plans.clear();
      setInk(frame);
    },
    add: (surface) => {
      surfaces.add(surface);
      displace();
      return () => {
        surfaces.delete(surface);
        displace();
      };
    },
    reset: () => reset,
    rows: (size) => {
      if (size.columns !== placedFor?.columns || size.rows !== placedFor.rows) placed = undefined;
      placedFor = size;
      placed ??= place(surfaces, size);
      return composeRows({ ink, surfaces: placed, size, reset, plans });
    },
  };
}

function place(surfaces: ReadonlySet<SurfaceSource>, size: Size): Placed[] {
  return [...surfaces]
    .map((surface): Placed => ({
      rectangle: clip(surface.measure() ?? NOWHERE, size),
      layer: surface.layer,
      // Looked up at each frame: a surface may have got another function.
      row: (index, width) => surface.row(index, width),
    }))
    .filter(({ rectangle }) => rectangle.width > 0)
    .toSorted((one, other) => one.layer - other.layer);
}

function grounded(line: string, ground: Ground): string {
  const { foreground, background } = ground;
  if (foreground === "" && background === "") return line;
  return line.replace(COLOUR_ENDS, (sequence, code: string) => {
    if (code === "39") return foreground === "" ? sequence : `\u001b[${foreground}m`;
    if (code === "49") return background === "" ? sequence : `\u001b[${background}m`;
    return resetTo(ground);
  });
}
