/** How long something took, for a person: `0.4 s`, `12 s`, `3m 07s`, `2h 05m`. Microseconds. */
export function durationText(duration: number): string {
  const seconds = Math.max(0, duration) / 1_000_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}
