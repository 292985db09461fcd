import { type SourceId, sourceId } from "../core/entry.js";
import type { Fault } from "../core/fault.js";
import type { Source, SourceOptions } from "../core/ports.js";
import { pairKernel } from "../sources/kernel/beside-journal.js";
import { kernelLinesInAll } from "../sources/kernel/journal-lines.js";
import { probeSources } from "../sources/probe.js";
import { discoverSpec, openSpec } from "../sources/registry.js";
import type { EngineConfig } from "./protocol.js";

/** Entries of history that a source of the machine brings at its first start, unless asked otherwise. */
const MACHINE_HISTORY = 10_000;

/** What could be opened, and what could not and why: the rest goes on without it. */
export type OpenedSources = {
  readonly sources: readonly Source[];
  readonly refused: readonly { readonly id: SourceId; readonly label: string; readonly fault: Fault }[];
  /** For each followed spec, the sources that it comes to stand for later. */
  readonly growing: readonly ((signal: AbortSignal) => AsyncIterable<Source>)[];
};

/** Opens the specs of the configuration; `machine` stands for whatever this machine has and lets us read. */
export async function openSources(config: EngineConfig, isTold?: SourceOptions["isTold"]): Promise<OpenedSources> {
  if (config.specs === "machine") return openMachine(config, isTold);
  const opened = await Promise.all(
    config.specs.map(async (spec) => {
      const result = await openSpec(spec, { ...optionsFor(spec, config), isTold });
      return { spec, result };
    }),
  );
  return {
    sources: besideJournals(opened.flatMap(({ result }) => (result.ok ? result.value : []))),
    refused: opened.flatMap(({ spec, result }) =>
      result.ok ? [] : [{ id: sourceId(spec), label: spec, fault: result.fault }],
    ),
    growing: opened.flatMap(({ spec, result }) => {
      if (!result.ok || !config.follow) return [];
      const known = new Set(result.value.map(({ id }) => id));
      return [(signal: AbortSignal) => discoverSpec(spec, optionsFor(spec, config), known, signal)];
    }),
  };
}

/** The kernel's messages come from the journals that copy them, and from the kernel what those do not have. */
function besideJournals(sources: readonly Source[]): readonly Source[] {
  const kernel = sources.find(({ id }) => id === "kernel:");
  const journals = sources.filter(({ id }) => id.startsWith("journal:"));
  if (kernel === undefined || journals.length === 0) return sources;
  const paired = pairKernel(kernel, journals, { lines: () => kernelLinesInAll(journals.map(({ id }) => id)) });
  const changed = new Map([paired.kernel, ...paired.journals].map((source) => [source.id, source]));
  return sources.map((source) => changed.get(source.id) ?? source);
}

async function openMachine(config: EngineConfig, isTold: SourceOptions["isTold"]): Promise<OpenedSources> {
  const probes = await probeSources();
  const specs = probes.flatMap((probe) => (probe.chosen ? [probe.spec] : []));
  const chosen = await openSources({ ...config, specs }, isTold);
  const unreadable = probes.flatMap((probe) =>
    probe.fault === undefined
      ? []
      : [{ id: sourceId(probe.spec), label: probe.spec.replace(/:$/, ""), fault: probe.fault }],
  );
  return { ...chosen, refused: [...chosen.refused, ...unreadable] };
}

function optionsFor(spec: string, config: EngineConfig): SourceOptions {
  const isMachine = /^(?:journal|kernel|nix):/.test(spec);
  const history = config.history ?? (isMachine && config.follow ? MACHINE_HISTORY : undefined);
  return { follow: config.follow, history, since: config.since, rotated: config.rotated === true };
}
