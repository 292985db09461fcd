import { type Outlet, openOutlet } from "./outlet.js";
import type { RunView, StreamName } from "./run-view.js";

/** Both outputs of the command go to ours, byte for byte. */
export function rawView(outlets: Readonly<Record<StreamName, Outlet>>): RunView {
  return {
    output: (stream, bytes) => outlets[stream].write(bytes),
    isGone: (stream) => outlets[stream].trouble() !== undefined,
  };
}

/** Our own outputs, past Node's streams: those would make a pipe that others share non-blocking. */
export function ownOutlets(): Readonly<Record<StreamName, Outlet>> {
  return { stdout: openOutlet(1), stderr: openOutlet(2) };
}
