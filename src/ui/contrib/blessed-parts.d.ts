/** What we use of packages that bring no types of their own. */
declare module "blessed" {
  type OffScreen = { append(node: unknown): void; remove(node: unknown): void; render(): void; screenshot(): string };
  const blessed: { screen(options: Readonly<Record<string, unknown>>): OffScreen };
  export default blessed;
}

declare module "blessed-contrib/lib/widget/charts/line.js" {
  type Rgb = readonly [number, number, number];
  type LineData = {
    readonly title: string;
    readonly x: readonly string[];
    readonly y: readonly number[];
    readonly style: { readonly line: Rgb };
  };
  type Line = {
    readonly options: Record<string, unknown> & { readonly style: Record<string, unknown> };
    setData(data: readonly LineData[]): void;
  };
  const line: (options: Readonly<Record<string, unknown>>) => Line;
  export default line;
}
