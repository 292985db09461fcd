/** A command line that somebody ran with more rights, as the program that gave them logs it. */
export type LoggedCommand = {
  readonly user: string;
  readonly folder: string | undefined;
  readonly words: readonly string[];
};

type Phrase = { readonly identifier: string; readonly pattern: RegExp };

/** How the programs that let somebody be root write it down. */
const PHRASES: readonly Phrase[] = [
  // "  anna : TTY=pts/0 ; PWD=/home/anna ; USER=root ; COMMAND=/run/current-system/sw/bin/nixos-rebuild switch"
  {
    identifier: "sudo",
    pattern:
      /^\s*(?<user>\S{1,256}) : (?:TTY=[^;]* ; )?(?:PWD=(?<folder>[^;]*) ; )?USER=[^;]*(?: ; [A-Z]+=[^;]*)*? ; COMMAND=(?<command>.+)$/s,
  },
  { identifier: "doas", pattern: /^(?<user>\S{1,256}) ran command (?<command>.+) as \S+ from (?<folder>.+)$/s },
  {
    identifier: "pkexec",
    pattern:
      /^(?<user>\S{1,256}): Executing command (?:\[(?!CWD|COMMAND)[A-Z]+=[^\]]*\] )*(?:\[CWD=(?<folder>[^\]]*)\] )?\[COMMAND=(?<command>.+)\]$/s,
  },
];
/** Longer ones are none that people type; what lies behind is not looked at. */
const LONGEST_MESSAGE = 16_384;

/** The identifiers whose records may tell a command line. */
export const COMMAND_IDENTIFIERS: readonly string[] = PHRASES.map(({ identifier }) => identifier);

export function loggedCommand(identifier: string | undefined, message: string): LoggedCommand | undefined {
  const phrase = PHRASES.find((each) => each.identifier === identifier);
  const groups = message.length > LONGEST_MESSAGE ? undefined : phrase?.pattern.exec(message)?.groups;
  if (groups === undefined) return undefined;
  const words = (groups["command"] ?? "").split(" ").filter((word) => word !== "");
  return { user: groups["user"] ?? "", folder: groups["folder"], words };
}

/** What a command line does to the system: `rebuilds` it whole, or is a step that a rebuild takes on its way. */
export type RebuildCommand =
  | { readonly kind: "rebuilds"; readonly action: RebuildAction }
  | { readonly kind: "sets-profile" }
  | { readonly kind: "activates" };

export type RebuildAction = "switch" | "test" | "boot";

const ACTIONS: Readonly<Record<string, RebuildAction>> = {
  switch: "switch",
  test: "test",
  boot: "boot",
  apply: "switch",
  "apply-local": "switch",
};
/** Programs that rebuild the system, and how many words stand before their action, options aside. */
const REBUILDERS: Readonly<Record<string, readonly string[]>> = {
  "nixos-rebuild": [],
  "nixos-rebuild-ng": [],
  nh: ["os"],
  colmena: [],
};
const SYSTEM_PROFILE = "/nix/var/nix/profiles/system";

/** Undefined for everything else, a rebuild that only builds or only tells what it would do among it. */
export function rebuildCommandOf(words: readonly string[]): RebuildCommand | undefined {
  for (const [at, word] of words.entries()) {
    const name = word.slice(word.lastIndexOf("/") + 1);
    const rest = words.slice(at + 1);
    if (name === "switch-to-configuration")
      return ACTIONS[rest[0] ?? ""] === undefined ? undefined : { kind: "activates" };
    if (name === "nix-env") return setsProfile(rest, "--set");
    if (name === "nix") return setsProfile(rest, "build");
    if (Object.hasOwn(REBUILDERS, name)) return rebuilds(REBUILDERS[name] ?? [], rest);
  }
  return undefined;
}

function setsProfile(rest: readonly string[], verb: string): RebuildCommand | undefined {
  return rest.includes(SYSTEM_PROFILE) && rest.includes(verb) ? { kind: "sets-profile" } : undefined;
}

function rebuilds(before: readonly string[], rest: readonly string[]): RebuildCommand | undefined {
  const words = rest.filter((word) => !word.startsWith("-"));
  const isItsKind = before.every((word, at) => words[at] === word);
  // An option's value may stand before the action, as in `--flake . switch`.
  const found = isItsKind ? words.slice(before.length).find((word) => Object.hasOwn(ACTIONS, word)) : undefined;
  const action = found === undefined ? undefined : ACTIONS[found];
  return action === undefined ? undefined : { kind: "rebuilds", action };
}
