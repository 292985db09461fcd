import type { SavedFilter } from "./saved-filter.js";

/** Filters that everybody has; one of the user's own with the same name takes the place of it. */
export const BUILT_IN: readonly SavedFilter[] = [
  {
    name: "boot-errors",
    query: "level>=error boot:0",
    tags: ["boot"],
    about: "errors and worse since this machine was started",
  },
  {
    name: "failed-units",
    query: "event:unit-failed",
    tags: ["systemd"],
    about: "units that systemd said had failed",
  },
  {
    name: "nix-failures",
    query: "(category:build or identifier:nix* or unit:nix-*) (level>=error or /(builder for|build of) \\S+ failed/)",
    tags: ["nix"],
    about: "builds and evaluations of nix that failed",
  },
  {
    name: "ssh-logins",
    query: "(identifier:sshd* or unit:sshd*) message:/^Accepted \\S+ for/",
    tags: ["security"],
    about: "who came in by ssh, and from where",
  },
  {
    name: "ssh-refused",
    query:
      "(identifier:sshd* or unit:sshd*) message:/^(Failed \\S+ for|Invalid user|Connection closed by authenticating)/",
    tags: ["security"],
    about: "attempts to come in by ssh that failed",
  },
  {
    name: "sudo-commands",
    query: "identifier:sudo message:/COMMAND=|authentication failure|NOT in sudoers/",
    tags: ["security"],
    about: "what was run with sudo, and what was refused",
  },
  {
    name: "out-of-memory",
    query: 'event:oom-kill or "out of memory" or "oom-killer"',
    tags: ["kernel"],
    about: "processes that were killed for lack of memory",
  },
  {
    name: "crashes",
    query: "identifier:systemd-coredump or /segfault at|general protection fault|core dumped/",
    tags: ["kernel"],
    about: "programs that crashed",
  },
  {
    name: "kernel-trouble",
    query: "(identifier:kernel or format:kmsg or format:dmesg) level>=warning",
    tags: ["kernel"],
    about: "warnings and worse of the kernel",
  },
];

/** All that can be called by name: the user's own first. */
export function withBuiltIn(own: readonly SavedFilter[]): readonly SavedFilter[] {
  return [...own, ...BUILT_IN.filter(({ name }) => !own.some((other) => other.name === name))];
}

/** Whether it ships with the program and was not replaced. */
export function isBuiltIn(filter: SavedFilter): boolean {
  return BUILT_IN.includes(filter);
}
