/** What somebody who knows journalctl may type here, and what does it in logstream. Flags that we have are not here. */
const ANSWERS: Readonly<Record<string, string>> = {
  "--cursor-file": "--show-cursor prints a cursor, --after-cursor takes it: keep it where you like",
  "--user-unit": "the same as -u, which finds units of users too; theirs alone: field._SYSTEMD_USER_UNIT:NAME",
  "-I": "name the start of the unit: --invocation=ID, or a query such as invocation:ID",
  "--list-invocations": "logstream query -u UNIT event:unit-started --fields time,unit,invocation -o csv",
  "-m": "leave it out: entries of all sources are merged by time",
  "--merge": "leave it out: entries of all sources are merged by time",
  "-M": "ask the container's own folder: logstream query -D /var/log/journal/ID",
  "--machine": "ask the container's own folder: logstream query -D /var/log/journal/ID",
  "-i": "ask the folder that holds the file: -D PATH",
  "--file": "ask the folder that holds the file: -D PATH",
  "--root": "ask the folder of its journal: -D ROOT/var/log/journal",
  "--image": "mount it, then -D MOUNTPOINT/var/log/journal",
  "-N": "logstream query -n 1 -o verbose prints the fields of an entry with their names",
  "-l": "leave it out: lines are always written in full",
  "--full": "leave it out: lines are always written in full",
  "--no-full": "lines are always written in full; in the pager -S cuts them",
  "--truncate-newline": "lines after the first stand indented below it: | grep -v '^ ' leaves them out",
  "--disk-usage": "logstream doctor says how large the store is, journalctl --disk-usage the journal",
  "--list-catalog": "this is journalctl's own: journalctl --list-catalog",
  "--dump-catalog": "this is journalctl's own: journalctl --dump-catalog",
  "--update-catalog": "this is journalctl's own: journalctl --update-catalog",
  "--vacuum-size": "this is journalctl's own, for its own files: journalctl --vacuum-size",
  "--vacuum-time": "this is journalctl's own, for its own files: journalctl --vacuum-time",
  "--vacuum-files": "this is journalctl's own, for its own files: journalctl --vacuum-files",
  "--verify": "this is journalctl's own, for its own files: journalctl --verify",
  "--header": "this is journalctl's own, for its own files: journalctl --header",
  "--flush": "this is journald's own business: journalctl --flush",
  "--rotate": "this is journald's own business: journalctl --rotate",
  "--sync": "this is journald's own business: journalctl --sync",
};

/** How to do here what a flag of journalctl does that logstream does not have; undefined for what is no such flag. */
export function journalctlAnswer(flag: string | undefined): string | undefined {
  return flag !== undefined && Object.hasOwn(ANSWERS, flag) ? ANSWERS[flag] : undefined;
}
