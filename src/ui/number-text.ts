import { counted } from "../lib/counted.js";

/** `1 line`, `1,234 lines` */
export function countOf(number: number, noun: string, several = `${noun}s`): string {
  return `${counted(number)} ${number === 1 ? noun : several}`;
}

/** A rate in few cells: `0`, `0.4`, `12`, `1.2k`, `34k`, `1.2M`. */
export function short(number: number): string {
  if (number >= 999_500) return scaled(number / 1_000_000, "M");
  if (number >= 999.5) return scaled(number / 1000, "k");
  return scaled(number, "");
}

/** Bytes in few cells, by powers of 1,024: `812`, `1.2K`, `34M`. */
export function shortBytes(bytes: number): string {
  let size = bytes;
  let unit = "";
  for (const next of ["K", "M", "G", "T"]) {
    if (size < 999.5) break;
    size /= 1_024;
    unit = next;
  }
  return scaled(size, unit);
}

/** A part of 1: `34%`, `0.4%`. */
export function percentText(share: number): string {
  return scaled(share * 100, "%");
}

/** How often something happens, given by the second: `12/s`, `3.4/min`, `0`. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return "0";
  return perSecond < 0.95 ? `${short(perSecond * 60)}/min` : `${short(perSecond)}/s`;
}

/** `12 ms`, `3 s`, `2 min`, `5 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

function scaled(number: number, unit: string): string {
  const digits = number >= 9.95 || number === 0 ? 0 : 1;
  return `${number.toFixed(digits).replace(/\.0$/, "")}${unit}`;
}
