/** Hashes of journal files: Jenkins' lookup3 in old ones, SipHash-2-4 keyed with the file's id in newer ones. */

const MASK = 0xffff_ffff_ffff_ffffn;

/** SipHash-2-4 (Aumasson, Bernstein 2012) with a 16-byte key. */
export function sipHash(key: Uint8Array, data: Uint8Array): bigint {
  const k0 = littleEndian(key, 0);
  const k1 = littleEndian(key, 8);
  const v: SipState = [
    k0 ^ 0x736f_6d65_7073_6575n,
    k1 ^ 0x646f_7261_6e64_6f6dn,
    k0 ^ 0x6c79_6765_6e65_7261n,
    k1 ^ 0x7465_6462_7974_6573n,
  ];
  const whole = data.length - (data.length % 8);
  for (let at = 0; at < whole; at += 8) mix(v, littleEndian(data, at));
  const rest = new Uint8Array(8);
  rest.set(data.subarray(whole));
  rest[7] = data.length & 0xff;
  mix(v, littleEndian(rest, 0));
  v[2] ^= 0xffn;
  for (let round = 0; round < 4; round++) sipRound(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

type SipState = [bigint, bigint, bigint, bigint];

function mix(v: SipState, word: bigint): void {
  v[3] ^= word;
  sipRound(v);
  sipRound(v);
  v[0] ^= word;
}

function sipRound(v: SipState): void {
  v[0] = (v[0] + v[1]) & MASK;
  v[1] = rotate64(v[1], 13n) ^ v[0];
  v[0] = rotate64(v[0], 32n);
  v[2] = (v[2] + v[3]) & MASK;
  v[3] = rotate64(v[3], 16n) ^ v[2];
  v[0] = (v[0] + v[3]) & MASK;
  v[3] = rotate64(v[3], 21n) ^ v[0];
  v[2] = (v[2] + v[1]) & MASK;
  v[1] = rotate64(v[1], 17n) ^ v[2];
  v[2] = rotate64(v[2], 32n);
}

function rotate64(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}

function littleEndian(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(at, true);
}

/** Bob Jenkins' lookup3, both halves from zero (public domain, 2006), as journald puts them together. */
export function jenkinsHash(data: Uint8Array): bigint {
  const s: JenkinsState = [0, 0, 0];
  const start = (0xdead_beef + data.length) | 0;
  s.fill(start);
  let at = 0;
  for (; data.length - at > 12; at += 12) {
    addWords(s, data, at);
    jenkinsMix(s);
  }
  if (data.length > at) {
    addWords(s, data, at);
    jenkinsFinal(s);
  }
  return (BigInt(s[2] >>> 0) << 32n) | BigInt(s[1] >>> 0);
}

type JenkinsState = [number, number, number];

/** Up to twelve bytes; those behind the end count as zero. */
function addWords(s: JenkinsState, data: Uint8Array, at: number): void {
  const word = (from: number) =>
    (data[from] ?? 0) | ((data[from + 1] ?? 0) << 8) | ((data[from + 2] ?? 0) << 16) | ((data[from + 3] ?? 0) << 24);
  s[0] = (s[0] + word(at)) | 0;
  s[1] = (s[1] + word(at + 4)) | 0;
  s[2] = (s[2] + word(at + 8)) | 0;
}

const rotate32 = (value: number, by: number) => (value << by) | (value >>> (32 - by));

function jenkinsMix(s: JenkinsState): void {
  let [a, b, c] = s;
  a = ((a - c) | 0) ^ rotate32(c, 4);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate32(a, 6);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate32(b, 8);
  b = (b + a) | 0;
  a = ((a - c) | 0) ^ rotate32(c, 16);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate32(a, 19);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate32(b, 4);
  b = (b + a) | 0;
  s[0] = a;
  s[1] = b;
  s[2] = c;
}

function jenkinsFinal(s: JenkinsState): void {
  let [a, b, c] = s;
  c = ((c ^ b) - rotate32(b, 14)) | 0;
  a = ((a ^ c) - rotate32(c, 11)) | 0;
  b = ((b ^ a) - rotate32(a, 25)) | 0;
  c = ((c ^ b) - rotate32(b, 16)) | 0;
  a = ((a ^ c) - rotate32(c, 4)) | 0;
  b = ((b ^ a) - rotate32(a, 14)) | 0;
  c = ((c ^ b) - rotate32(b, 24)) | 0;
  s[0] = a;
  s[1] = b;
  s[2] = c;
}
