import { sourceId } from "../../src/core/entry.js";
import type { ResumeToken } from "../../src/core/ports.js";
import { micros } from "../../src/core/time.js";
import { openStore } from "../../src/store/open-store.js";
import { batchOf } from "../support/entry-batch.js";

/*
 * A collecting process of its own: `PROGRAM STORE BATCHES ROWS`. Goes on from the token, writes batches of ROWS lines
 * numbered through, and prints a line for each once it is committed. BATCHES 0 holds the source and writes nothing.
 */
const [path = "", batches = "0", rows = "100"] = process.argv.slice(2);
const opened = openStore({
  path,
  collector: { kind: "test", command: "collector" },
  now: () => micros(Date.now() * 1_000),
});
if (!opened.ok) {
  process.stdout.write(`refused ${opened.fault.code} ${opened.fault.message}\n`);
} else {
  const { writer } = opened.value;
  const source = writer.open(sourceId("file:/numbers"), "numbers");
  process.stdout.write(source === undefined ? "shared\n" : `holding ${source.resume ?? "0"}\n`);
  if (source !== undefined) {
    let next = Number(source.resume ?? 0);
    for (let batch = 0; batch < Number(batches); batch += 1) {
      const texts = Array.from({ length: Number(rows) }, (_, index) => ({ text: `line ${next + index}` }));
      next += texts.length;
      // As many are said to be missing as there are rows: one number tells whether the two were kept together.
      const said = [{ kind: "gap", reason: "dropped", lost: texts.length }] as const;
      const done = writer.append(source, [batchOf(texts)], String(next) as ResumeToken, said);
      process.stdout.write(done.ok ? `kept ${next}\n` : `refused ${done.fault.code}\n`);
    }
    // Stays until it is killed or its input ends.
    process.stdin.resume().on("end", () => writer.close());
  }
}
