#!/bin/bash
# A stand-in for `nixos-rebuild switch`, for there is no nixpkgs here: it prints the phase lines that nixos-rebuild-ng and
# switch-to-configuration-ng print, in their order. What happens between them is real, in the container of systemd.sh: a
# build through its nix-daemon, units that are stopped, started and fail, under the transient unit that the original uses.
#   nixos-rebuild.sh FOLDER [switch] [--json] [--fail-build | --fail-unit] [anything else goes to nix]
# --json stands for --log-format internal-json -v. Exit code: 0, 1 when the build fails, 4 when a unit fails.
set -u
folder=$1 attribute=chain bad=0 out='' code=0 format=()
shift
for word in "$@"; do
  case $word in
    switch) ;;
    --json) format+=(--log-format internal-json -v);;
    --fail-build) attribute=top;;
    --fail-unit) bad=1;;
    *) format+=("$word");;
  esac
done
inside() { "$(dirname "$0")/systemd.sh" exec "$folder" "$@"; }
switch=(-E "BAD=$bad" --collect --no-ask-password --pipe --quiet --service-type=exec --unit=nixos-rebuild-switch-to-configuration --wait)

echo "building the system configuration..." >&2
out=$(inside env NIX_REMOTE=daemon NIX_CONF_DIR=/real/nix/conf nix-build /real/nix/demo.nix -A "$attribute" \
  --argstr salt "$(date +%s%N)" --argstr slow "${SLOW:-0.15}" --no-out-link "${format[@]}") || exit 1
inside systemd-run "${switch[@]}" -E "OUT=$out" /bin/bash /real/switch-to-configuration.sh || code=$?
if [ "$code" != 0 ]; then
  echo "Command 'systemd-run ${switch[*]:2} $out/bin/switch-to-configuration switch' returned non-zero exit status $code." >&2
  exit "$code"
fi
echo "Done. The new configuration is $out" >&2
