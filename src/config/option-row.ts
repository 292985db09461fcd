/** One option, as the command line, the environment, the config file and the documentation have it. */
export type OptionRow = {
  /** As commander writes it; a value in `<>` is required, `[]` may be left out. */
  readonly flags: string;
  readonly kind: "flag" | "text" | "number" | "list" | "choice";
  readonly choices?: readonly string[];
  readonly env?: string;
  /** Name in the config file; absent where a lasting value makes no sense. */
  readonly setting?: string;
  readonly fallback?: string | number | boolean;
  readonly help: string;
};
