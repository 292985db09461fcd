# Derivations that need nothing but a shell: two that build, one that fails, one that needs the failing one.
{ salt, pause ? "0.2" }:
let
  build = name: needs: script: derivation {
    inherit name salt pause needs;
    system = builtins.currentSystem;
    builder = "/bin/sh";
    PATH = "/usr/bin:/bin";
    args = [ "-e" "-c" ''
      phase() { echo "@nix { \"action\": \"setPhase\", \"phase\": \"$1\" }" >&2; }
      phase buildPhase
      ${script}
    '' ];
  };
in rec {
  library = build "library-1.0" [ ] "echo compiling the library; sleep $pause; echo > $out";
  system = build "system-2.0" [ library ] "echo linking the system; sleep $pause; echo > $out";
  broken = build "broken-3.0" [ library ] "echo it will not build; exit 3";
  blocked = build "blocked-4.0" [ broken ] "echo > $out";
}
