import { RARE_WORD } from "../corpora/syslog.js";
import type { Probe, Shown } from "./probe.js";
import type { KeyStep } from "./steps.js";

/** All of the file is read and shown when the number of its lines has come to rest. */
export async function lnavReady(probe: Probe): Promise<void> {
  await probe.until(({ text }) => /2026-03-0\d/.test(text));
  let before = "";
  for (let still = 0; still < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = probe.shown().text.replaceAll(/\d\d:\d\d:\d\d/g, "");
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

const rows = ({ lines }: Shown): string => lines.slice(2, -4).join("\n");

const isFiltered = ({ text }: Shown): boolean => text.includes("Lines not shown");

/** lnav throws away what is typed while a command of its own ends. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

async function atTop(probe: Probe): Promise<void> {
  await rest();
  await probe.press("g", (shown) => rows(shown).includes("00:00:00"));
}

/** The same as `SHARED_STEPS`, in lnav's keys. */
export const LNAV_STEPS: readonly KeyStep[] = [
  {
    name: "G, to the end",
    measure: async (probe) => {
      await atTop(probe);
      const before = rows(probe.shown());
      return probe.press("G", (shown) => rows(shown) !== before && !rows(shown).includes("00:00:00"));
    },
  },
  {
    name: "g, to the start",
    measure: async (probe) => {
      await probe.press("G", (shown) => !rows(shown).includes("00:00:00"));
      return probe.press("g", (shown) => rows(shown).includes("00:00:00"));
    },
  },
  {
    name: "a page down",
    measure: async (probe) => {
      await atTop(probe);
      const before = rows(probe.shown());
      return probe.press(" ", (shown) => rows(shown) !== before);
    },
  },
  {
    name: "search: the first hit after Enter",
    measure: async (probe) => {
      await atTop(probe);
      await probe.press(`/${RARE_WORD}`, ({ text }) => text.includes(`/${RARE_WORD}`));
      return probe.press("\r", (shown) => rows(shown).includes(RARE_WORD));
    },
  },
  {
    name: "a filter on",
    measure: async (probe) => {
      await atTop(probe);
      await probe.press(`:filter-in ${RARE_WORD}`, ({ text }) => text.includes(`:filter-in ${RARE_WORD}`));
      const ms = await probe.press("\r", isFiltered);
      await rest();
      const clear = `:delete-filter ${RARE_WORD}`;
      await probe.press(clear, ({ text }) => text.includes(clear));
      await probe.press("\r", (shown) => !isFiltered(shown));
      return ms;
    },
  },
];
