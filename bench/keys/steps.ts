import { CORPUS_START_MS, RARE_WORD } from "../corpora/syslog.js";
import type { Probe, Shown } from "./probe.js";

/** One thing that somebody does: how to get there without a stopwatch, and the key that is timed. */
export type KeyStep = {
  readonly name: string;
  /** Milliseconds that 99 of 100 must not take longer than. */
  readonly promisedMs?: number;
  /** Means something else on a log that grows. */
  readonly needsStill?: boolean;
  readonly measure: (probe: Probe, round: number) => Promise<number>;
};

const CURSOR = "▌";
const cursorLine = ({ lines }: Shown): string => lines.find((line) => line.startsWith(CURSOR)) ?? "";
const ESCAPE = "\u001b";

/** The lines, without filters, search or anything over them, at this time of the corpus. */
async function at(probe: Probe, time: string): Promise<void> {
  await command(probe, "stream");
  await command(probe, `goto 2026-03-01 ${time}`, (shown) => cursorLine(shown).includes(time));
}

/** Types a command; what is timed is its Enter. */
async function command(probe: Probe, text: string, wanted: (shown: Shown) => boolean = () => true): Promise<number> {
  const isTyped = ({ lines }: Shown): boolean => lines.some((line) => line.includes(`:${text}`));
  await probe.press(`:${text}`, isTyped);
  return probe.press("\r", (shown) => !isTyped(shown) && wanted(shown));
}

/** A key that follows at once would be taken for one with Alt. */
async function escape(probe: Probe, wanted: (shown: Shown) => boolean): Promise<void> {
  await probe.press(ESCAPE, wanted);
  await new Promise((resolve) => setTimeout(resolve, 100));
}

function view(name: string, wanted: (shown: Shown) => boolean): KeyStep {
  return {
    name: `open ${name}`,
    promisedMs: 150,
    measure: async (probe) => {
      await at(probe, "00:30");
      return command(probe, name, wanted);
    },
  };
}

const firstTime = "00:00:00";

/** Those that lnav has, too. */
export const SHARED_STEPS: readonly KeyStep[] = [
  {
    name: "G, to the end",
    promisedMs: 100,
    needsStill: true,
    measure: async (probe) => {
      await at(probe, "00:30");
      return probe.press(
        "G",
        ({ lines }) => / end *$/.test(lines.at(-1) ?? "") && (lines[1] ?? "").includes("following"),
      );
    },
  },
  {
    name: "g g, to the start",
    promisedMs: 100,
    measure: async (probe) => {
      await at(probe, "00:30");
      return probe.press("gg", (shown) => cursorLine(shown).includes(firstTime));
    },
  },
  {
    name: "a page down",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      const before = probe.shown().lines[10];
      return probe.press("\u0006", ({ lines }) => lines[10] !== before);
    },
  },
  {
    name: "search: the first hit after the last letter",
    promisedMs: 150,
    measure: async (probe) => {
      await at(probe, "00:00");
      await probe.press(`/${RARE_WORD.slice(0, -1)}`, ({ text }) => text.includes(`/${RARE_WORD.slice(0, -1)}`));
      const ms = await probe.press(RARE_WORD.slice(-1), (shown) => cursorLine(shown).includes(RARE_WORD));
      await probe.press("\r", ({ lines }) => (lines.at(-1) ?? "").includes("n next match"));
      await escape(probe, ({ text }) => !text.includes(`/${RARE_WORD}`));
      return ms;
    },
  },
  {
    name: "a filter on",
    measure: async (probe) => {
      await at(probe, "00:30");
      const ms = await command(probe, `filter ${RARE_WORD}`, ({ lines }) =>
        lines.slice(2, 5).some((line) => line.includes(RARE_WORD)),
      );
      await probe.press("\u007f", ({ text }) => text.includes("all lines"));
      return ms;
    },
  },
];

/** Lines of the corpora are further apart on average. */
const LEAST_GAP_MS = 20;

export const logstreamSteps = (lines: number): readonly KeyStep[] => [
  {
    name: "a line down",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      const before = cursorLine(probe.shown());
      return probe.press("j", (shown) => cursorLine(shown) !== before);
    },
  },
  {
    name: "jump to a time",
    promisedMs: 100,
    measure: async (probe, round) => {
      await at(probe, "00:30");
      const share = (1 + ((round * 7) % 11)) / 13;
      const [day, time = ""] = new Date(CORPUS_START_MS + share * lines * LEAST_GAP_MS)
        .toISOString()
        .slice(0, 16)
        .split("T");
      return command(probe, `goto ${day} ${time}`, (shown) => cursorLine(shown).includes(`${time}:0`));
    },
  },
  view("metrics", ({ text }) => text.includes("a column is")),
  view("heatmap", ({ lines }) => lines.slice(4, 8).some((line) => line.includes("nginx"))),
  view("patterns", ({ text }) => /\d%/.test(text) && text.includes("pattern")),
  view("sessions", ({ text }) => text.includes("No session is recorded")),
  {
    name: "the list of filters",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      const ms = await probe.press("f", ({ text }) => text.includes(" Filters "));
      await escape(probe, ({ text }) => !text.includes(" Filters "));
      return ms;
    },
  },
  {
    name: "a row down in it while all are counted",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      await probe.press("f", ({ text }) => text.includes("› [ ] 1"));
      const ms = await probe.press("j", ({ text }) => text.includes("› [ ] 2"));
      await escape(probe, ({ text }) => !text.includes(" Filters "));
      return ms;
    },
  },
  {
    name: "a line down right after that list was closed",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      const before = cursorLine(probe.shown());
      await probe.press("f", ({ text }) => text.includes(" Filters "));
      await escape(probe, ({ text }) => !text.includes(" Filters "));
      return probe.press("j", (shown) => cursorLine(shown) !== before);
    },
  },
  {
    name: "the commonest programs, while one types",
    measure: async (probe) => {
      await at(probe, "00:30");
      await probe.press(":filter identifier", ({ text }) => text.includes(":filter identifier"));
      const ms = await probe.press(":", ({ text }) => /identifier:\S+ +\d/.test(text));
      await escape(probe, ({ text }) => !text.includes(":filter identifier"));
      return ms;
    },
  },
  {
    name: "help, the largest dialog",
    promisedMs: 50,
    measure: async (probe) => {
      await at(probe, "00:30");
      const ms = await probe.press("?", ({ text }) => text.includes("Go down a line"));
      await escape(probe, ({ text }) => !text.includes("Go down a line"));
      return ms;
    },
  },
];
