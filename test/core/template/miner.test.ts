import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMiner, type Miner } from "../../../src/core/template/miner.js";
import { readValues, writeValues } from "../../../src/core/template/read-values.js";
import { skeletonOf } from "../../../src/core/template/skeleton.js";
import { type Template, templateText } from "../../../src/core/template/template.js";

const textsOf = (miner: Miner): readonly string[] => miner.templates().map(templateText).toSorted();
const learnAll = (miner: Miner, lines: readonly string[]): void => {
  for (const line of lines) miner.learn(line);
};

describe("the miner", () => {
  it("takes for a value what differs in messages that are else alike", () => {
    const miner = createMiner();
    learnAll(
      miner,
      ["root", "guest", "admin", "www-data"].flatMap((user) => [
        `session opened for user ${user} by (uid=0)`,
        `session closed for user ${user}`,
      ]),
    );
    expect(textsOf(miner)).toEqual(["session closed for user <*>", "session opened for user <*> by (uid=<*>)"]);
  });

  it("keeps messages apart that say different things in one place", () => {
    const miner = createMiner();
    const states = ["Started", "Stopped", "Paused", "Resumed", "Crashed"];
    learnAll(
      miner,
      states.map((state) => `VM 17 ${state} (Lifecycle Event)`),
    );
    learnAll(
      miner,
      ["RUNNING to FAILED", "RUNNING to DONE", "NEW to RUNNING", "NEW to FAILED"].map((way) => `task went from ${way}`),
    );
    expect(miner.templates()).toHaveLength(9);
  });

  it("takes amounts for the same in whatever unit they are written", () => {
    const miner = createMiner();
    learnAll(miner, ["read 12 KB in 3 ms", "read 1 MB in 4 ms", "read 7 B in 2 s"]);
    expect(textsOf(miner)).toEqual(["read <*> <*> in <*> <*>"]);
  });

  it("says when a text is the first of its template", () => {
    const miner = createMiner();
    expect(miner.learn("connection 12 lost").isNew).toBe(true);
    expect(miner.learn("connection 13 lost").isNew).toBe(false);
    expect(miner.templates()[0]).toMatchObject({ hits: 2, samples: ["connection 12 lost"] });
  });

  it("gives a template the same id in every run, and another one in another space", () => {
    const [first, second] = [createMiner(), createMiner()];
    second.learn("something else was first");
    const { id } = first.learn("disk 3 full", "kernel");
    expect(second.learn("disk 4 full", "kernel").id).toBe(id);
    expect(second.learn("disk 4 full", "sshd").id).not.toBe(id);
  });

  it("leads from ids of before to the template that they became", () => {
    const miner = createMiner();
    const ids = ["alice", "bob", "carol", "dave"].map((name) => miner.learn(`mail for ${name} was put aside`).id);
    expect(new Set(ids).size).toBeGreaterThan(1);
    expect(new Set(ids.map((id) => miner.resolve(id))).size).toBe(1);
  });

  it("counts texts that are learnt for others of their skeleton", () => {
    const miner = createMiner();
    miner.learn("request 7 took 5 ms", "", 1_000);
    expect(miner.templates()[0]?.hits).toBe(1_000);
  });
});

const WORDS = [
  "session",
  "opened",
  "closed",
  "for",
  "user",
  "root",
  "guest",
  "RUNNING",
  "failed",
  "timeout",
  "(uid=0)",
];
const word = fc.constantFrom(...WORDS);
const value = fc.oneof(
  fc.nat(99_999).map(String),
  fc.ipV4(),
  fc.uuid(),
  fc.webUrl(),
  fc.constantFrom("/etc/passwd", "user=root", "eth0", "1.5KB", "<1", "sec", "Jun", "()", "5,", "é2", "x_12ab", "a\0b"),
);
const blank = fc.constantFrom(" ", " ", " ", "  ", "\t", "\n", "\r\n ");
const token = fc.oneof({ weight: 4, arbitrary: word }, { weight: 2, arbitrary: value }, fc.string({ unit: "binary" }));
const line = fc
  .array(fc.tuple(token, blank), { minLength: 1, maxLength: 12 })
  .map((tokens) => tokens.map(([text, gap]) => text + gap).join(""));
const lines = fc.array(fc.oneof({ weight: 5, arbitrary: line }, fc.string({ unit: "binary", maxLength: 200 })), {
  maxLength: 60,
});

describe("whatever comes", () => {
  it("template and values are the text", () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const miner = createMiner();
        const ids = texts.map((text) => miner.learn(text).id);
        for (const [at, text] of texts.entries()) {
          const template = templateAt(miner, ids[at]);
          const values = readValues(template, text);
          expect(values, JSON.stringify({ text, tokens: template.tokens })).toBeDefined();
          expect(values && writeValues(template, values)).toBe(text);
        }
      }),
    );
  });

  it("a text has one template from then on, and its id of before leads there", () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const miner = createMiner();
        const ids = texts.map((text) => miner.learn(text).id);
        const before = miner.templates().length;
        for (const [at, text] of texts.entries()) expect(miner.learn(text).id).toBe(templateAt(miner, ids[at]).id);
        expect(miner.templates().length).toBe(before);
      }),
    );
  });

  it("a miner that is saved and taken up goes on as the one that was not", () => {
    fc.assert(
      fc.property(lines, lines, (first, then) => {
        const miner = createMiner();
        learnAll(miner, first);
        const again = createMiner(structuredClone(miner.state()));
        expect(then.map((text) => again.learn(text))).toEqual(then.map((text) => miner.learn(text)));
        expect(again.state()).toEqual(miner.state());
      }),
    );
  });

  it("texts of one skeleton have one template", () => {
    fc.assert(
      fc.property(line, fc.array(line, { maxLength: 20 }), (text, others) => {
        const miner = createMiner();
        learnAll(miner, others);
        const { id } = miner.learn(text);
        const other = text.replaceAll(/\d{3,}/g, "98765");
        if (skeletonOf(other) === skeletonOf(text)) expect(miner.learn(other).id).toBe(id);
      }),
    );
  });
});

describe("a flood of texts that are all different", () => {
  const limits = { templates: 300, forms: 600 };
  const flood = Array.from({ length: 5_000 }, (_, at) => {
    const letters = (at * 7_919 + 104_729).toString(36).replaceAll(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
    return `${letters} strange ${letters}${letters} words ${letters.toUpperCase()} come`;
  });

  it("is forgotten in part, which is counted, and what comes often is kept", () => {
    const miner = createMiner(undefined, limits);
    for (const text of flood) {
      miner.learn(text);
      miner.learn("heartbeat 5 received");
    }
    const figures = miner.figures();
    expect(figures.templates).toBeLessThanOrEqual(limits.templates);
    expect(figures.texts).toBe(10_000);
    expect(miner.templates().find((template) => template.hits === 5_000)).toBeDefined();
    expect(miner.state().forms.length).toBeLessThanOrEqual(limits.forms);
    expect(miner.state().families.length).toBeLessThanOrEqual(limits.templates);
  });

  it("of spaces ends in one space for the rest", () => {
    const miner = createMiner(undefined, limits);
    for (const [at, text] of flood.entries()) miner.learn(text, `unit ${at}`);
    expect(miner.figures().templates).toBeLessThanOrEqual(limits.templates);
    expect(miner.figures().forgotten).toBeGreaterThan(0);
  });
});

function templateAt(miner: Miner, id: Template["id"] | undefined): Template {
  const template = id === undefined ? undefined : miner.template(id);
  if (template === undefined) throw new Error(`${id} leads nowhere`);
  return template;
}
