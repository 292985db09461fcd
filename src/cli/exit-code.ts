/** What the shell is told. */
export const ExitCode = {
  done: 0,
  nothingMatched: 1,
  fault: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
