import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { MachineSample } from "../../core/machine/metrics.js";
import { MICROS_PER_MS, micros } from "../../core/time.js";
import { packageRoot } from "../../theme/package-root.js";

/** One thing of the recording. `atMs` counts from the beginning of the rebuild; what was before it is negative. */
export type TapeItem = TapeLine | { readonly to: "machine"; readonly atMs: number; readonly sample: MachineSample };

type TapeLine = {
  readonly to: "journal" | "output";
  readonly atMs: number;
  /** Without its line end; times in it are those of the replay. */
  readonly text: string;
};

/** When the recorded rebuild began: 2026-11-25T08:49:54.944Z. */
const BEGAN_MS = 1_795_596_594_944;
const STAMP = /^(\{"__REALTIME_TIMESTAMP":")(\d+)/;

/** The recording that ships (`demo/README.md`), in the order of its times, moved so that the rebuild begins at `beginMs`. */
export function readTape(beginMs: number): readonly TapeItem[] {
  const movedByUs = (beginMs - BEGAN_MS) * MICROS_PER_MS;
  const journal = linesOf("journal.json.gz").map((line): TapeLine => {
    const atUs = Number(STAMP.exec(line)?.[2]) + movedByUs;
    const text = line.replace(STAMP, (_, head: string) => `${head}${atUs}`);
    return { to: "journal", atMs: atUs / MICROS_PER_MS - beginMs, text };
  });
  const output = linesOf("rebuild.tsv.gz").map((line): TapeLine => {
    const tab = line.indexOf("\t");
    const atMs = Number(line.slice(0, tab));
    return { to: "output", atMs, text: withTimes(line.slice(tab + 1), new Date(beginMs + atMs)) };
  });
  const machine = linesOf("machine.ndjson.gz").map((line): TapeItem => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file that ships with the program
    const { from, at, values } = JSON.parse(line) as { from: number; at: number; values: (number | null)[] };
    const moved = (time: number) => micros(time + movedByUs);
    const sample = { from: moved(from), at: moved(at), values: values.map((value) => value ?? undefined) };
    return { to: "machine", atMs: sample.at / MICROS_PER_MS - beginMs, sample };
  });
  return [...journal, ...output, ...machine].toSorted((one, other) => one.atMs - other.atMs);
}

function linesOf(name: string): readonly string[] {
  const text = gunzipSync(readFileSync(join(packageRoot(), "demo", name))).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}

/** What `systemctl status` quotes has the times of the recording in it, all of one second. */
function withTimes(text: string, at: Date): string {
  const [, month = "", date = "", , clock = ""] = at.toString().split(" ");
  return text
    .replace(/^Nov 25 08:50:03 /, `${month} ${date} ${clock} `)
    .replace(
      "Wed 2026-11-25 08:50:03 UTC",
      `${at.toUTCString().slice(0, 3)} ${at.toISOString().slice(0, 19).replace("T", " ")} UTC`,
    );
}
