#!/bin/bash
# A real nix with a store of its own: FOLDER/nix stands at /nix, seen by the commands that run here and nobody else. Without
# network and without sandbox. Needs root and nix (Debian: nix-bin). Any number may run, each with a folder of its own.
#   nix.sh missing             says what keeps it from running here; nothing when it can run
#   nix.sh run FOLDER CMD...   runs a command with it; input, output, signals and exit code are the command's own
#   nix.sh start FOLDER        starts a nix-daemon; from now on `run` builds through it
#   nix.sh stop FOLDER         ends the daemon
# What to build: `nix-build nix/demo.nix -A ATTRIBUTE --argstr salt ANYTHING --no-out-link`; another salt builds anew.
set -u
verb=${1:-} folder=${2:-} here=$(cd "$(dirname "$0")" && pwd)

missing() {
  [ "$(id -u)" = 0 ] || { echo "root"; return; }
  for program in nix-build nix-daemon unshare nsenter; do
    command -v "$program" >/dev/null || { echo "the program $program"; return; }
  done
  case $(readlink -f "$(command -v nix-build)") in /nix/*) echo "a nix that does not live in /nix"; return;; esac
  mkdir -p /nix && unshare -m true 2>/dev/null || echo "the right to make a mount namespace"
}

daemon() { # Its process id, which is also the way into its mount namespace.
  local pid
  pid=$(cat "$folder/daemon.pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

# A daemon that is told to use the daemon would ask itself for ever: NIX_REMOTE is always set.
with_nix() { # REMOTE CMD...
  mkdir -p /nix "$folder/nix"
  exec unshare -m --propagation private bash -c '
    mount --bind "$1/nix" /nix || exit 125
    export NIX_CONF_DIR="$2/nix/conf" NIX_REMOTE="$3"; shift 3; exec "$@"' _ "$folder" "$here" "$@"
}

start() {
  daemon && return
  mkdir -p "$folder"
  (setsid bash -c 'echo $$ > "$1/daemon.pid"; exec "$2" daemon "$1"' _ "$folder" "$0" </dev/null >"$folder/daemon.log" 2>&1 &)
  for _ in $(seq 200); do
    [ -S "$folder/nix/var/nix/daemon-socket/socket" ] && daemon >/dev/null && return
    sleep 0.05
  done
  cat "$folder/daemon.log" >&2
  return 1
}

stop() {
  local pid
  pid=$(daemon) && kill "$pid"
  for _ in $(seq 200); do daemon >/dev/null || break; sleep 0.05; done
  rm -f "$folder/daemon.pid" "$folder/nix/var/nix/daemon-socket/socket"
}

case $verb in
missing) missing;;
run) shift 2
  pid=$(daemon) || with_nix local "$@"
  exec nsenter -t "$pid" -m -w"$PWD" -- env NIX_CONF_DIR="$here/nix/conf" NIX_REMOTE=daemon "$@";;
start) start;;
daemon) with_nix local nix-daemon;;
stop) stop;;
*) sed -n 2,9p "$0"; exit 2;;
esac
