import { existsSync } from "node:fs";
import { nearestOrBegun } from "../core/query/syntax/nearest.js";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import type { SourceId } from "../core/entry.js";
import type { Source, SourceKind, SourceOptions } from "../core/ports.js";
import { exec } from "./exec.js";
import { file } from "./file.js";
import { journal } from "./journal.js";
import { kernel } from "./kernel.js";
import { nix } from "./nix.js";
import { stdin } from "./stdin.js";

/** Every kind of source there is, in the order in which help lists them: one line here, one file beside this one. */
export const SOURCE_KINDS: readonly SourceKind[] = [journal, kernel, nix, file, stdin, exec];

/**
 * Opens what the user named as a source: `-`, `scheme:rest`, a path or a pattern of paths. A known scheme wins; any
 * other text with a colon is a path if there is such a file.
 */
export async function openSpec(text: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const found = kindOf(text);
  return found.ok ? found.value.kind.open(found.value.rest, options) : found;
}

/** The sources that a followed spec comes to stand for later; see `SourceKind.discover`. */
export async function* discoverSpec(
  text: string,
  options: SourceOptions,
  known: ReadonlySet<SourceId>,
  signal: AbortSignal,
): AsyncGenerator<Source> {
  const found = kindOf(text);
  if (found.ok && found.value.kind.discover !== undefined) {
    yield* found.value.kind.discover(found.value.rest, options, known, signal);
  }
}

type Spec = { readonly kind: SourceKind; readonly rest: string };

function kindOf(text: string): Result<Spec> {
  if (text === "-") return ok({ kind: stdin, rest: "" });
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
  const kind = kindCalled(scheme ?? text);
  if (kind !== undefined && rest !== undefined) return ok({ kind, rest });
  if ((scheme === undefined && kind === undefined) || existsSync(text)) return ok({ kind: file, rest: text });
  return failed(unknownScheme(scheme ?? text));
}

function kindCalled(scheme: string): SourceKind | undefined {
  return SOURCE_KINDS.find((kind) => kind.scheme === scheme.toLowerCase());
}

function unknownScheme(scheme: string): Fault {
  const schemes = SOURCE_KINDS.map((kind) => kind.scheme);
  const near = nearestOrBegun(scheme, schemes);
  const hint =
    near === undefined ? `known are ${schemes.map((name) => `${name}:`).join(" ")}` : `did you mean ${near}: ?`;
  return { code: "source-unknown", message: `there is no kind of source called "${scheme}:"`, hint };
}
