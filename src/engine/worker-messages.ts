import type { MessagePort } from "node:worker_threads";
import type { BookmarkChange } from "../core/bookmark.js";
import type { Fault, Result } from "../core/fault.js";
import type { EngineNews, OlderFetch, Scope } from "../core/ports.js";
import type { EngineConfig } from "./protocol.js";

/** What a thread of the engine is told. The reader's port speaks `rpc.ts`. */
export type ToWorker =
  | { readonly kind: "collect"; readonly config: EngineConfig; readonly reader: MessagePort | undefined }
  | { readonly kind: "read"; readonly storePath: string; readonly reader: MessagePort }
  | { readonly kind: "fetch-older" }
  | { readonly kind: "keep-bookmark"; readonly change: BookmarkChange }
  | { readonly kind: "end" };

/** What it tells. */
export type FromWorker =
  | { readonly kind: "started"; readonly scope: Scope; readonly news: EngineNews }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "news"; readonly news: EngineNews }
  /** Some of the store cannot be read. */
  | { readonly kind: "damaged"; readonly fault: Fault }
  /** The answer to `fetch-older`. */
  | { readonly kind: "older"; readonly outcome: OlderFetch }
  /** The answer to `keep-bookmark`. */
  | { readonly kind: "bookmark"; readonly result: Result<void> }
  /** All is committed and given back: the thread may be stopped. */
  | { readonly kind: "ended" };
