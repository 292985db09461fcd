import type { Effect, Step } from "../effect.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import type { Candidate } from "./candidate.js";

/** What a folder holds; of one that cannot be read nothing. */
export type FolderNames = {
  /** As it is typed, with its slash at the end; "" for where the program was started. */
  readonly folder: string;
  readonly names: readonly { readonly name: string; readonly isFolder: boolean }[];
};

/** The folder that a path names so far. */
export function folderIn(typed: string): string {
  return typed.slice(0, typed.lastIndexOf("/") + 1);
}

/** Asks what the folder holds, unless it is known. */
export function askForFolder(state: State, folder: string): Step<State> {
  const { folder: known, folderAsked } = state.offers;
  if (known?.folder === folder || folderAsked === folder) return still(state);
  const request = state.requests.next;
  const effect: Effect = { kind: "list-folder", request, folder };
  const requests = { ...state.requests, next: request + 1 };
  return withEffects({ ...state, requests, offers: { ...state.offers, folderAsked: folder } }, effect);
}

/** Takes in what it holds, if it is still wanted. */
export function folderCame(state: State, folder: FolderNames): State {
  if (state.offers.folderAsked !== folder.folder) return state;
  return { ...state, offers: { ...state.offers, folder, folderAsked: undefined } };
}

/** Paths that go on from what is typed; names with a dot before them only for who types it. */
export function pathsFor(state: State, typed: string): readonly Candidate[] {
  const folder = folderIn(typed);
  const known = state.offers.folder;
  if (known?.folder !== folder) return [];
  const begun = typed.slice(folder.length);
  return known.names
    .filter(({ name }) => name.startsWith(".") === begun.startsWith("."))
    .map(({ name, isFolder }) => ({
      text: `${folder}${name}${isFolder ? "/" : ""}`,
      about: isFolder ? "folder" : "",
    }));
}
