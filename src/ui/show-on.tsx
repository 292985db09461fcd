import { render } from "ink";
import type { ReactNode } from "react";
import type { Action } from "../app/action.js";
import { begin, type Beginning } from "../app/initial-state.js";
import { DEFAULT_BINDINGS } from "../app/keys/bindings.js";
import { mergeBindings } from "../app/keys/merge.js";
import type { Looks } from "../app/looks/looks.js";
import type { Fault } from "../core/fault.js";
import type { ColourDepth } from "../theme/roles.js";
import { setInkDepth } from "../theme/sgr.js";
import { App } from "./app.js";
import { glyphsFor, PLAIN_GLYPHS } from "./glyphs.js";
import { keepHistory } from "./kept/keep-history.js";
import { keepScreen } from "./kept/keep-screen.js";
import { type AskedLooks, firstLooks } from "./kept/kept-looks.js";
import type { Parts } from "./parts.js";
import { actionsOfEvent } from "./runtime/actions-of-event.js";
import { createRuntime, type Runtime } from "./runtime/runtime.js";
import { keyProblems, liveConfig } from "./live-config.js";
import { createThemes, type Themes } from "./runtime/themes.js";
import { carryOutSaved, watchSaved } from "./saved/carry-out.js";
import { goOutside } from "./outside/outside.js";
import { machineZone } from "./runtime/time-zone.js";
import type { ScreenExit, ScreenInput, ScreenSettings } from "./screen-settings.js";
import {
  backgroundByEnvironment,
  colourDepthOf,
  type Environment,
  showsLinks,
  showsUnicode,
} from "./terminal/abilities.js";
import type { Terminal } from "./terminal/terminal.js";

/** Terminals that answer do so within a few milliseconds; over a slow line the environment's word must do. */
const BACKGROUND_TIMEOUT_MS = 120;

/** With reduced motion. */
const CALM_NEWS_MS = 1_000;

/** Shows the log on a terminal that is open already; the function it resolves with ends that. */
export async function showOn(
  terminal: Terminal,
  given: ScreenInput,
  onEnd: (exit: ScreenExit) => void,
): Promise<() => void> {
  let asked = looksAskedFor(given);
  const { kept } = given.settings;
  const { first, fault } = firstLooks(kept?.files, asked, kept !== undefined && kept.restore !== "never");
  const shown: ScreenInput = { ...given, settings: { ...given.settings, theme: first.theme } };
  const { settings, environment } = shown;
  const faults: Fault[] = fault === undefined ? [] : [fault];
  const themes = await themesFor(terminal, shown, (fault) => faults.push(fault));
  const { crash, quit, hasCrashed } = endsOf(onEnd);
  const runtime = runtimeFor(terminal, { ...shown, looks: first.looks }, themes, { crash, quit });
  const zone = shown.zone ?? machineZone();
  const appWith = (asciiOnly: boolean): ReactNode => {
    const parts = partsOf(runtime, {
      plain: settings.plain === true,
      ascii: asciiOnly || !showsUnicode(environment),
      links: showsLinks(environment),
      zone,
    });
    return <App parts={parts} painter={themes.painter} screen={terminal.screen} onError={crash} />;
  };
  const unplug = connect(terminal, runtime, themes);
  terminal.setMouse(settings.mouse);
  const ink = render(appWith(settings.ascii), terminal.inkOptions);
  // Ink catches what is thrown outside of our own boundary, and ends.
  ink.waitUntilExit().then(quit, crash);
  runtime.start();
  for (const action of [...keyProblems(settings.keys), ...faults.map(faulted)]) runtime.dispatch(action);
  themes.onFault((fault) => runtime.dispatch(faulted(fault)));
  const endHistory = keepHistory({ file: settings.history, store: runtime.store, dispatch: runtime.dispatch });
  const unwatch = watchSaved(settings.saved, runtime.dispatch);
  const keepLast = keep(runtime, shown, () => asked);
  const unfollow = liveConfig(shown.config, {
    dispatch: runtime.dispatch,
    themes,
    setMouse: terminal.setMouse,
    setAscii: (ascii) => {
      ink.rerender(appWith(ascii));
    },
    setAsked: (wanted) => {
      asked = wanted;
    },
  });
  return () => {
    unfollow();
    unplug();
    unwatch();
    endHistory();
    // What cannot be drawn is not to come back.
    if (!hasCrashed()) keepLast();
    runtime.stop();
    themes.close();
    ink.unmount();
  };
}

