#!/bin/bash
# A real systemd-journald without systemd as PID 1 (needs root, package systemd, perl). It lives in a mount namespace of
# its own: it neither touches nor is disturbed by the journald of the machine, while its sockets and journal files are
# visible to everybody below the folder.
#   real-journald.sh missing              says what keeps it from running here; nothing when it can run
#   real-journald.sh start FOLDER [yes|no [BURST]]
#                                         starts it and waits until it takes messages; prints the journal's folder
#                                         (yes: it copies the kernel's messages too; BURST: a unit may log so many
#                                         messages, or some times as many on a large disk, in a second)
#   real-journald.sh send FOLDER          datagrams of the native protocol from stdin, each behind its length (u32 le);
#                                         answers each with a dot when journald has it; with UNIT in the environment
#                                         they come from that unit's control group
#   real-journald.sh rotate|sync|stop FOLDER
set -u
verb=${1:-} folder=${2:-} kernel=${3:-no} burst=${4:-0}
daemon=
for path in /lib/systemd/systemd-journald /usr/lib/systemd/systemd-journald /run/current-system/systemd/lib/systemd/systemd-journald; do
  [ -x "$path" ] && daemon=$(realpath "$path") && break
done
pid() { cat "$folder/pid" 2>/dev/null; }
alive() { [ -n "$(pid)" ] && kill -0 "$(pid)" 2>/dev/null; }

missing() {
  [ "$(id -u)" = 0 ] || { echo "root"; return; }
  [ -n "$daemon" ] || { echo "systemd-journald"; return; }
  for program in journalctl perl unshare setsid mount; do
    command -v "$program" >/dev/null || { echo "the program $program"; return; }
  done
  unshare -m true 2>/dev/null || echo "the right to make a mount namespace"
}

start() {
  local run="$folder/run" id
  id=$(cat /etc/machine-id)
  mkdir -p "$run/systemd/journal" "$run/systemd/journald.conf.d" "$folder/log/journal"
  cat > "$run/systemd/journald.conf.d/test.conf" <<CONF
[Journal]
Storage=persistent
ReadKMsg=$kernel
Audit=no
RateLimitIntervalSec=$([ "$burst" = 0 ] && echo 0 || echo 1)
RateLimitBurst=$burst
ForwardToSyslog=no
ForwardToWall=no
SystemMaxFileSize=64M
SystemKeepFree=16M
CONF
  : > "$run/systemd/journal/flushed" # As if systemd-journal-flush had run: persistent at once.
  setsid unshare -m --propagation private bash -c '
    mount --bind "$1/log" /var/log; mount --bind "$1/run" /run; echo $$ > "$1/pid"
    exec env SYSTEMD_LOG_TARGET=console "$2"' _ "$folder" "$daemon" </dev/null >"$folder/journald.log" 2>&1 &
  for _ in $(seq 400); do
    [ -S "$run/systemd/journal/socket" ] && [ -e "$folder/log/journal/$id/system.journal" ] && { echo "$folder/log/journal/$id"; return; }
    sleep 0.025
  done
  cat "$folder/journald.log" >&2
  return 1
}

joinUnit() { # journald asks the kernel for the group of whoever logs, and its name for the unit.
  local root
  for root in /sys/fs/cgroup/unified /sys/fs/cgroup/systemd /sys/fs/cgroup; do
    [ -e "$root/cgroup.procs" ] || continue
    mkdir -p "$root/system.slice/$1" && echo $$ > "$root/system.slice/$1/cgroup.procs"
  done
}

stop() { # Not asked politely: it would write its files to the disk for a second or two.
  alive && kill -9 "$(pid)"
  for _ in $(seq 200); do alive || return 0; sleep 0.025; done
}

case $verb in
missing) missing;;
start) start;;
send) [ -z "${UNIT:-}" ] || joinUnit "$UNIT"
  exec perl -e '
  use Socket; binmode STDIN; $| = 1;
  socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
  setsockopt($socket, SOL_SOCKET, 32, pack("i", 16 << 20)); # SO_SNDBUFFORCE
  connect($socket, pack_sockaddr_un($ARGV[0])) or die "connect: $!";
  while (read(STDIN, my $head, 4) == 4) {
    my $length = unpack("V", $head); my $datagram = "";
    read(STDIN, $datagram, $length) == $length or die "short";
    defined(send($socket, $datagram, 0)) or die "send: $!";
    print ".";
  }' "$folder/run/systemd/journal/socket";;
rotate) kill -USR2 "$(pid)";;
sync) kill -RTMIN+1 "$(pid)";;
stop) stop;;
*) sed -n 2,15p "$0"; exit 2;;
esac
