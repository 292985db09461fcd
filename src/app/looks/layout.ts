/**
 * What of the screen is shown, and how large its panes are. `usual` leaves a part to the room there is; what asks for more
 * room than a terminal has falls back to that, too.
 */
export type Layout = {
  readonly header: "none" | "one row" | "two rows";
  readonly tabs: "never" | "usual" | "always";
  readonly footer: "shown" | "while typing";
  readonly time: "none" | "clock" | "usual" | "full";
  readonly level: "none" | "sign" | "usual" | "word";
  readonly label: "none" | "usual" | "wide";
  readonly detail: "usual" | "beside" | "below";
  readonly shares: Shares;
};

/** Thousandths of the room that a pane has of what it shares with another. */
export type Shares = {
  /** The detail panel beside the lines, and below them. */
  readonly beside: number;
  readonly below: number;
  /** The list of sessions above what is looked at of one; never more rows than it needs. */
  readonly sessions: number;
};

/** A part that has one of some values. */
export type LayoutPart = Exclude<keyof Layout, "shares">;

/** All values of each part, in the order in which they are gone through. */
export const LAYOUT_PARTS: { readonly [Part in LayoutPart]: readonly Layout[Part][] } = {
  header: ["two rows", "one row", "none"],
  tabs: ["usual", "always", "never"],
  footer: ["shown", "while typing"],
  time: ["usual", "full", "clock", "none"],
  level: ["usual", "word", "sign", "none"],
  label: ["usual", "wide", "none"],
  detail: ["usual", "beside", "below"],
};

/** What each part is, for whoever chooses. */
export const PART_WORDS: Readonly<Record<LayoutPart, string>> = {
  header: "sources, filters and modes above",
  tabs: "names of the views",
  footer: "keys at the foot",
  time: "when a line was written",
  level: "how grave it is",
  label: "who wrote it",
  detail: "where the detail panel opens",
};

export const PART_NAMES: readonly LayoutPart[] = ["header", "tabs", "footer", "time", "level", "label", "detail"];

const USUAL_SHARES: Shares = { beside: 420, below: 550, sessions: 400 };

export const DEFAULT_LAYOUT: Layout = {
  header: "two rows",
  tabs: "usual",
  footer: "shown",
  time: "usual",
  level: "usual",
  label: "usual",
  detail: "usual",
  shares: USUAL_SHARES,
};

/** The layouts that are always there; nobody saves one under their names. */
export const BUILT_IN_LAYOUTS: Readonly<Record<string, Layout>> = {
  default: DEFAULT_LAYOUT,
  compact: {
    ...DEFAULT_LAYOUT,
    header: "one row",
    tabs: "never",
    footer: "while typing",
    time: "clock",
    level: "sign",
    shares: { beside: 350, below: 400, sessions: 300 },
  },
  detailed: {
    ...DEFAULT_LAYOUT,
    tabs: "always",
    time: "full",
    level: "word",
    label: "wide",
    shares: { ...USUAL_SHARES, sessions: 500 },
  },
};

export const LEAST_SHARE = 100;
export const MOST_SHARE = 900;

/** A layout from outside: what is not understood of it is as usual. Undefined for what is none. */
export function readLayout(value: unknown): Layout | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const parts = PART_NAMES.flatMap((part) => {
    const values: readonly unknown[] = LAYOUT_PARTS[part];
    const found: unknown = Reflect.get(value, part);
    return values.includes(found) ? [[part, found] as const] : [];
  });
  const shares: unknown = Reflect.get(value, "shares");
  return { ...DEFAULT_LAYOUT, ...Object.fromEntries(parts), shares: readShares(shares) };
}

function readShares(value: unknown): Shares {
  const share = (name: keyof Shares): number => {
    const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
    const isShare = typeof found === "number" && found >= LEAST_SHARE && found <= MOST_SHARE;
    return isShare ? found : USUAL_SHARES[name];
  };
  return { beside: share("beside"), below: share("below"), sessions: share("sessions") };
}
