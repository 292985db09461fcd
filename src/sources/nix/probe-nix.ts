import { access, constants } from "node:fs/promises";
import type { Probe } from "../probe-result.js";
import { type NixPlaces, ourNixPlaces } from "./places.js";
import { canLogToSocket, configuredLogPath, type NixVersion, nixVersion } from "./version.js";

/**
 * What can be had of nix on this machine: logs of finished builds, and its JSON log on a socket where nix is new enough
 * and told to. Never fails.
 */
export async function probeNix(): Promise<readonly Probe[]> {
  const places = ourNixPlaces();
  const version = await nixVersion();
  if (version === undefined && !(await isThere("/nix/var/nix"))) {
    return [{ spec: "nix:", chosen: false, summary: "nix is not installed here", fault: undefined }];
  }
  return [await probeLogs(places, version), await probeSocket(places, version)];
}

async function probeLogs({ logs }: NixPlaces, version: NixVersion | undefined): Promise<Probe> {
  const name = version === undefined ? "nix" : `nix ${version.text}`;
  const isReadable = await isThere(logs);
  const summary = isReadable ? "logs of finished builds can be read" : `it has no build logs yet in ${logs}`;
  return { spec: "nix:", chosen: isReadable, summary: `${name}: ${summary}`, fault: undefined };
}

/** It is watched by itself only where nix.conf already names our socket: until then nobody would write to it. */
async function probeSocket({ socket }: NixPlaces, version: NixVersion | undefined): Promise<Probe> {
  const spec = "nix:socket";
  const no = (summary: string): Probe => ({ spec, chosen: false, summary, fault: undefined });
  if (version === undefined) return no("nix cannot be asked for its version");
  if (!canLogToSocket(version))
    return no(`builds cannot be heard live: nix 2.30 can log to a socket, this is ${version.text}`);
  if (socket === undefined) return no("XDG_RUNTIME_DIR is not set: name a path, as in nix:socket=/run/logstream.sock");
  if ((await configuredLogPath()) === socket) {
    return { spec, chosen: true, summary: `nix ${version.text} logs its builds to ${socket}`, fault: undefined };
  }
  return no(`to hear builds live, put into nix.conf: json-log-path = ${socket}`);
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
