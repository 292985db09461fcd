import { join } from "node:path";

/** Where nix and we keep what concerns both, as this process' environment says. */
export type NixPlaces = {
  /** Folder of the build logs, which have folders of two letters in it. */
  readonly logs: string;
  readonly store: string;
  /** Where `nix:socket` listens; undefined when this user has no folder for such things. */
  readonly socket: string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** NIX_LOG_DIR and NIX_STORE_DIR are nix's own names. */
export function nixPlaces(environment: Environment, isRoot: boolean): NixPlaces {
  const runtime = environment["XDG_RUNTIME_DIR"] ?? "";
  const folder = runtime === "" ? (isRoot ? "/run" : undefined) : runtime;
  return {
    logs: join(environment["NIX_LOG_DIR"] ?? "/nix/var/log/nix", "drvs"),
    store: environment["NIX_STORE_DIR"] ?? "/nix/store",
    socket: folder === undefined ? undefined : join(folder, "logstream.sock"),
  };
}

/** The places of the process itself. */
export function ourNixPlaces(): NixPlaces {
  return nixPlaces(process.env, process.getuid?.() === 0);
}
