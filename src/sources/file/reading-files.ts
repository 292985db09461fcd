/** How many files this process reads or follows at the moment: they share the processor's attention and the memory. */
let files = 0;

export function readingFiles(): number {
  return files;
}

/** Call what it returns when the file is left. */
export function countReading(): () => void {
  files++;
  return () => {
    files--;
  };
}
