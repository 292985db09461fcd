import { spawnSync } from "node:child_process";

/** The tools that people use today; how each tells its version. */
const PEERS = {
  rg: ["rg", "--version"],
  grep: ["grep", "--version"],
  awk: ["awk", "-W", "version"],
  wc: ["wc", "--version"],
  lnav: ["lnav", "-V"],
  less: ["less", "--version"],
  jq: ["jq", "--version"],
  sqlite3: ["sqlite3", "--version"],
  journalctl: ["journalctl", "--version"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

type PeerName = keyof typeof PEERS;

/** The version of each that is here; undefined of one that is not. */
export type Peers = Readonly<Record<PeerName, string | undefined>>;

export function findPeers(): Peers {
  const versions = Object.entries(PEERS).map(([name, [program, ...args]]) => {
    const { status, stdout } = spawnSync(program, args, { encoding: "utf8", input: "" });
    const [line = ""] = status === null ? [] : stdout.split("\n");
    return [name, status === null ? undefined : line.trim().slice(0, 60) || "there"];
  });
  return Object.fromEntries(versions) as Peers;
}
