/** Lines that are told apart by their numbers, of uneven length. */
export function numberedLines(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => `line ${from + i} ${"·".repeat((from + i) % 40)}`);
}

export function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
