import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Fault, Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";
import type { Environment } from "../terminal/abilities.js";
import { installedEditor, namedEditor } from "./editor.js";

/** A place in a file, from 1 where it is known. */
export type FilePlace = {
  readonly path: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
};

/**
 * What runs, and with what; never through a shell. Paths are absolute and addresses begin with their scheme, so that none
 * can be taken for an option.
 */
export type ProgramCall = { readonly program: string; readonly args: readonly string[] };

/** How the editor is started that opens the file there; fails where the file is none, or no editor is there. */
export async function editorCall(place: FilePlace, environment: Environment): Promise<Result<ProgramCall>> {
  const path = place.path.startsWith("~/") ? join(homedir(), place.path.slice(2)) : resolve(place.path);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) {
    const hint = "it may be on another machine, or gone; y copies its name";
    return failure("not-found", `there is no file ${path} here`, hint);
  }
  // A shell that would take words apart otherwise is not asked.
  const [program, ...args] = namedEditor(environment)?.trim().split(/\s+/) ?? [];
  const found = program ?? (await installedEditor(environment));
  if (found === undefined) return failure("missing-program", "no editor was found", "set EDITOR to the one you use");
  return { ok: true, value: { program: found, args: [...args, ...placeArguments(found, { ...place, path })] } };
}

/** As each editor wants to be told of a place; most take vi's. */
export function placeArguments(program: string, { path, line, column }: FilePlace): readonly string[] {
  if (line === undefined) return [path];
  const at = column === undefined ? `${line}` : `${line}:${column}`;
  const name = basename(program);
  if (/^(?:code|codium|code-insiders|cursor|windsurf)$/.test(name)) return ["--goto", `${path}:${at}`];
  if (/^(?:hx|helix|zed|zeditor|subl|micro|kate)$/.test(name)) return [`${path}:${at}`];
  if (/^(?:nano|emacs|emacsclient|kak)$/.test(name) && column !== undefined) {
    return [`+${line}${name === "nano" ? "," : ":"}${column}`, path];
  }
  return [`+${line}`, path];
}

/** Runs a program on the terminal, which must have been lent; its exit code or signal, or why it could not be run. */
export async function runOnTerminal(
  { program, args }: ProgramCall,
  environment: Environment,
): Promise<Result<number | string>> {
  // Standard input may be the log.
  const terminal = openTerminalInput();
  try {
    return await new Promise((settle) => {
      const child = spawn(program, [...args], {
        stdio: [terminal ?? "inherit", "inherit", "inherit"],
        env: { ...environment },
      });
      child.once("error", (error) => settle(notRun(program, error)));
      child.once("exit", (code, signal) => settle({ ok: true, value: code ?? signal ?? 0 }));
    });
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
}

function openTerminalInput(): number | undefined {
  try {
    return openSync("/dev/tty", "r");
  } catch {
    return undefined;
  }
}

/** freedesktop.org's way to the program that somebody has chosen. */
const DESKTOP_OPENER = "xdg-open";
/** Programs that show an address and go on by themselves say within this time whether they could. */
const PATIENCE_MS = 3_000;

/** Gives an address to the desktop; false where there is none, or it does not want it. */
export async function openOnDesktop(url: string, environment: Environment): Promise<boolean> {
  const hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].some((name) => (environment[name] ?? "") !== "");
  if (!hasDesktop || !/^https?:\/\//.test(url)) return false;
  return new Promise((settle) => {
    const child = spawn(DESKTOP_OPENER, [url], { stdio: "ignore", detached: true, env: { ...environment } });
    const patience = setTimeout(() => settle(true), PATIENCE_MS);
    const end = (isOpened: boolean): void => {
      clearTimeout(patience);
      settle(isOpened);
    };
    child.once("error", () => end(false));
    child.once("exit", (code) => end(code === 0));
    child.unref();
  });
}

function notRun(program: string, error: Error): Result<never> {
  const isMissing = errnoOf(error) === "ENOENT";
  const message = isMissing ? `there is no program ${program} here` : `${program} could not be run: ${error.message}`;
  return failure("missing-program", message, "install it, or set EDITOR to the editor that you use");
}

function failure(code: Fault["code"], message: string, hint: string): Result<never> {
  return { ok: false, fault: { code, message, hint } };
}
