/** How far this machine's local time is ahead of UTC at an instant, in minutes. */
export function machineOffsetMinutes(epochMs: number): number {
  const offset = new Date(epochMs).getTimezoneOffset();
  return Number.isNaN(offset) ? 0 : -offset;
}
