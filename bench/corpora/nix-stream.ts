import { seeded } from "../corpus.js";

const OTHER_SHARE = 0.016;
const PIECE_BYTES = 1 << 20;
/** So many store paths there are, for making one takes longer than making the rest of its line. */
const HASHES = 2_000;

function chances(seed: number) {
  const random = seeded(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const make = () => Array.from({ length: 32 }, () => "0123456789abcdfghijklmnpqrsvwxyz".charAt(below(32))).join("");
  const hashes = Array.from({ length: HASHES }, make);
  const hash = () => hashes[below(HASHES)] ?? "";
  return { random, below, hash };
}

/**
 * nix's internal-json as of a big rebuild, without `@nix `: one build after the other, four at a time, each with its
 * download's progress, which is 98.4 % of the lines. Some more lines than wished for.
 */
function* nixJsonLines(lines: number, seed: number): Generator<string> {
  const { random, below, hash } = chances(seed);
  const base = 13_829_794_693_120;
  let next = base + 4;
  let given = 0;
  let done = 0;
  const open: { readonly id: number; readonly copy: number; left: number; bytes: number }[] = [];
  yield `{"action":"start","id":${base},"level":0,"parent":0,"text":"","type":102}`;
  yield `{"action":"start","id":${base + 1},"level":0,"parent":0,"text":"","type":104}`;
  yield `{"action":"start","id":${base + 2},"level":0,"parent":0,"text":"","type":103}`;
  while (given < lines) {
    given += 1;
    if (random() >= OTHER_SHARE) {
      const one = open[below(open.length)];
      const kind = below(4);
      if (one !== undefined && kind > 0) {
        one.bytes += 4_096;
        yield `{"action":"result","fields":[${one.bytes},240004720,0,0],"id":${one.copy},"type":105}`;
      } else if (below(2) === 0)
        yield `{"action":"result","fields":[101,${24_000_472 + given}],"id":${base},"type":106}`;
      else yield `{"action":"result","fields":[${done},2000,${open.length},0],"id":${base + 1},"type":105}`;
      continue;
    }
    const one = open[below(open.length)];
    if (one === undefined || (open.length < 4 && below(3) === 0)) {
      const drv = `/nix/store/${hash()}-package-${next}.drv`;
      const path = `/nix/store/${hash()}-package-${next}`;
      yield `{"action":"start","fields":["${drv}","",1,1],"id":${next},"level":3,"parent":0,"text":"building '${drv}'","type":105}`;
      yield `{"action":"start","fields":["${path}","https://cache.nixos.org","local"],"id":${next + 1},"level":3,"parent":0,"text":"copying path '${path}' from 'https://cache.nixos.org'","type":100}`;
      open.push({ id: next, copy: next + 1, left: 20 + below(60), bytes: 0 });
      next += 2;
      given += 1;
    } else if (one.left > 0) {
      one.left -= 1;
      if (one.left % 12 === 0) yield `{"action":"result","fields":["buildPhase"],"id":${one.id},"type":104}`;
      else
        yield `{"action":"result","fields":["[ ${below(100)}%] Building C object src/f${below(9_999)}.c.o"],"id":${one.id},"type":101}`;
    } else {
      done += 1;
      yield `{"action":"result","fields":[${done},2000,${open.length - 1},0],"id":${base + 1},"type":105}`;
      yield `{"action":"stop","id":${one.id}}`;
      yield `{"action":"stop","id":${one.copy}}`;
      open.splice(open.indexOf(one), 1);
      given += 2;
    }
  }
}

const PACKAGES = ["openssl", "zlib", "glibc", "python3", "rustc", "firefox", "linux", "qemu", "systemd", "hello"];
const STEPS = ["unpackPhase", "patchPhase", "configurePhase", "buildPhase", "checkPhase", "installPhase", "fixupPhase"];

/** What `nix build -L` prints: `package> line` of compilers, checks and phases of several builds at once. */
function* nixLogLines(lines: number, seed: number): Generator<string> {
  const { below, hash } = chances(seed);
  for (let line = 0; line < lines; line++) {
    const name = PACKAGES[below(PACKAGES.length)] ?? "";
    switch (below(12)) {
      case 0:
        yield `${name}> Running phase: ${STEPS[below(STEPS.length)]}`;
        break;
      case 1:
        yield `${name}> checking for function_${below(900)}... ${below(4) === 0 ? "no" : "yes"}`;
        break;
      case 2:
        yield `${name}> src/module_${below(400)}.c:${below(3_000)}:${below(80)}: warning: unused variable 'v${below(99)}' [-Wunused-variable]`;
        break;
      case 3:
        yield `${name}> shrinking RPATHs of ELF executables and libraries in /nix/store/${hash()}-${name}-${below(9)}.${below(30)}`;
        break;
      case 4:
        yield `${name}> ok ${below(5_000)} - test_case_${below(5_000)} # ${below(900)} ms`;
        break;
      default:
        yield `${name}> [${below(4_000)}/4000] gcc -O2 -fPIC -I/nix/store/${hash()}-zlib-1.3/include -c src/f${below(9_999)}.c -o f${below(9_999)}.o`;
    }
  }
}

function* inPieces(lines: Iterable<string>, prefix: string, most: number): Generator<Uint8Array> {
  let part = "";
  let given = 0;
  for (const line of lines) {
    if (given === most) break;
    given += 1;
    part += `${prefix}${line}\n`;
    if (part.length < PIECE_BYTES) continue;
    yield Buffer.from(part);
    part = "";
  }
  if (part !== "") yield Buffer.from(part);
}

export const nixJsonPieces = (lines: number, seed: number) => inPieces(nixJsonLines(lines, seed), "@nix ", lines);
export const nixLogPieces = (lines: number, seed: number) => inPieces(nixLogLines(lines, seed), "", lines);
