#!/bin/bash
# A real systemd as PID 1 with journald, logind and dbus, the units of units/ and, where nix is installed, a nix-daemon: a
# container whose root is a copy-on-write overlay of this machine's "/". Nothing is downloaded and nothing of the machine
# changes; all mounts are in a namespace that ends with the container. Any number may run, each with a folder of its own.
#   systemd.sh missing              says what keeps it from running here; nothing when it can run
#   systemd.sh start FOLDER         boots it and waits until it is up; prints the journal's folder. A folder that was used
#                                   before gets another boot in the same journal
#   systemd.sh exec FOLDER CMD...   runs a command inside; input, output and exit code pass through
#   systemd.sh fail FOLDER          lets every unit of units/ fail in its own way; about ten seconds
#   systemd.sh shutdown FOLDER      ends it in order, as `poweroff` does
#   systemd.sh stop FOLDER          ends it at once
# Inside, this folder is /real and FOLDER/share is /share.
set -u
verb=${1:-} folder=${2:-} here=$(cd "$(dirname "$0")" && pwd)

missing() {
  [ "$(id -u)" = 0 ] || { echo "root"; return; }
  for program in systemd-nspawn journalctl dbus-daemon unshare nsenter setsid perl; do
    command -v "$program" >/dev/null || { echo "the program $program"; return; }
  done
  [ -x /sbin/init ] && [[ $(readlink -f /sbin/init) == */systemd ]] || { echo "systemd as /sbin/init (Debian: systemd-sysv)"; return; }
  # shellcheck disable=SC2016
  unshare -m --propagation private bash -c '
    mount -t tmpfs none /mnt && mkdir /mnt/{up,work,root} &&
    mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/up,workdir=/mnt/work /mnt/root' 2>/dev/null ||
    echo "the right to mount an overlay"
}

leader() { # PID 1 of the container: the only child of nspawn
  local pid child=
  pid=$(cat "$folder/nspawn.pid" 2>/dev/null) || return
  read -r child _ 2>/dev/null < "/proc/$pid/task/$pid/children" # It has no line end.
  [ -n "$child" ] && echo "$child"
}

inside() {
  local pid
  pid=$(leader) || { echo "no systemd runs in $folder" >&2; return 1; }
  nsenter -t "$pid" -m -u -i -n -p -C -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 "$@"
}

# The control groups of this container: it must not share one with another, nor be hindered by what this shell is in.
groups() { for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do [ -w "$root/cgroup.procs" ] && echo "$root/logstream-$(id_of)"; done; }
id_of() { basename "$folder" | tr -c '[:alnum:]\n' - | cut -c1-40; }

root_of_container() { # Runs in the mount namespace: the overlay, and what differs in it from this machine.
  local root=$folder/ovl/root unit
  mount -t tmpfs -o mode=755 none "$folder/ovl"
  mkdir -p "$folder"/ovl/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/ovl/upper,workdir=$folder/ovl/work" "$root" || return
  mkdir -p "$root/etc/systemd/system" "$root/etc/systemd/journald.conf.d" "$root/real"
  for unit in systemd-{timesyncd,networkd,resolved,networkd-wait-online}.service console-getty.service e2scrub_reap.service \
    apparmor.service ssh.service docker.service containerd.service systemd-networkd.socket apt-daily{,-upgrade}.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  cp "$here"/units/*.{service,timer,socket,target} "$root/etc/systemd/system/"
  command -v nix-daemon >/dev/null || ln -sf /dev/null "$root/etc/systemd/system/nix-daemon.socket"
  printf '[Journal]\nStorage=persistent\nRateLimitBurst=0\nForwardToWall=no\n' > "$root/etc/systemd/journald.conf.d/tests.conf"
  echo lsnix > "$root/etc/hostname"
}

boot() { # Runs in the mount namespace, and becomes nspawn.
  local group keep=(--keep-unit)
  root_of_container || return
  if [ -d /run/systemd/system ]; then keep=() # The machine's own systemd gives it a scope.
  else for group in $(groups); do mkdir -p "$group" && echo $$ > "$group/cgroup.procs"; done; fi
  # One hierarchy inside whatever this machine has: only there systemd sees out-of-memory kills.
  exec env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet -D "$folder/ovl/root" --boot --register=no "${keep[@]}" \
    --private-network --machine="$(id_of)" --hostname=lsnix --console=pipe --link-journal=no --tmpfs=/nix:mode=755 \
    --bind="$folder/journal:/var/log/journal" --bind="$folder/share:/share" --bind-ro="$here:/real" systemd.unit=ls.target
}

start() {
  leader >/dev/null && { echo "a systemd runs already in $folder" >&2; return 1; }
  mkdir -p "$folder"/{ovl,journal,share}
  setsid unshare -m --propagation private "$0" boot "$folder" </dev/null >"$folder/nspawn.log" 2>&1 &
  echo $! > "$folder/nspawn.pid"
  for _ in $(seq 600); do
    case $(inside systemctl is-system-running 2>/dev/null) in
      running | degraded) ls -d "$folder"/journal/*/; return;;
    esac
    kill -0 "$(cat "$folder/nspawn.pid")" 2>/dev/null || break
    sleep 0.05
  done
  echo "systemd did not come up:" >&2
  tail -20 "$folder/nspawn.log" >&2
  stop
  return 1
}

ended() { # Waits for nspawn's end and takes the control groups away.
  local pid group
  pid=$(cat "$folder/nspawn.pid" 2>/dev/null) || return 0
  for _ in $(seq 600); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
  rm -f "$folder/nspawn.pid"
  for group in $(groups); do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; done
  return 0
}

stop() {
  local pid
  pid=$(leader) && kill -9 "$pid"
  pid=$(cat "$folder/nspawn.pid" 2>/dev/null) && [ -z "$(leader)" ] && kill "$pid" 2>/dev/null
  ended
}

fail() {
  inside systemctl start ls-web || return
  for unit in db app flap slow segv noexec nouser nochdir wd oom; do inside systemctl start --no-block "ls-$unit"; sleep 0.2; done
  inside systemctl start ls-reload ls-tick.timer ls-stubborn
  sleep 0.5
  inside systemctl reload ls-reload
  inside systemctl stop ls-stubborn
  inside systemctl restart ls-web
  for _ in $(seq 100); do
    [ "$(inside systemctl is-failed ls-slow ls-wd ls-flap | sort -u)" = failed ] && break
    sleep 0.1
  done
  inside systemctl stop ls-tick.timer ls-reload
  inside journalctl --sync
  inside systemctl --failed --no-pager --plain --no-legend
}

case $verb in
missing) missing;;
start) start;;
boot) boot;;
exec) shift 2; inside "$@";;
fail) fail;;
shutdown) inside systemctl start --no-block poweroff.target; ended;;
stop) stop;;
*) sed -n 2,13p "$0"; exit 2;;
esac
