import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sourceId } from "../../core/entry.js";
import { failed, ok, type Result } from "../../core/fault.js";
import type { Source, SourceOptions } from "../../core/ports.js";
import { journal } from "../journal.js";
import { buildLogEvents } from "./build-logs.js";
import { noLogs, NO_SOCKET_FOLDER, noSuchNix } from "./faults.js";
import { findLog, oneLogEvents } from "./one-log.js";
import { ourNixPlaces } from "./places.js";
import { socketEvents } from "./socket-events.js";

export async function openNix(rest: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const [, word = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(rest) ?? [];
  if (rest === "") return openBuildLogs(options);
  if (word === "socket") return openSocket(value, options);
  if (word === "log" && value !== "") return openOneLog(value);
  if (rest === "daemon") return journal.open("unit=nix-daemon.service", options);
  return failed(noSuchNix(rest));
}

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
