import { FaultError } from "../../core/fault.js";
import type { SourceEvent } from "../../core/ports.js";
import { damaged } from "./archive.js";
import { errnoOf } from "../../lib/errno.js";
import { moveTo } from "./open-file.js";
import { openRotated, prefixOfRotated, type Rotated, rotatedOf } from "./rotated.js";
import { drain, given, type Trail } from "./trail.js";

/**
 * What rotations made of the file before it was first read, oldest first and each once. They are known by their first
 * bytes: one that is renamed or compressed meanwhile is still the same.
 */
export async function* readRotated(trail: Trail): AsyncGenerator<SourceEvent> {
  trail.rotated ??= { done: [], reading: undefined };
  while (!trail.signal.aborted) {
    const next = await firstUnread(trail);
    if (next === undefined) break;
    yield* readOne(trail, next);
  }
  if (!trail.signal.aborted) trail.rotated = undefined;
}

type Unread = { readonly rotated: Rotated; readonly hash: string };

/** Listed anew each time: names change while files are read. */
async function firstUnread(trail: Trail): Promise<Unread | undefined> {
  // Two files may begin alike: as many of them are passed over as were read.
  const done = [...(trail.rotated?.done ?? [])];
  const followed = new Set([...trail.older, ...(trail.newest === undefined ? [] : [trail.newest])].map(keyOf));
  for (const rotated of await rotatedOf(trail.path)) {
    const prefix = await prefixOfRotated(rotated, trail.signal);
    if (prefix === undefined || prefix.length === 0 || followed.has(prefix.hash)) continue;
    const at = done.indexOf(prefix.hash);
    if (at === -1) return { rotated, hash: prefix.hash };
    done.splice(at, 1);
  }
  return undefined;
}

function keyOf(file: { readonly prefix: { readonly hash: string } }): string {
  return file.prefix.hash;
}

async function* readOne(trail: Trail, { rotated, hash }: Unread): AsyncGenerator<SourceEvent> {
  const { done = [], reading } = trail.rotated ?? {};
  const { file, trouble } = await openRotated(rotated, trail.signal);
  try {
    // Another file may have taken the name since it was listed.
    if (file.prefix.hash !== hash) return;
    if (reading?.hash === hash) moveTo(file, reading.place());
    trail.rotated = { done, reading: { hash, place: () => file.framer.position() } };
    yield* drain(trail, file);
    if (trail.signal.aborted) return;
    const last = file.framer.close();
    trail.rotated = { done: [...done, hash], reading: undefined };
    yield* given(trail, last);
    if (trouble !== undefined) yield { kind: "failed", fault: faultOf(rotated.path, trouble), retryInMs: 0 };
  } finally {
    await file.handle.close();
  }
}

function faultOf(path: string, trouble: unknown) {
  if (trouble instanceof FaultError) return trouble.fault;
  if (errnoOf(trouble) === undefined) throw trouble;
  return damaged(path, trouble instanceof Error ? trouble.message : String(trouble), trouble);
}
