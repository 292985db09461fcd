/** The single host object that pure code may name; everything else of the host comes in as an argument. */
interface AbortSignal {
  readonly aborted: boolean;
}
