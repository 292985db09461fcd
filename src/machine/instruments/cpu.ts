import { growth, type Instrument, numbersOf } from "./instrument.js";

const KINDS = ["user", "nice", "system", "idle", "waiting", "irq", "softirq", "stolen"] as const;

/** Time of all cores by what they did (proc_stat(5)); guests are counted in `user` already. */
export const cpu: Instrument = {
  file: "stat",
  metrics: ["cpu.user", "cpu.system", "cpu.waiting", "cpu.stolen"],
  read(text) {
    const ticks = /^cpu +(\d[\d ]*)$/m.exec(text)?.[1];
    return new Map(ticks === undefined ? [] : [["all", numbersOf(ticks)]]);
  },
  measure(before, now) {
    const grown = (...kinds: readonly (typeof KINDS)[number][]) =>
      kinds.reduce((sum, kind) => sum + (growth(before, now, KINDS.indexOf(kind)) ?? 0), 0);
    const all = grown(...KINDS);
    if (all === 0) return [undefined, undefined, undefined, undefined];
    return [grown("user", "nice"), grown("system", "irq", "softirq"), grown("waiting"), grown("stolen")].map(
      (ticks) => ticks / all,
    );
  },
};
