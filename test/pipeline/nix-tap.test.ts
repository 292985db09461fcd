import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawBatch } from "../../src/core/batch.js";
import { Mark } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import { openNixTap, type NixTapOptions } from "../../src/pipeline/nix-tap.js";
import { createFramer } from "../../src/sources/framing.js";
import { CAPTURES, readCapture } from "../nix/scenarios.js";
import { cutBatch, entriesOf, newParser, rawBatch, RECEIVED } from "../support/raw-lines.js";

const END = micros(RECEIVED + 1);

/** Text and fields of everything that the tap lets through. */
function through(batches: readonly RawBatch[], options: NixTapOptions = {}) {
  const tap = openNixTap(options);
  const tapped = [...batches.map((batch) => tap.push(batch)), tap.end(END)];
  const kept = tapped.flatMap(({ batch }) => (batch === undefined ? [] : [batch]));
  return {
    kept,
    coalesced: tapped.reduce((sum, { coalesced }) => sum + coalesced, 0),
    report: tap.report(),
    counts: tap.counts,
  };
}

const textsOf = (batch: RawBatch) =>
  Array.from({ length: batch.count }, (_, index) =>
    Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString(),
  );

const parsed = (kept: readonly RawBatch[]) => {
  const parser = newParser();
  return entriesOf([...kept.map((batch) => parser.push(batch)), parser.flush()]);
};

const nix = (event: unknown) => `@nix ${JSON.stringify(event)}\n`;
const DRV = "/nix/store/yc29wr046lahsb3s3bf7zbwkw4jlnmp5-zlib-1.3.1.drv";
const START = nix({
  action: "start",
  fields: [DRV, "ssh://builder", 1, 1],
  id: 7,
  level: 3,
  text: `building '${DRV}' on 'ssh://builder'`,
  type: 105,
});

