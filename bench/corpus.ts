/** A small seeded generator (mulberry32), so that every run measures the same text. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Message = (random: () => number) => string;
const number = (random: () => number, below: number) => Math.floor(random() * below);
const address = (random: () => number) => `10.${number(random, 4)}.${number(random, 255)}.${number(random, 255)}`;
const hex = (random: () => number, digits: number) =>
  Array.from({ length: digits }, () => number(random, 16).toString(16)).join("");

const MESSAGES: readonly (readonly [string, Message])[] = [
  ["sshd", (r) => `Failed password for invalid user admin from ${address(r)} port ${number(r, 60000)} ssh2`],
  [
    "sshd",
    (r) =>
      `Accepted publickey for alice from ${address(r)} port ${number(r, 60000)} ssh2: ED25519 SHA256:${hex(r, 32)}`,
  ],
  [
    "nginx",
    (r) => `${address(r)} "GET /api/v1/items/${number(r, 9999)} HTTP/1.1" 200 ${number(r, 90000)} ${number(r, 900)}ms`,
  ],
  [
    "nginx",
    (r) => `upstream timed out (110: Connection timed out) while reading response header, client: ${address(r)}`,
  ],
  [
    "kernel",
    (r) =>
      `[${number(r, 99999)}.${number(r, 999999)}] usb 1-${number(r, 8)}: new high-speed USB device number ${number(r, 99)} using xhci_hcd`,
  ],
  ["nix-daemon", (r) => `accepted connection from pid ${number(r, 65000)}, user alice (trusted)`],
  ["systemd", (r) => `Started Session ${number(r, 9999)} of User alice.`],
  ["dhcpd", (r) => `DHCPACK on ${address(r)} to ${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)} via eth0`],
  [
    "app",
    (r) =>
      `request id=${hex(r, 16)} took ${number(r, 5000)} ms status=${number(r, 20) === 0 ? "error" : "ok"} user=${number(r, 3000)}`,
  ],
  [
    "postgres",
    (r) =>
      `checkpoint complete: wrote ${number(r, 9999)} buffers (${number(r, 99)}.${number(r, 9)}%); sync files=${number(r, 300)}`,
  ],
];

const START = Date.UTC(2026, 10, 20, 0, 0, 0);

/** One line of `YYYY-MM-DDThh:mm:ss.uuuuuu+00:00 host app[pid]: message`, without its line end. */
export function syslogLine(index: number, random: () => number): string {
  const at = new Date(START + index * 7);
  const [app, message] = MESSAGES[number(random, MESSAGES.length)] ?? ["app", () => ""];
  return `${at.toISOString().slice(0, -1)}${String(index % 1000).padStart(3, "0")}+00:00 box${number(random, 3)} ${app}[${number(random, 30000)}]: ${message(random)}`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of them lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
