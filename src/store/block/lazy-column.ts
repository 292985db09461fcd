import type { GroupName } from "./chunk.js";

export type ColumnSource = {
  readonly count: number;
  readonly orderFirst: number;
  readonly atMin: number;
  /** The unpacked bytes of a group, or undefined when the block has none. */
  load(group: GroupName): Buffer | undefined;
  /** A group that could not be read is shown as empty, never as somebody else's text. */
  damaged(group: GroupName, cause: unknown): void;
  /** Called with the bytes of memory that a group took. */
  grew(bytes: number): void;
  /** Where the filter of the block is kept when its other columns are not. */
  readonly filters?: { get(): Buffer | undefined; set(filter: Buffer): void } | undefined;
};

/** A column that is fetched and unpacked when it is first asked for, and kept. */
export type LazyColumn<Value> = (() => Value) & {
  /** True when it is here already. */
  has(): boolean;
  /** The column as it was written; throws where the plain call gives what fills in for a damaged one. */
  sound(): Value;
};

export type Decoding<Value> = {
  readonly decode: (bytes: Buffer | undefined) => Value;
  /** Instead of a damaged one. */
  readonly filler: () => Value;
};

export function lazyColumn<Value>(
  source: ColumnSource,
  group: GroupName,
  { decode, filler }: Decoding<Value>,
): LazyColumn<Value> {
  let made: { readonly value: Value; readonly isSound: boolean } | undefined;
  const make = (): { readonly value: Value; readonly isSound: boolean } => {
    try {
      const bytes = source.load(group);
      source.grew((bytes?.length ?? 0) + source.count * 8);
      return { value: decode(bytes), isSound: true };
    } catch (error) {
      source.damaged(group, error);
      return { value: filler(), isSound: false };
    }
  };
  const get = (): Value => (made ??= make()).value;
  const sound = (): Value => {
    const value = get();
    if (made?.isSound !== true) throw new RangeError(`the ${group} of a block are damaged`);
    return value;
  };
  return Object.assign(get, { has: () => made !== undefined, sound });
}

export function present(bytes: Buffer | undefined): Buffer {
  if (bytes === undefined) throw new RangeError("a column group is missing");
  return bytes;
}

export function sized(bytes: Buffer, count: number): Buffer {
  if (bytes.length !== count) throw new RangeError("a column has not as many rows as its block");
  return bytes;
}
