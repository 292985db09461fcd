/** One record of /dev/kmsg, as the kernel gives it (Documentation/ABI/testing/dev-kmsg). */
export type KmsgRecord = {
  readonly facility: number;
  /** Syslog number, 0..7. */
  readonly severity: number;
  /** Counts from boot without holes. */
  readonly sequence: number;
  /** Microseconds since boot, by a clock that stands still while the machine sleeps. */
  readonly uptimeUs: number;
  /** `-`, or `c` (old kernels also `+`) for a piece of a line that was printed in pieces. */
  readonly flags: string;
  /** The thread or processor that printed it, where the kernel was built to say so. */
  readonly caller: string | undefined;
  readonly text: Uint8Array;
  /** SUBSYSTEM, DEVICE and the like. */
  readonly properties: Readonly<Record<string, string>>;
};

const LF = 10;
const SPACE = 32;
const SEMICOLON = 59;
const BACKSLASH = 92;
const LETTER_X = 120;

const HEAD = /^(\d{1,10}),(\d{1,16}),(\d{1,16}),([^,;]*)((?:,[^;]*)?)$/;

/** Decodes what one read gave; undefined when it is no record. */
export function decodeKmsg(bytes: Uint8Array): KmsgRecord | undefined {
  const semicolon = bytes.indexOf(SEMICOLON);
  if (semicolon === -1) return undefined;
  const [, priority, sequence, uptime, flags = "-", more = ""] = HEAD.exec(latin1(bytes.subarray(0, semicolon))) ?? [];
  if (priority === undefined || sequence === undefined || uptime === undefined) return undefined;
  const newline = bytes.indexOf(LF, semicolon);
  const textEnd = newline === -1 ? bytes.length : newline;
  return {
    facility: Number(priority) >>> 3,
    severity: Number(priority) & 7,
    sequence: Number(sequence),
    uptimeUs: Number(uptime),
    flags,
    caller: /,caller=([^,]*)/.exec(more)?.[1],
    text: unescaped(bytes.subarray(semicolon + 1, textEnd)),
    properties: propertiesIn(bytes.subarray(textEnd + 1)),
  };
}

/** The bytes behind `\xNN`: the kernel writes all that is not printable ASCII so, UTF-8 and the backslash too. */
function unescaped(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(BACKSLASH)) return bytes;
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const escaped = bytes[at] === BACKSLASH && bytes[at + 1] === LETTER_X ? byteOf(bytes, at + 2) : undefined;
    plain[length++] = escaped ?? bytes[at] ?? 0;
    if (escaped !== undefined) at += 3;
  }
  return plain.slice(0, length);
}

function byteOf(bytes: Uint8Array, at: number): number | undefined {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high === undefined || low === undefined ? undefined : high * 16 + low;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(byte).toLowerCase());
  return digit === -1 ? undefined : digit;
}

/** Lines ` KEY=value` after the text. Names are upper case, which keeps out what an object must not be asked for. */
function propertiesIn(bytes: Uint8Array): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(LF, start);
    const end = newline === -1 ? bytes.length : newline;
    if (bytes[start] === SPACE) {
      const line = new TextDecoder().decode(unescaped(bytes.subarray(start + 1, end)));
      const [, name, value] = /^([A-Z][A-Z0-9_]{0,63})=(.*)$/s.exec(line) ?? [];
      if (name !== undefined && value !== undefined) properties[name] = value;
    }
    start = end + 1;
  }
  return properties;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
