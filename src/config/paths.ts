import { join } from "node:path";

/** Where things live, from the environment alone (XDG Base Directory Specification 0.8). */
export type Paths = {
  readonly config: string;
  readonly state: string;
  readonly themes: string;
  readonly store: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Relative XDG values are ignored, as the specification says. */
export function pathsOf(environment: Environment): Paths {
  const home = environment["HOME"] ?? "/";
  const folder = (variable: string, fallback: string) => {
    const given = environment[variable];
    return given?.startsWith("/") === true ? given : join(home, fallback);
  };
  const config = join(folder("XDG_CONFIG_HOME", ".config"), "logstream");
  const state = join(folder("XDG_STATE_HOME", ".local/state"), "logstream");
  return { config, state, themes: join(config, "themes"), store: join(state, "log.db") };
}
