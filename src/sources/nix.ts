import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sourceId } from "../core/entry.js";
import { failed, ok, type Result } from "../core/fault.js";
import type { Source, SourceKind, SourceOptions } from "../core/ports.js";
import { journal } from "./journal.js";
import { buildLogEvents } from "./nix/build-logs.js";
import { noLogs, NO_SOCKET_FOLDER, noSuchNix } from "./nix/faults.js";
import { findLog, oneLogEvents } from "./nix/one-log.js";
import { ourNixPlaces } from "./nix/places.js";
import { socketEvents } from "./nix/socket-events.js";

/** What nix tells beside the terminal that runs it: logs of finished builds, its JSON log on a socket, its daemon's journal. */
export const nix: SourceKind = {
  scheme: "nix",
  summary: "logs of nix builds as they end; nix:socket hears nix 2.30 live; nix:daemon, nix:log=DERIVATION",
  example: "nix:socket",
  open(rest, options) {
    const [, word = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(rest) ?? [];
    if (rest === "") return openBuildLogs(options);
    if (word === "socket") return Promise.resolve(openSocket(value, options));
    if (word === "log" && value !== "") return openOneLog(value);
    if (rest === "daemon") return journal.open("unit=nix-daemon.service", options);
    return Promise.resolve(failed(noSuchNix(rest)));
  },
};

async function openBuildLogs(options: SourceOptions): Promise<Result<readonly Source[]>> {
  const places = ourNixPlaces();
  // The first build makes the folder; where there is no nix at all there will be none.
  const folder = options.follow ? dirname(dirname(dirname(places.logs))) : places.logs;
  if (!(await isReadable(folder))) return failed(noLogs(places.logs));
  return ok([
    {
      id: sourceId("nix:"),
      label: "nix",
      events: (signal, resume) => buildLogEvents(places, options, signal, resume),
    },
  ]);
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

function openSocket(named: string, options: SourceOptions): Result<readonly Source[]> {
  const path = named === "" ? ourNixPlaces().socket : resolve(named);
  if (path === undefined) return failed(NO_SOCKET_FOLDER);
  const source = (each: (stream: Source) => Source): Source => ({
    id: sourceId(`nix:socket=${path}`),
    label: "nix:socket",
    events: (signal) => socketEvents(path, options, each, signal),
  });
  return ok([{ ...source((stream) => stream), throughEach: source }]);
}

async function openOneLog(named: string): Promise<Result<readonly Source[]>> {
  const places = ourNixPlaces();
  const found = await findLog(named, places);
  if (!found.ok) return found;
  const log = found.value;
  return ok([
    {
      id: sourceId(`nix:log=${log.path}`),
      label: named,
      events: (signal, resume) => oneLogEvents(log, places, signal, resume),
    },
  ]);
}
