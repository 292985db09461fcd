/**
 * What eleven kinds of service say. Numbers, addresses, hashes and the like in a text are examples that change from line
 * to line; `{user}`, `{path}`, `{unit}` and `{verb}` stand for a word of a pool. `weight` is its share of the lines.
 */
export type Service = { readonly name: string; readonly weight: number; readonly says: readonly string[] };

export const SERVICES: readonly Service[] = [
  {
    name: "sshd",
    weight: 16,
    says: [
      "Failed password for invalid user {user} from 203.0.113.9 port 51234 ssh2",
      "Failed password for root from 203.0.113.9 port 51234 ssh2",
      "Failed password for {user} from 203.0.113.9 port 51234 ssh2",
      "Accepted publickey for {user} from 203.0.113.9 port 51234 ssh2: ED25519 SHA256:3d1219c7c4c5404aaa1f6d2a48adfda4",
      "Invalid user {user} from 203.0.113.9 port 51234",
      "Received disconnect from 203.0.113.9 port 51234:11: disconnected by user [preauth]",
      "Disconnected from authenticating user {user} 203.0.113.9 port 51234 [preauth]",
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9 user={user}",
      "pam_unix(sshd:session): session opened for user {user}(uid=10432) by (uid=0)",
      "Connection reset by 203.0.113.9 port 51234 [preauth]",
      "error: maximum authentication attempts exceeded for {user} from 203.0.113.9 port 51234 ssh2 [preauth]",
      "error: kex_exchange_identification: read: Connection reset by peer, connection from 203.0.113.9 port 51234",
    ],
  },
  {
    name: "kernel",
    weight: 8,
    says: [
      "[184467.440737] usb 1-104: new high-speed USB device number 117 using xhci_hcd, bus address 0x7f3a2c10",
      "[184467.440737] EXT4-fs (dm-104): mounted filesystem 6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11 r/w with ordered data mode",
      "[184467.440737] nvme nvme0: I/O tag 1017 (3e7a) QID 104 timeout, completion polled, cqe 0x8f3a11c2",
      "[184467.440737] IN=eth0 OUT= MAC=0a3f5c7e9b1d SRC=203.0.113.9 DST=203.0.113.9 LEN=1492 TTL=117 ID=51234 PROTO=TCP SPT=51234 DPT=8443",
      '[184467.440737] audit: type=1400 audit(1772323200.123:45871): apparmor="DENIED" operation="open" name="{path}" pid=31337',
      "[184467.440737] Out of memory: Killed process 31337 ({verb}-worker) total-vm:18446744kB, anon-rss:9223372kB, shmem-rss:1024kB",
      "[184467.440737] BTRFS warning (device dm-104): csum failed root 25812 ino 4294967 off 90112000 csum 0x98f94189 expected csum 0x41cb4e8a",
      "[184467.440737] thermal thermal_zone117: critical temperature reached (104512 mC), passive cooling since 440737 ms",
      "[184467.440737] TCP: request_sock_TCP: Possible SYN flooding on port 8443. Sending cookies, backlog 4096, seen 51234",
    ],
  },
  {
    name: "systemd",
    weight: 10,
    says: [
      "{unit}.service: Main process exited, code=exited, status=203/EXEC, invocation 3d1219c7c4c5404aaa1f6d2a48adfda4",
      "{unit}.service: Failed with result 'exit-code', invocation 3d1219c7c4c5404aaa1f6d2a48adfda4",
      "{unit}.service: Scheduled restart job, restart counter is at 1045, last start took 20348 ms",
      "{unit}.service: Consumed 104.437s CPU time over 51234s wall clock time, 1048576K memory peak, 204800K written to disk",
      "Started {unit}.service, invocation 3d1219c7c4c5404aaa1f6d2a48adfda4, main process 31337.",
      "Starting {unit}.service for user {user} (uid 10432), cgroup 4b7d4c1e9f65...",
      "{unit}.service: Deactivated successfully after 51234 ms, 104 tasks reaped, slice system-{verb}.slice.",
      "session-10432.scope: Deactivated successfully, user {user}, remote address 203.0.113.9.",
      "{unit}.timer: Adding 10437.440737s random time, next elapse 1772323200123456 us",
    ],
  },
  {
    name: "nginx",
    weight: 14,
    says: [
      '203.0.113.9 - {user} "GET /api/v1/items/8471 HTTP/1.1" 200 51234 "-" "curl/8.5.0" rt=0.117 uct=0.004 rid=9f3c2b7a1e5d',
      '203.0.113.9 - - "POST /api/v1/orders/6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11 HTTP/2.0" 201 51234 rt=0.117 rid=9f3c2b7a1e5d',
      '203.0.113.9 - - "GET {path} HTTP/1.1" 404 1532 "https://example.org/{verb}" rt=0.001 rid=9f3c2b7a1e5d',
      '[error] 31337#31337: *45871 upstream timed out (110: Connection timed out) while reading response header, client: 203.0.113.9, upstream: "http://203.0.113.9:8443/{verb}"',
      "[warn] 31337#31337: *45871 an upstream response is buffered to a temporary file {path}/0000045871 while reading upstream, client: 203.0.113.9",
      '[error] 31337#31337: *45871 open() "{path}" failed (2: No such file or directory), client: 203.0.113.9, server: example.org',
      '203.0.113.9 - {user} "PUT /upload/9f3c2b7a1e5d HTTP/1.1" 413 1837 "-" "python-requests/2.31" rt=10.437 rid=9f3c2b7a1e5d',
      "[notice] 31337#31337: signal 17 (SIGCHLD) received from 31337, worker cycled after 45871 requests",
    ],
  },
  {
    name: "postgres",
    weight: 10,
    says: [
      "[45871] LOG:  duration: 1043.771 ms  statement: SELECT * FROM {verb}_items WHERE owner = '{user}' AND id > 8471203 LIMIT 500",
      "[45871] LOG:  checkpoint complete: wrote 84712 buffers (51.7%); 0 WAL file(s) added, 104 removed; write=269.947 s, sync=0.117 s",
      '[45871] ERROR:  duplicate key value violates unique constraint "{verb}_items_pkey", key (id)=(8471203) already exists',
      '[45871] FATAL:  password authentication failed for user "{user}" from host 203.0.113.9, database {verb}, backend 31337',
      '[45871] LOG:  automatic vacuum of table "{verb}.public.items": index scans: 117, pages: 84712 removed, 512340 remain',
      "[45871] WARNING:  there is already a transaction in progress, session 65e1a3f2.b7d1, virtual transaction 104/84712",
      "[45871] ERROR:  deadlock detected: process 45871 waits for ShareLock on transaction 8471203; blocked by process 31337",
      '[45871] LOG:  received replication command: START_REPLICATION SLOT "{verb}" 2F/7A9E11C0 TIMELINE 104',
    ],
  },
  {
    name: "nix-daemon",
    weight: 6,
    says: [
      "accepted connection from pid 31337, user {user} (trusted), protocol 1.37",
      "building '/nix/store/3d1219c7c4c5404aaa1f6d2a48adfda4-{unit}-2.31.drv' on 104 cores, 51234 MB free",
      "copying path '/nix/store/3d1219c7c4c5404aaa1f6d2a48adfda4-{unit}-2.31' from 'https://cache.example.org', 8471203 bytes",
      "error: builder for '/nix/store/3d1219c7c4c5404aaa1f6d2a48adfda4-{unit}-2.31.drv' failed with exit code 2 after 51234 ms",
      "deleting '/nix/store/3d1219c7c4c5404aaa1f6d2a48adfda4-{unit}-2.31', 8471203 bytes freed so far",
      "warning: substituter 'https://cache.example.org' does not have a valid signature for path '/nix/store/3d1219c7c4c5404aaa1f6d2a48adfda4-{unit}'",
    ],
  },
  {
    name: "postfix/smtpd",
    weight: 8,
    says: [
      "9F3C2B7A1E: client=mail.example.org[203.0.113.9], sasl_method=PLAIN, sasl_username={user}@example.org",
      "9F3C2B7A1E: to=<{user}@example.org>, relay=mx.example.org[203.0.113.9]:25, delay=10.437, delays=0.117/0.004/5.212/5.104, dsn=2.0.0, status=sent (250 OK id=1rXy45871)",
      "9F3C2B7A1E: to=<{user}@example.org>, relay=none, delay=86437, dsn=4.4.1, status=deferred (connect to mx.example.org[203.0.113.9]:25: Connection timed out)",
      "warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username={user}",
      "NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 Service unavailable; blocked using bl.example.net; from=<{user}@example.com> proto=ESMTP",
      "9F3C2B7A1E: message-id=<20260301000023.9f3c2b7a1e5d@{verb}.example.org>, size=51234, nrcpt=117 (queue active)",
    ],
  },
  {
    name: "dnsmasq",
    weight: 6,
    says: [
      "query[A] {verb}-8471.example.org from 203.0.113.9, id 51234, upstream 203.0.113.9 in 1043 us",
      "reply {verb}-8471.example.org is 203.0.113.9 (ttl 45871, cached for 1043 s, answer 104 bytes)",
      "DHCPACK(br0) 203.0.113.9 0a3f5c7e9b1d {user}-laptop lease 43200 transaction 3735928559",
      "DHCPREQUEST(br0) 203.0.113.9 0a3f5c7e9b1d transaction 3735928559, seconds elapsed 1043",
      "nameserver 203.0.113.9 refused to do a recursive query, 1043 of 51234 queries failed since the last reset",
    ],
  },
  {
    name: "kubelet",
    weight: 9,
    says: [
      'E0301 31337 pod_workers.go:1301] "Error syncing pod, skipping" err="CrashLoopBackOff: back-off 320s restarting container={verb}" podUID="6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11"',
      'I0301 31337 kubelet.go:2457] "SyncLoop (PLEG): event for pod" pod="{verb}/{unit}-9f3c2b7a1e" event={"ID":"6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11","Type":"ContainerStarted"}',
      'W0301 31337 manager.go:1169] "Failed to process watch event" cgroup="/kubepods/burstable/pod6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11" inotify=45871',
      'I0301 31337 prober.go:117] "Probe failed" probeType="Readiness" pod="{verb}/{unit}-9f3c2b7a1e" output="Get http://203.0.113.9:8443/healthz: context deadline exceeded" after=10437ms',
      'I0301 31337 reconciler.go:352] "operationExecutor.VerifyControllerAttachedVolume started for volume pvc-6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11" node="{verb}-117"',
    ],
  },
  {
    name: "app",
    weight: 14,
    says: [
      "level=info request id=3d1219c7c4c5404a took 1043 ms status=200 user={user} bytes=51234 route=/{verb} cache=miss shard=117",
      "level=info request id=3d1219c7c4c5404a took 51234 ms status=503 user={user} bytes=1043 route=/{verb} retries=104 shard=117",
      "level=error request id=3d1219c7c4c5404a failed: timeout after 30000 ms talking to {unit} at 203.0.113.9:8443, attempt 104",
      "level=warn queue {verb} is 104512 messages behind, oldest 51234 s, consumer {user} last seen 1043 s ago",
      "level=debug block blk_3587508140051953248 of 67108864 bytes replicated from 203.0.113.9:50010 to 203.0.113.9:50010 in 1043 ms",
      "level=info job {verb} finished in 10437 ms: 84712 rows read, 51234 written, 1043 skipped, checkpoint 6f2a1c0e-4b7d-4c1e-9f65-0d5c2b7a9e11",
      "level=error exception in {verb}: java.io.IOException: Broken pipe (fd 1043) at blk_3587508140051953248, offset 8471203",
      "level=info user {user} logged in from 203.0.113.9, session 3d1219c7c4c5404aaa1f6d2a48adfda4, mfa ok after 1043 ms",
    ],
  },
  {
    name: "backup",
    weight: 5,
    says: [
      "{path}: 8471203 bytes read, 512340 new, chunk 3d1219c7c4c5404aaa1f6d2a48adfda4 stored, ratio 0.437",
      "snapshot 9f3c2b7a saved: 84712 files, 51234 changed, 8471203 bytes added in 10437 s, host {verb}",
      "warning: {path} changed while it was read (8471203 then 8471877 bytes), kept as it was at 440737 ms",
      "pack 3d1219c7c4c5404aaa1f6d2a48adfda4 verified: 1043 blobs, 16777216 bytes, 0 errors, 512 ms",
    ],
  },
];

export const WORDS = {
  user: "admin alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor walter oracle test guest ubuntu deploy jenkins git hadoop nagios www support ftpuser minecraft teamspeak",
  unit: "nginx postgresql redis grafana prometheus loki sshd dbus-broker systemd-resolved systemd-networkd nix-gc docker containerd fwupd upower thermald bluetooth cups avahi-daemon chronyd fail2ban gitea nextcloud vaultwarden home-assistant mosquitto zigbee openssl glibc linux-firmware firefox llvm rustc python",
  verb: "orders invoices billing search ingest export catalogue checkout payments sessions metrics events mail notify sync archive thumbnails transcode geocode reports ledger tax shipping returns reviews",
  path: "/var/lib/docker/overlay2/merged/etc/passwd /srv/www/static/css/site.css /home/alice/documents/report.odt /nix/var/nix/db/db.sqlite /var/lib/postgresql/base/pgsql_tmp /etc/ssl/private/host.key /usr/share/zoneinfo/Europe/Berlin /srv/media/photos/album/cover.jpg /var/cache/nginx/proxy_temp /opt/app/releases/current/config.yaml",
} as const;
