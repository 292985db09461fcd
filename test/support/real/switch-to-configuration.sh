#!/bin/bash
# Run inside the container by nixos-rebuild.sh, with OUT (the new system) and BAD (1: a unit fails) in the environment.
units=(ls-reload.service ls-web.service) code=0
[ "$BAD" = 1 ] && units=(ls-db.service "${units[@]}")
list=$(printf ', %s' "${units[@]}")
logger -t nixos -p user.info "switching to system configuration $OUT"
echo "stopping the following units: ls-reload.service, ls-web.service" >&2
systemctl stop ls-web ls-reload
echo "activating the configuration..." >&2
echo "setting up /etc..." >&2
sleep 0.4
systemctl daemon-reload
echo "reloading user units for root..." >&2
echo "restarting sysinit-reactivation.target" >&2
echo "starting the following units: ${list:2}" >&2
for unit in "${units[@]}"; do systemctl start "$unit" 2>/dev/null || code=4; done
systemctl start ls-tick.timer
echo "the following new units were started: ls-tick.timer" >&2
if [ "$code" = 4 ]; then
  echo "Failed to start ls-db.service" >&2
  echo "warning: the following units failed: ls-db.service" >&2
  systemctl status --no-pager --full ls-db.service
  logger -t nixos -p user.err "switching to system configuration $OUT failed (status 4)"
else
  logger -t nixos -p user.info "finished switching to system configuration $OUT"
fi
exit "$code"
