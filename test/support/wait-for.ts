/** What is waited for: a piece of text, a pattern, or anything that becomes true. */
export type Expected = string | RegExp | (() => boolean);

/** Waits until the content is there; fails with what is shown instead. Looks again after each turn of the event loop. */
export async function waitForContent(
  expected: Expected,
  { text, settle, timeoutMs = 60_000 }: { text: () => string; settle: () => Promise<void>; timeoutMs?: number },
): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    await settle();
    if (isMet(expected, text())) return;
    if (performance.now() > until) throw new Error(`never came: ${String(expected)}\nbut this:\n${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function isMet(expected: Expected, text: string): boolean {
  if (typeof expected === "function") return expected();
  return typeof expected === "string" ? text.includes(expected) : expected.test(text);
}
