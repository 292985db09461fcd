import { join, resolve } from "node:path";
import type { OptionRow } from "../../config/option-row.js";
import { type OptionName, OPTIONS } from "../../config/options.js";
import { optionNames, readConfigFile, resettle } from "../../config/settings.js";
import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import type { Engine } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { printQuery } from "../../core/query/print.js";
import { startEngine } from "../../engine/start.js";
import type { screenFiles as ScreenFilesOf } from "../../ui/kept/screen-files.js";
import type { ConfigSource } from "../../ui/runtime/follow-config.js";
import type { ScreenSettings } from "../../ui/screen-settings.js";
import type { OutsideForms } from "../../ui/outside/outside.js";
import type { Action, Invocation } from "../command.js";
import { engineConfigOf } from "../engine-config.js";
import { ExitCode } from "../exit-code.js";
import { filtersFile } from "../filters/filters-file.js";
import { withSaved } from "../filters/saved-context.js";
import { flagContext, queryOfFlags } from "../flags-to-query.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import type { OutputOptions } from "../output/output-format.js";
import { short } from "../output/short.js";
import { createClock } from "../output/time-text.js";
import { pipedSpecs } from "../piped-specs.js";
import { queryCommandFor } from "../query-command.js";

export const tui: Action = async (invocation) => {
  const { shell } = invocation;
  const piped = pipedSpecs(invocation);
  // Where nobody can look at a screen, the same log is written as plain lines.
  if (!shell.stdout.isTTY) return (await import("./tail.js")).tail({ ...invocation, args: piped });
  const context = withSaved({ ...flagContext(), countsBoots: true }, invocation);
  const query = queryOfFlags(invocation.settings, "", context);
  if (!query.ok) return query;
  return show(invocation, piped, query.value);
};

async function show(invocation: Invocation, specs: readonly string[], query: Query): Promise<Result<ExitCode>> {
  const config = engineConfigOf(invocation, { kind: "tui", follow: true, specs });
  if (!config.ok) return config;
  // The engine's threads start while the screen's code is being loaded.
  const [engine] = await Promise.all([startEngine(config.value), import("../../ui/run.js")]);
  if (!engine.ok) return engine;
  return showScreen(invocation, engine.value, query, "log");
}

/** Shows what an engine has until the user leaves, and closes the engine; `shows` says whether it is only a demo. */
export async function showScreen(
  invocation: Invocation,
  engine: Engine,
  query: Query,
  shows: "log" | "demo",
): Promise<Result<ExitCode>> {
  const { shell } = invocation;
  const { historyFile, runScreen, screenFiles } = await import("../../ui/run.js");
  const shown = await runScreen({
    engine,
    settings: {
      ...screenSettings(invocation, query),
      saved: filtersFile(invocation.paths.config),
      isDemo: shows === "demo",
      ...(shows === "log" && { kept: keptFor(invocation, screenFiles) }),
      // With --no-store, and of a demo, nothing is kept.
      ...(shows === "log" && !invocation.settings.noStore && { history: historyFile(invocation.paths.state) }),
    },
    outside: outsideForms(invocation, shows),
    environment: shell.environment,
    config: configSource(invocation),
    stdin: shell.stdin,
    stdout: shell.stdout,
    moment: flagContext,
  });
  await engine.close();
  if (!shown.ok) return shown;
  return exitOf(shown.value);
}

function screenSettings({ settings, keys, paths }: Invocation, query: Query) {
  const { theme, darkTheme, lightTheme, color, ascii, plain, reducedMotion, mouse, layout } = settings;
  const standingThemes = { dark: darkTheme, light: lightTheme };
  const base = query.kind === "all" ? {} : { query: { text: printQuery(query), query } };
  return {
    theme,
    standingThemes,
    themeFolder: paths.themes,
    color,
    ascii,
    plain,
    reducedMotion,
    mouse,
    layout,
    keys,
    ...base,
  } as const;
}

/** Settings that an open screen takes up; of the others it says that they will be. */
const LIVE_SETTINGS: ReadonlySet<OptionName> = new Set([
  "theme",
  "darkTheme",
  "lightTheme",
  "layout",
  "mouse",
  "ascii",
]);

function configSource({ configPath, paths, origins }: Invocation): ConfigSource {
  return {
    path: configPath,
    read: () => {
      const file = readConfigFile(paths.config);
      if (!file.ok) return file;
      const merged = resettle(origins, file.value);
      if (!merged.ok) return merged;
      const { theme, darkTheme, lightTheme, layout, mouse, ascii } = merged.value.settings;
      const later = optionNames().flatMap((name) => {
        const isSame = String(merged.value.origins[name].value) === String(origins[name].value);
        const { setting }: OptionRow = OPTIONS[name];
        return isSame || setting === undefined || LIVE_SETTINGS.has(name) ? [] : [setting];
      });
      const standingThemes = { dark: darkTheme, light: lightTheme };
      return ok({ live: { theme, standingThemes, layout, mouse, ascii, keys: file.value.keys }, later });
    },
  };
}

/** A log that is piped in, or kept nowhere, is one that nobody comes back to. */
function keptFor(invocation: Invocation, screenFiles: typeof ScreenFilesOf): NonNullable<ScreenSettings["kept"]> {
  const { settings, paths } = invocation;
  const specs = pipedSpecs(invocation);
  const isLasting = !settings.noStore && !specs.includes("-");
  const sources = specs.map((spec) => (/^[a-z][a-z0-9+.-]*:/i.test(spec) ? spec : resolve(spec)));
  const store = settings.store === undefined ? [] : [`store ${resolve(settings.store)}`];
  return { files: screenFiles(paths.state, isLasting ? [...sources, ...store] : undefined), restore: settings.restore };
}

/** What leaves the screen looks as `logstream query` prints it. */
function outsideForms(invocation: Invocation, shows: "log" | "demo"): OutsideForms {
  const options: OutputOptions = {
    paint: (_entry, text) => text,
    fields: "standard",
    clock: createClock(machineOffsetMinutes),
    hasHost: true,
    manySources: false,
  };
  return {
    lineOf: (entry) => short.entry(entry, options),
    queryCommand: shows === "demo" ? () => failed(DEMO_IS_GONE) : queryCommandFor(invocation, pipedSpecs(invocation)),
    aside: async (work) => {
      const giveBack = invocation.shell.takeSignals(() => undefined);
      await work().finally(giveBack);
    },
    copyFile: join(invocation.paths.state, "copied"),
  };
}

const DEMO_IS_GONE: Fault = {
  code: "usage",
  message: "the demo's log is deleted when it ends, so no command can ask it",
  hint: "w writes its lines to a file",
};

type Shown =
  | { readonly kind: "quit" }
  | { readonly kind: "signal" }
  | { readonly kind: "crashed"; readonly error: unknown };

function exitOf(shown: Shown): Result<ExitCode> {
  switch (shown.kind) {
    case "quit":
      return ok(ExitCode.done);
    case "signal":
      return ok(ExitCode.interrupted);
    case "crashed":
      return failed(crashFault(shown.error));
  }
}

function crashFault(error: unknown): Fault {
  const message =
    error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" ") : String(error);
  return {
    code: "internal",
    message: `the screen stopped by a mistake of ours: ${message}`,
    hint: "what was collected is kept; please report it, and start logstream again",
    cause: error,
  };
}
