import type { ChildOutput } from "./child.js";

/** After the command's end its outputs may still be open in what it left running; so long a silence ends the wait. */
const QUIET_MS = 200;

export type Passage = {
  readonly pass: (bytes: Uint8Array) => Promise<void>;
  /** Whether the command is at its end. */
  readonly hasEnded: () => boolean;
  /** Whether nobody wants more: then the output is closed, and whoever goes on writing into it gets SIGPIPE. */
  readonly isGone: () => boolean;
};

/**
 * Gives the bytes of an output to `pass` as they come, each piece after the one before was taken. Settles at the end of
 * the output; or, once `hasEnded` holds, when it has been silent for a while: whoever still has it open is not the
 * command. Nothing that was written before is left behind.
 */
export async function drain({ reader, bell }: ChildOutput, to: Passage): Promise<void> {
  for (;;) {
    const taken = reader.take();
    if (taken === "ended" || to.isGone()) break;
    if (taken !== "quiet") await to.pass(taken);
    else if ((await bell.wait(to.hasEnded() ? QUIET_MS : undefined)) === "timeout") break;
  }
  reader.close();
}