function endsOf(onEnd: (exit: ScreenExit) => void) {
  let isCrash = false;
  return {
    crash: (error: unknown): void => {
      isCrash = true;
      onEnd({ kind: "crashed", error });
    },
    quit: (): void => {
      onEnd({ kind: "quit" });
    },
    hasCrashed: (): boolean => isCrash,
  };
}

function partsOf({ store, dispatch }: Runtime, look: Pick<Parts, "ascii" | "plain" | "links" | "zone">): Parts {
  return { store, dispatch, glyphs: look.plain ? PLAIN_GLYPHS : glyphsFor(!look.ascii), ...look };
}

function looksAskedFor({ settings }: ScreenInput): AskedLooks {
  return { theme: settings.theme, layout: settings.layout ?? "default" };
}

function keep({ store, dispatch }: Runtime, { settings, moment }: ScreenInput, asked: () => AskedLooks): () => void {
  if (settings.kept === undefined) return () => undefined;
  return keepScreen({ ...settings.kept, store, dispatch, now: () => moment().now, asked });
}

async function themesFor(terminal: Terminal, shown: ScreenInput, onFault: (fault: Fault) => void): Promise<Themes> {
  const { settings, environment } = shown;
  const depth = depthOf(settings.color, environment);
  setInkDepth(depth);
  const background = await backgroundOf(terminal, settings, environment);
  return createThemes(settings.theme, {
    folder: settings.themeFolder,
    depth,
    background,
    standing: settings.standingThemes ?? { dark: "dark", light: "light" },
    hour: () => new Date().getHours(),
    onFault,
  });
}

function runtimeFor(
  { screen, stop, lend }: Terminal,
  shown: ScreenInput & { readonly looks: Looks },
  themes: Themes,
  ends: { readonly crash: (error: unknown) => void; readonly quit: () => void },
): Runtime {
  const runtime: Runtime = createRuntime({
    engine: shown.engine,
    first: begin(beginningOf(shown, screen.size(), themes.names())),
    moment: shown.moment,
    newsEveryMs: shown.settings.plain === true || shown.settings.reducedMotion === true ? CALM_NEWS_MS : 0,
    applyTheme: (name) => {
      if (themes.apply(name)) runtime.dispatch({ kind: "themes-changed", current: name, available: themes.names() });
    },
    outside: (effect) =>
      goOutside(effect, {
        ...shown.outside,
        reader: shown.engine,
        environment: shown.environment,
        tell: screen.ask,
        lend,
      }),
    saved: (effect) => carryOutSaved(shown.settings.saved, effect),
    redraw: screen.redraw,
    suspend: stop,
    ...ends,
  });
  return runtime;
}

/** Lets what happens outside reach the state, and the state the screen. */
function connect({ screen, input }: Terminal, runtime: Runtime, themes: Themes): () => void {
  const ground = (): void => {
    screen.setGround(themes.painter.get().ground);
  };
  const resize = (): void => {
    runtime.dispatch({ kind: "resized", size: screen.size() });
  };
  ground();
  screen.stdout.on("resize", resize);
  const stops = [
    themes.painter.subscribe(ground),
    runtime.store.subscribe(screen.invalidate),
    input.onEvent((event) => {
      for (const action of actionsOfEvent(event)) runtime.dispatch(action);
    }),
  ];
  return () => {
    screen.stdout.off("resize", resize);
    for (const stop of stops) stop();
  };
}

function beginningOf(
  { engine, settings, looks }: ScreenInput & { readonly looks: Looks },
  size: Beginning["size"],
  available: readonly string[],
): Beginning {
  return {
    size,
    scope: engine.scope,
    looks,
    level: settings.level,
    bindings: mergeBindings(DEFAULT_BINDINGS, settings.keys ?? {}).bindings,
    themes: { current: settings.theme, available },
    ...(settings.query !== undefined && { query: settings.query }),
    isDemo: settings.isDemo === true,
    ...(settings.follow !== undefined && { follow: settings.follow }),
  };
}

function faulted(fault: Fault): Action {
  return { kind: "faulted", fault };
}

function depthOf(color: ScreenSettings["color"], environment: Environment): ColourDepth {
  if (color === "never") return 0;
  const depth = colourDepthOf(environment);
  return color === "always" && depth === 0 ? 16 : depth;
}

/** What `auto` stands for: the terminal's own word, else the environment's, else nobody's. */
async function backgroundOf(
  terminal: Terminal,
  { theme }: ScreenSettings,
  environment: Environment,
): Promise<"dark" | "light" | undefined> {
  const said = theme === "auto" ? await terminal.askBackground(BACKGROUND_TIMEOUT_MS) : undefined;
  return said ?? backgroundByEnvironment(environment);
}
