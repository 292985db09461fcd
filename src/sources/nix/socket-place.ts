import type { Stats } from "node:fs";
import { chmod, lstat, mkdtemp, rename, rm, unlink } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";
import { socketFault } from "./faults.js";

/** A socket that listens at its path, open to its owner (and root) alone. */
export type ListeningSocket = {
  /** Whether the path still leads to it. */
  isThere(): Promise<boolean>;
  /** Closes it and removes the file, unless another one has taken its place. */
  close(): Promise<void>;
};

/** What a socket's address holds, the end mark aside. */
const MAX_PATH_BYTES = 107;
const LIVES_MS = 1_000;

/**
 * Listens at the path. The socket is made in a folder that is ours alone and then put in place, so that it is never
 * there with other permissions. One that nobody listens to any more is replaced; anything else that lies there is not
 * touched. `greet` is given each connection, from the very first on.
 */
export async function listenAt(path: string, greet: (connection: Socket) => void): Promise<Result<ListeningSocket>> {
  const trouble = await obstacleAt(path);
  if (trouble !== undefined) return failed(trouble);
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(dirname(path), ".logstream-"));
    const made = join(folder, "s");
    const server = await listening(made, greet);
    await chmod(made, 0o600);
    await rename(made, path);
    return ok(socketOf(server, path, await lstat(path)));
  } catch (error) {
    return failed(listenFault(path, error));
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function obstacleAt(path: string): Promise<Fault | undefined> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES - ".logstream-XXXXXX/s".length) {
    return socketFault(path, "its path is too long for a socket", "choose one of less than 88 bytes");
  }
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isSocket()) return socketFault(path, "something else lies there", "choose another path, or remove it");
  if (!(await isAnswering(path))) return undefined;
  return socketFault(path, "another program listens there", "is logstream running already? choose another path");
}

/** Whether anybody listens. A socket whose program was killed refuses. */
function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.setTimeout(LIVES_MS, () => done(true));
    const done = (isAlive: boolean) => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.once("connect", () => done(true));
    socket.once("error", (error) => done(errnoOf(error) !== "ECONNREFUSED" && errnoOf(error) !== "ENOENT"));
  });
}

function listening(path: string, greet: (connection: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true }, greet);
    server.once("error", reject);
    server.listen(path, () => {
      server.removeListener("error", reject);
      // What it cannot accept for want of descriptors will come again; the file is looked after.
      server.on("error", () => undefined);
      resolve(server);
    });
  });
}

function socketOf(server: Server, path: string, ours: Stats): ListeningSocket {
  const isThere = async () => {
    const found = await lstat(path).catch(() => undefined);
    return found?.ino === ours.ino && found.dev === ours.dev;
  };
  return {
    isThere,
    async close() {
      if (await isThere()) await unlink(path).catch(() => undefined);
      server.close();
    },
  };
}

function listenFault(path: string, error: unknown): Fault {
  const why = error instanceof Error ? error.message : String(error);
  switch (errnoOf(error)) {
    case "ENOENT":
      return socketFault(path, `there is no folder ${dirname(path)}`, "make the folder, or choose another path", error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return socketFault(path, "its folder may not be written", "choose a path in XDG_RUNTIME_DIR", error);
    default:
      return socketFault(path, why, "choose another path", error);
  }
}
