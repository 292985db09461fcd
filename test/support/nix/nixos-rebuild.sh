#!/bin/sh
# Stands in for nixos-rebuild: the build is nix's own, in the store of this machine; the words around it are those of
# nixos-rebuild and switch-to-configuration. ATTR, PAUSE and ASK say what happens.
action=$1
shift
echo "building the system configuration..." >&2
out=$(nix-build "${0%/*}/rebuild.nix" -A "${ATTR:-system}" --argstr salt "$SALT" --argstr pause "${PAUSE:-0.2}" \
  --no-out-link "$@") || exit 1
if [ -n "$ASK" ]; then
  printf '[sudo] password: ' > /dev/tty
  read -r _ < /dev/tty
fi
[ "$action" = switch ] || exit 0
echo "stopping the following units: demo.service" >&2
echo "activating the configuration..." >&2
echo "starting the following units: demo.service" >&2
echo "Done. The new configuration is $out" >&2
echo "$out"
