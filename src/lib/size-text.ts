const UNITS = ["K", "M", "G", "T"] as const;

/** `812 B`, `10.4 MB`, `1.2 GB`; by powers of 1,024, as sizes are given. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = "";
  for (const next of UNITS) {
    if (size < 1_000) break;
    size /= 1_024;
    unit = next;
  }
  return unit === "" ? `${Math.round(size)} B` : `${size.toFixed(size < 100 ? 1 : 0)} ${unit}B`;
}
