/** Other processes' commits are noticed at this pace; it costs one look into shared memory. */
const LOOK_EVERY_MS = 100;

/** Calls back when the store has grown without us. Returns the way to stop. */
export function followRevision(revision: () => number, grown: () => void): () => void {
  let last = revision();
  const timer = setInterval(() => {
    const next = revision();
    if (next === last) return;
    last = next;
    grown();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
