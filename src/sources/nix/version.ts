export type NixVersion = {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
  /** Whether it is Lix, which counts its versions on its own and has no `json-log-path`. */
  readonly isLix: boolean;
};

/** The first release that copies its log to a socket (nix's `json-log-path`). */
const SOCKET_SINCE = { major: 2, minor: 30 };
const PATIENCE_MS = 2_000;

/** Undefined when nix is not there or says nothing that can be understood. */
export async function nixVersion(): Promise<NixVersion | undefined> {
  const { execa } = await import("execa");
  const said = await execa("nix", ["--version"], { reject: false, stdin: "ignore", timeout: PATIENCE_MS });
  return said.exitCode === 0 ? versionIn(said.stdout) : undefined;
}

/** Out of `nix (Nix) 2.26.3` and its relatives. */
export function versionIn(said: string): NixVersion | undefined {
  const [, text = "", major = "", minor = ""] = /\(?[^)]*\)? ((\d{1,4})\.(\d{1,4})\S*)/.exec(said) ?? [];
  return text === "" ? undefined : { major: Number(major), minor: Number(minor), text, isLix: said.includes("(Lix") };
}

export function canLogToSocket({ major, minor, isLix }: NixVersion): boolean {
  if (isLix) return false;
  return major > SOCKET_SINCE.major || (major === SOCKET_SINCE.major && minor >= SOCKET_SINCE.minor);
}

/** What nix is told to copy its log to; undefined when nothing is, or it cannot be asked. */
export async function configuredLogPath(): Promise<string | undefined> {
  const args = ["--extra-experimental-features", "nix-command", "config", "show", "json-log-path"];
  const { execa } = await import("execa");
  const said = await execa("nix", args, { reject: false, stdin: "ignore", timeout: PATIENCE_MS });
  const path = said.exitCode === 0 ? said.stdout.trim() : "";
  return path === "" ? undefined : path;
}
