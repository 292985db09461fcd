/** How drawing goes: times are of the last frames, in milliseconds, and count making a frame and handing it over. */
export type FrameStatistics = {
  readonly frames: number;
  readonly bytes: number;
  /** Frames not drawn because the terminal had not taken the one before. */
  readonly dropped: number;
  readonly medianMs: number;
  readonly p99Ms: number;
};

const KEPT = 512;

/** Counts for as long as the screen lives, times of the last 512 frames. */
export function createStatistics(): {
  readonly add: (ms: number, bytes: number) => void;
  readonly drop: () => void;
  readonly read: () => FrameStatistics;
} {
  const times = new Float64Array(KEPT);
  let frames = 0;
  let bytes = 0;
  let dropped = 0;
  return {
    add: (ms, written) => {
      times[frames % KEPT] = ms;
      frames++;
      bytes += written;
    },
    drop: () => void dropped++,
    read: () => {
      const sorted = times.slice(0, Math.min(frames, KEPT)).toSorted();
      const share = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
      return { frames, bytes, dropped, medianMs: share(0.5), p99Ms: share(0.99) };
    },
  };
}
