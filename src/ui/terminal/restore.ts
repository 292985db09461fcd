import process from "node:process";

/** What is done to the terminal when the process leaves it, and comes back. Both must be safe to call twice. */
export type TerminalKeeper = {
  /** Gives the terminal back, synchronously: it is called while the process dies. */
  readonly giveBack: () => void;
  readonly takeAgain: () => void;
  /** Another program has the terminal: what its keys ask for is for that one. */
  readonly isLent?: () => boolean;
};

export type Guard = {
  /** Stops the whole job, as Ctrl-Z does elsewhere, and takes the terminal again when it goes on. */
  readonly stop: () => void;
  /** Takes the handlers off; the terminal must have been given back. */
  readonly release: () => void;
};

export type EndingSignal = (typeof ENDING)[number];

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
/** A stop that the system refuses, as for a job no shell controls, is noticed by still running after this. */
const STOPPED_BY_MS = 100;
const WHOLE_JOB = 0;

/**
 * Sees to it that the terminal is given back however the process ends, short of being killed outright: exit, exception,
 * unhandled rejection, signal, stop. `onSignal` may end the program in its own order; without it the signal is raised
 * again and does what it always does.
 */
export function guardTerminal(keeper: TerminalKeeper, onSignal?: (signal: EndingSignal) => void): Guard {
  const end = (signal: EndingSignal): void => {
    if (keeper.isLent?.() === true && (signal === "SIGINT" || signal === "SIGQUIT")) return;
    keeper.giveBack();
    if (onSignal !== undefined) onSignal(signal);
    else {
      for (const name of ENDING) process.off(name, end);
      process.kill(process.pid, signal);
    }
  };
  const stop = (target: number): void => {
    keeper.giveBack();
    process.off("SIGTSTP", stopMyself);
    process.kill(target, "SIGTSTP");
    setTimeout(goOn, STOPPED_BY_MS);
  };
  const stopMyself = (): void => stop(process.pid);
  const goOn = (): void => {
    if (!process.listeners("SIGTSTP").includes(stopMyself)) process.on("SIGTSTP", stopMyself);
    // Whoever ran meanwhile may have changed how the terminal reads and what it shows, also if we were stopped outright.
    keeper.giveBack();
    keeper.takeAgain();
  };
  process.on("exit", keeper.giveBack);
  process.on("uncaughtExceptionMonitor", keeper.giveBack);
  for (const signal of ENDING) process.on(signal, end);
  process.on("SIGTSTP", stopMyself);
  process.on("SIGCONT", goOn);
  return {
    stop: () => stop(WHOLE_JOB),
    release: () => {
      process.off("exit", keeper.giveBack);
      process.off("uncaughtExceptionMonitor", keeper.giveBack);
      for (const signal of ENDING) process.off(signal, end);
      process.off("SIGTSTP", stopMyself);
      process.off("SIGCONT", goOn);
    },
  };
}