describe("the tap on a stream of nix", () => {
  it("makes entries that a person reads of the protocol, found by the derivation's name", () => {
    const { kept } = through([
      rawBatch(
        [
          "building the system configuration...\n",
          START,
          nix({ action: "result", fields: ["buildPhase"], id: 7, type: 104 }),
          nix({ action: "result", fields: ["\u001b[31mcc: error: no such file\u001b[0m"], id: 7, type: 101 }),
          nix({ action: "msg", level: 1, msg: "\u001b[35;1mwarning:\u001b[0m Git tree is dirty" }),
          "Done.\n",
        ].join(""),
      ),
    ]);
    expect(
      parsed(kept).map(({ text, format, level, unit, identifier }) => [text, format, level, unit, identifier]),
    ).toEqual([
      ["building the system configuration...", "plain", undefined, "", ""],
      ["building zlib-1.3.1 on 'ssh://builder'", "nix", "info", "zlib-1.3.1", "zlib"],
      ["phase: buildPhase", "nix", "info", "zlib-1.3.1", "zlib"],
      ["cc: error: no such file", "nix", "error", "zlib-1.3.1", "zlib"],
      ["warning: Git tree is dirty", "nix", "warning", "", "nix"],
      ["Done.", "plain", undefined, "", ""],
    ]);
    const fields = kept.flatMap(({ records }) => records?.shared ?? []);
    expect(fields).toContainEqual(
      expect.objectContaining({ NIX_DRV: DRV, NIX_HOST: "ssh://builder", NIX_PHASE: "buildPhase", NIX_EVENT: "log" }),
    );
  });

  it("keeps of an error its place, its words without colour, and what led to it", () => {
    const message = {
      action: "msg",
      column: 15,
      file: "/etc/nixos/configuration.nix",
      level: 0,
      line: 71,
      msg: "error:\n       … while calling\n\n       error: no",
      raw_msg: "no",
      trace: [{ column: 1, file: "x", line: 1, raw_msg: "while calling" }],
    };
    const { kept, report } = through([rawBatch(nix(message))]);
    expect(kept[0]?.records?.shared[0]).toMatchObject({
      CODE_FILE: "/etc/nixos/configuration.nix",
      CODE_LINE: 71,
      NIX_COLUMN: 15,
      NIX_RAW_MSG: "no",
      NIX_TRACE: ["while calling"],
    });
    expect(report.errors).toEqual(["no"]);
  });

  it("leaves lines that are not of the protocol as they are, and says so", () => {
    const broken = '@nix {"action":"msg","level":0,"msg":"cut';
    const unknown = nix({ action: "dance", id: 1 }) + nix({ action: "result", id: 7, type: 999, fields: [1] });
    const { kept, counts, coalesced } = through([rawBatch(`${START}${broken}\n@nix {}\n${unknown}`)]);
    expect(kept.flatMap(textsOf)).toEqual(["building zlib-1.3.1 on 'ssh://builder'", broken, "@nix {}"]);
    expect(counts).toEqual({ events: 1, progress: 0, unknown: 2, malformed: 2 });
    expect(coalesced).toBe(2);
  });

  it("keeps apart ids that a number cannot hold", () => {
    const line = (id: string, text: string) => `@nix {"action":"result","fields":["${text}"],"id":${id},"type":101}\n`;
    const start = (id: string, name: string) =>
      `@nix {"action":"start","fields":["/nix/store/${"a".repeat(32)}-${name}.drv","",1,1],"id":${id},"level":3,"text":"","type":105}\n`;
    const [one, two] = ["18014398509481985", "18014398509481984"];
    const { report } = through([
      rawBatch(start(one, "a-1") + start(two, "b-1") + line(two, "of b") + line(one, "of a")),
    ]);
    expect(report.steps.map(({ name, logTail }) => [name, logTail])).toEqual([
      ["a-1", ["of a"]],
      ["b-1", ["of b"]],
    ]);
  });

  it("puts together a line that came in pieces, and gives one that never ended as text", () => {
    const long = nix({ action: "msg", level: 3, msg: "x".repeat(5_000) });
    const framer = createFramer({ maxLineBytes: 512 });
    const batches = [framer.push(Buffer.from(`${long}plain\n@nix {"action":"msg","le`)), framer.pause(), framer.end()];
    const { kept } = through(batches.flatMap((batch) => (batch === undefined ? [] : [batch])));
    expect(kept.flatMap(textsOf)).toEqual(["x".repeat(5_000), "plain", '@nix {"action":"msg","le']);
  });

  it("reads a second run of nix in the same stream, with the same ids, as one build", () => {
    const run = (name: string) =>
      nix({ action: "start", id: 1, level: 0, text: "", type: 104 }) +
      nix({
        action: "start",
        fields: [`/nix/store/${"a".repeat(32)}-${name}.drv`, "", 1, 1],
        id: 2,
        level: 3,
        text: "",
        type: 105,
      }) +
      nix({ action: "result", fields: [1, 1, 0, 0], id: 1, type: 105 }) +
      nix({ action: "stop", id: 2 }) +
      nix({ action: "stop", id: 1 });
    const { report } = through([rawBatch(run("a-1") + run("b-1"))]);
    expect(report.steps.map(({ name, state }) => [name, state])).toEqual([
      ["a-1", "done"],
      ["b-1", "done"],
    ]);
  });

  it("reads events without a prefix where every line is one", () => {
    const bare = `${START.slice("@nix ".length)}{"action":"result","fields":[1,2,0,0],"id":7,"type":105}\nnot json\n`;
    const { kept, coalesced, counts } = through([rawBatch(bare)], { isBare: true });
    expect(kept.flatMap(textsOf)).toEqual(["building zlib-1.3.1 on 'ssh://builder'", "not json"]);
    expect([coalesced, counts.malformed]).toEqual([1, 1]);
  });

  it("hands on the batches of other streams as they are", () => {
    const batch = rawBatch("Nov 20 01:02:03 host sshd[1]: these days\nerror: something\nbuilding a house\n@nixos\n");
    const tap = openNixTap();
    expect(tap.push(batch)).toEqual({ batch, coalesced: 0 });
    expect(tap.push(batch).batch).toBe(batch);
    expect(tap.isActive()).toBe(false);
    expect(tap.end(END)).toEqual({ batch: undefined, coalesced: 0 });
  });

  it("gives each line of a capture once: as an entry, or folded into the build", () => {
    for (const { file } of CAPTURES) {
      const batch = rawBatch(readCapture(file));
      const { kept, coalesced } = through([batch]);
      expect([file, kept.reduce((sum, { count }) => sum + count, 0) + coalesced]).toEqual([file, batch.count]);
    }
  });

  it("gives the same entries and the same report however the lines are batched", () => {
    const whole = new Map(
      CAPTURES.map(({ file }) => {
        const batch = rawBatch(readCapture(file));
        const { kept, report, coalesced } = through([batch]);
        return [file, { batch, entries: parsed(kept), report, coalesced }];
      }),
    );
    const property = fc.property(
      fc.constantFrom(...whole.keys()),
      fc.array(fc.nat(400), { maxLength: 40 }),
      (file, cuts) => {
        const known = whole.get(file);
        if (known === undefined) return;
        const { kept, report, coalesced } = through(cutBatch(known.batch, cuts));
        expect(parsed(kept)).toEqual(known.entries);
        expect(report).toEqual(known.report);
        expect(coalesced).toBe(known.coalesced);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it("survives anything", () => {
    const events = fc.record(
      {
        action: fc.constantFrom("start", "stop", "result", "msg", "setPhase", 5, null),
        id: fc.oneof(fc.nat(3), fc.constantFrom<unknown>(-1, 1.5, 2 ** 60, "x", null)),
        parent: fc.oneof(fc.nat(3), fc.constant("0")),
        type: fc.oneof(fc.integer({ min: 99, max: 113 }), fc.string()),
        level: fc.oneof(fc.integer(), fc.string()),
        fields: fc.oneof(fc.array(fc.oneof(fc.nat(9), fc.constant(DRV), fc.string(), fc.constant(null))), fc.string()),
        text: fc.oneof(fc.string(), fc.constant(`waiting for lock on '${DRV}'`)),
        msg: fc.oneof(fc.string(), fc.constant(`error: builder for '${DRV}' failed with exit code 1;`), fc.nat()),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      events.map((event) => `@nix ${JSON.stringify(event)}`),
      fc.string({ unit: fc.constantFrom("@", "n", " ", ">", "'", "\r", "\u001b[31m", "\0", "é", "\u202e", ":") }),
      fc.constantFrom(
        "error: x",
        "       > tail",
        "  /nix/store/a.drv",
        "zlib> a",
        "",
        "@nix {",
        `building '${DRV}'...`,
      ),
    );
    const property = fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const batch = rawBatch(`${lines.join("\n")}\n`);
      const { kept, coalesced, report } = through([batch]);
      expect(kept.reduce((sum, { count }) => sum + count, 0) + coalesced).toBe(batch.count);
      expect(report.isEnded).toBe(true);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("marks what it makes as having no time of its own", () => {
    const { kept } = through([rawBatch(START)]);
    expect(parsed(kept).map(({ at, marks }) => [at, marks & Mark.timeReceived])).toEqual([
      [RECEIVED, Mark.timeReceived],
    ]);
  });
});
