import { cpu } from "./cpu.js";
import { disks } from "./disks.js";
import type { Instrument } from "./instrument.js";
import { memory } from "./memory.js";
import { network } from "./network.js";
import { pressures } from "./pressure.js";

/** All that measures the machine; every metric is one of one of them. */
export const INSTRUMENTS: readonly Instrument[] = [cpu, memory, disks, network, ...pressures];
