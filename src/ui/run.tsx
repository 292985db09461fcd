import type { ReadStream } from "node:tty";
import { render } from "ink";
import { begin, type Beginning } from "../app/initial-state.js";
import { DEFAULT_BINDINGS } from "../app/keys/bindings.js";
import { type KeyOverrides, mergeBindings } from "../app/keys/merge.js";
import type { Level } from "../core/level.js";
import { type Fault, ok, type Result } from "../core/fault.js";
import type { Engine } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { type LocalOffset, micros } from "../core/time.js";
import type { ColourDepth } from "../theme/roles.js";
import { setInkDepth } from "../theme/sgr.js";
import { App } from "./app.js";
import { glyphsFor } from "./glyphs.js";
import { type Parts } from "./parts.js";
import { actionsOfEvent } from "./runtime/actions-of-event.js";
import { createRuntime } from "./runtime/runtime.js";
import { createThemes } from "./runtime/themes.js";
import { machineLocalOffset, machineZone } from "./runtime/time-zone.js";
import { backgroundByEnvironment, colourDepthOf, type Environment, showsUnicode } from "./terminal/abilities.js";
import type { TerminalStream } from "./terminal/output.js";
import type { EndingSignal } from "./terminal/restore.js";
import { openTerminal, type Terminal } from "./terminal/terminal.js";
import type { ZoneOffset } from "./time-text.js";

/** What the user wants of the screen. */
export type ScreenSettings = {
  readonly query?: { readonly text: string; readonly query: Query };
  readonly level?: Level | undefined;
  /** False begins at the oldest line. */
  readonly follow?: boolean;
  /** A theme's name, or `auto` to follow the terminal's background. */
  readonly theme: string;
  /** Where the user's own themes are; need not exist. */
  readonly themeFolder?: string | undefined;
  readonly color: "auto" | "always" | "never";
  readonly ascii: boolean;
  readonly mouse: boolean;
  /** Keys by command id. */
  readonly keys?: KeyOverrides;
};

export type ScreenOptions = {
  readonly engine: Engine;
  readonly settings: ScreenSettings;
  readonly environment: Environment;
  /** Where it is no terminal, keys are read from the one that controls the process. */
  readonly stdin: ReadStream;
  readonly stdout: TerminalStream;
};

/** How the screen came to its end; the terminal has been given back. */
export type ScreenExit =
  | { readonly kind: "quit" }
  | { readonly kind: "signal"; readonly signal: EndingSignal }
  /** A mistake of ours while drawing or updating. */
  | { readonly kind: "crashed"; readonly error: unknown };

/** So often a second the picture may change: news wait half as long as anybody could see. */
const FRAMES_PER_SECOND = 60;
/** Terminals that answer do so within a few milliseconds; over a slow line the environment's word must do. */
const BACKGROUND_TIMEOUT_MS = 120;

/**
 * Shows the engine's log until the user quits. Fails when there is no terminal to show it on. Closes neither the engine
 * nor the streams.
 */
export async function runScreen(options: ScreenOptions): Promise<Result<ScreenExit>> {
  const ended = Promise.withResolvers<ScreenExit>();
  const opened = openTerminal({
    stdin: options.stdin,
    stdout: options.stdout,
    framesPerSecond: FRAMES_PER_SECOND,
    onSignal: (signal) => {
      ended.resolve({ kind: "signal", signal });
    },
  });
  if (!opened.ok) return opened;
  const terminal = opened.value;
  try {
    const close = await showOn(terminal, options, ended.resolve);
    const exit = await ended.promise;
    close();
    return ok(exit);
  } finally {
    terminal.close();
  }
}

/** What `showOn` needs of the options. */
export type Shown = Pick<ScreenOptions, "engine" | "settings" | "environment"> & {
  /** Local time; the machine's own unless given. */
  readonly zone?: ZoneOffset;
  readonly localOffset?: LocalOffset;
};

