const HASH = /^[0-9a-z]{32}-/;
const DERIVATION = ".drv";

/** Name with version of a store path or a derivation: `zlib-1.3.1` of `/nix/store/…-zlib-1.3.1.drv`. */
export function nameOfPath(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(HASH, "");
  return base.endsWith(DERIVATION) ? base.slice(0, -DERIVATION.length) : base;
}

/** The name without its version, split as nix does: before the first dash that no letter follows. */
export function programOfName(name: string): string {
  for (let at = name.indexOf("-"); at !== -1; at = name.indexOf("-", at + 1)) {
    if (at + 1 < name.length && !isLetter(name.charCodeAt(at + 1))) return name.slice(0, at);
  }
  return name;
}

export function isDerivation(path: string): boolean {
  return path.endsWith(DERIVATION);
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
