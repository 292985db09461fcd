import { type Fault, FaultError } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";

export function noSuchNix(rest: string): Fault {
  return {
    code: "usage",
    message: `nix: does not know "${rest}"`,
    hint: "write nix: for build logs, nix:socket, nix:socket=PATH, nix:daemon, or nix:log=DERIVATION",
  };
}

export function noLogs(folder: string): Fault {
  const hint = "is nix installed here? NIX_LOG_DIR says where its logs are kept";
  return { code: "not-found", message: `there are no build logs: no folder ${folder}`, hint };
}

export function noLog(what: string): Fault {
  return {
    code: "not-found",
    message: `build log of ${what} is not available`,
    hint: "it was built elsewhere, came from a cache, or its log was deleted; build it here again with --rebuild",
  };
}

export function unreadable(path: string, cause: unknown): Fault {
  if (cause instanceof FaultError) return cause.fault;
  const isForbidden = ["EACCES", "EPERM"].includes(errnoOf(cause) ?? "");
  return {
    code: isForbidden ? "no-permission" : "not-readable",
    message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: isForbidden ? "run as root, or let your group read it" : "look at it with: nix log",
    cause,
  };
}

export const NO_SOCKET_FOLDER: Fault = {
  code: "usage",
  message: "there is no folder for the socket: XDG_RUNTIME_DIR is not set",
  hint: "name a path, as in nix:socket=/run/logstream.sock",
};

export function socketFault(path: string, message: string, hint: string, cause?: unknown): Fault {
  return { code: "not-readable", message: `cannot listen on ${path}: ${message}`, hint, cause };
}

export function tooManyWriters(path: string, most: number): Fault {
  return {
    code: "source-died",
    message: `more than ${most} programs write to ${path} at once; the newest was turned away`,
    hint: "end those that hang, or start logstream again",
  };
}