/** Shows the log on a terminal that is open already; the function it resolves with ends that. */
export async function showOn(terminal: Terminal, shown: Shown, onEnd: (exit: ScreenExit) => void): Promise<() => void> {
  const { screen, clock, input } = terminal;
  const { engine, settings, environment } = shown;
  const depth = depthOf(settings.color, environment);
  setInkDepth(depth);
  const ascii = settings.ascii || !showsUnicode(environment);
  const faults: Fault[] = [];
  const themes = createThemes(settings.theme, {
    folder: settings.themeFolder,
    depth,
    background: await backgroundOf(terminal, settings, environment),
    onFault: (fault) => {
      faults.push(fault);
      tellFaults();
    },
  });
  const crash = (error: unknown): void => {
    onEnd({ kind: "crashed", error });
  };
  const runtime = createRuntime({
    engine,
    first: begin(beginningOf(shown, screen.size(), themes.names())),
    moment: () => ({ now: micros(Date.now() * 1000), localOffset: shown.localOffset ?? machineLocalOffset }),
    requestFrame: clock.request,
    applyTheme: (name) => {
      if (themes.apply(name)) runtime.dispatch({ kind: "themes-changed", current: name, available: themes.names() });
    },
    redraw: screen.redraw,
    suspend: terminal.stop,
    quit: () => {
      onEnd({ kind: "quit" });
    },
    crash,
  });
  const tellFaults = (): void => {
    for (const fault of faults.splice(0)) runtime.dispatch({ kind: "faulted", fault });
  };
  const parts: Parts = {
    store: runtime.store,
    dispatch: runtime.dispatch,
    glyphs: glyphsFor(!ascii),
    ascii,
    zone: shown.zone ?? machineZone(),
  };
  screen.setGround(themes.painter.get().ground);
  const stops = [
    themes.painter.subscribe(() => screen.setGround(themes.painter.get().ground)),
    runtime.store.subscribe(screen.invalidate),
    clock.onUpdate(runtime.takeNews),
    input.onEvent((event) => {
      for (const action of actionsOfEvent(event)) runtime.dispatch(action);
    }),
  ];
  const resize = (): void => {
    runtime.dispatch({ kind: "resized", size: screen.size() });
  };
  screen.stdout.on("resize", resize);
  terminal.setMouse(settings.mouse);
  const ink = render(<App parts={parts} painter={themes.painter} screen={screen} onError={crash} />, terminal.inkOptions);
  runtime.start();
  for (const { message, hint } of mergeBindings(DEFAULT_BINDINGS, settings.keys ?? {}).problems) {
    runtime.dispatch({ kind: "noticed", tone: "warning", text: `${message}: ${hint}` });
  }
  tellFaults();
  return () => {
    screen.stdout.off("resize", resize);
    for (const stop of stops) stop();
    runtime.stop();
    themes.close();
    ink.unmount();
  };
}

function beginningOf({ engine, settings }: Shown, size: Beginning["size"], available: readonly string[]): Beginning {
  return {
    size,
    scope: engine.scope,
    level: settings.level,
    bindings: mergeBindings(DEFAULT_BINDINGS, settings.keys ?? {}).bindings,
    themes: { current: settings.theme, available },
    ...(settings.query !== undefined && { query: settings.query }),
    ...(settings.follow !== undefined && { follow: settings.follow }),
  };
}

function depthOf(color: ScreenSettings["color"], environment: Environment): ColourDepth {
  if (color === "never") return 0;
  const depth = colourDepthOf(environment);
  return color === "always" && depth === 0 ? 16 : depth;
}

/** What `auto` stands for: the terminal's own word, else the environment's, else dark, as most terminals are. */
async function backgroundOf(
  terminal: Terminal,
  settings: ScreenSettings,
  environment: Environment,
): Promise<"dark" | "light"> {
  const said = settings.theme === "auto" ? await terminal.askBackground(BACKGROUND_TIMEOUT_MS) : undefined;
  return said ?? backgroundByEnvironment(environment) ?? "dark";
}
