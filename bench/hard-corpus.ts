import { closeSync, existsSync, openSync, statSync, writeSync } from "node:fs";
import { seeded } from "./corpus.js";

/*
 * A corpus that is hard to keep small: eleven kinds of service, lines full of addresses, numbers, block ids, hashes and
 * UUIDs drawn at random, some hundreds of distinct messages. Seeded: the same text every time. `{…}` in a message is a
 * variable; the word names its kind in KINDS.
 */
const SERVICES: readonly (readonly [identifier: string, weight: number, messages: readonly string[]])[] = [
  [
    "sshd",
    18,
    [
      "Failed password for invalid user {user} from {ip} port {port} ssh2",
      "Failed password for root from {ip} port {port} ssh2",
      "Accepted publickey for {user} from {ip} port {port} ssh2: ED25519 SHA256:{hash}",
      "Connection closed by {ip} port {port} [preauth]",
      "Received disconnect from {ip} port {port}:11: Bye Bye [preauth]",
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip}  user={user}",
      "reverse mapping checking getaddrinfo for {name}.{domain} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!",
      "pam_unix(sshd:session): session opened for user {user} by (uid=0)",
      "error: Received disconnect from {ip} port {port}:3: com.jcraft.jsch.JSchException: Auth fail [preauth]",
      "Invalid user {user} from {ip} port {port}",
    ],
  ],
  [
    "kernel",
    12,
    [
      "[{uptime}] usb {small}-{small}: new high-speed USB device number {two} using xhci_hcd",
      '[{uptime}] audit: type=1400 audit({epoch}.{three}:{four}): apparmor="DENIED" operation="open" profile="snap" name="/etc/{name}" pid={pid} comm="sh"',
      "[{uptime}] {name}[{pid}]: segfault at {pointer} ip {pointer} sp {pointer} error {small} in lib{name}.so[{pointer}+{pointer}]",
      "[{uptime}] EXT4-fs (sd{letter}1): mounted filesystem with ordered data mode. Opts: errors=remount-ro",
      "[{uptime}] IPv4: martian source {ip} from {ip}, on dev eth{small}",
      "[{uptime}] CPU{two}: Core temperature above threshold, cpu clock throttled (total events = {four})",
      "[{uptime}] Out of memory: Killed process {pid} ({name}) total-vm:{seven}kB, anon-rss:{six}kB, file-rss:{four}kB, shmem-rss:0kB, UID:{four} pgtables:{four}kB oom_score_adj:0",
      "[{uptime}] nf_conntrack: nf_conntrack: table full, dropping packet",
      "[{uptime}] [UFW BLOCK] IN=eth0 OUT= MAC={mac} SRC={ip} DST={ip} LEN={two} TOS=0x00 PREC=0x00 TTL={three} ID={five} PROTO=TCP SPT={port} DPT={port} WINDOW={five} RES=0x00 SYN URGP=0",
    ],
  ],
  [
    "hdfs-datanode",
    15,
    [
      "INFO dfs.DataNode$DataXceiver: Receiving block {blk} src: /{ip}:{port} dest: /{ip}:50010",
      "INFO dfs.FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: {ip}:50010 is added to {blk} size {eight}",
      "INFO dfs.DataNode$PacketResponder: PacketResponder {small} for block {blk} terminating",
      "INFO dfs.DataNode$PacketResponder: Received block {blk} of size {eight} from /{ip}",
      "INFO dfs.DataBlockScanner: Verification succeeded for {blk}",
      "WARN dfs.DataNode$DataXceiver: {ip}:50010:Got exception while serving {blk} to /{ip}:",
      "INFO dfs.FSDataset: Deleting block {blk} file /mnt/hadoop/dfs/data/current/subdir{two}/{blk}",
      "INFO dfs.FSNamesystem: BLOCK* NameSystem.allocateBlock: /user/root/rand/_temporary/_task_{epoch}_{four}_m_{six}_0/part-{five}. {blk}",
    ],
  ],
  [
    "spark-executor",
    8,
    [
      "INFO storage.BlockManager: Found block rdd_{two}_{two} locally",
      "INFO executor.Executor: Running task {two}.0 in stage {two}.0 (TID {four})",
      "INFO executor.Executor: Finished task {two}.0 in stage {two}.0 (TID {four}). {four} bytes result sent to driver",
      "INFO storage.MemoryStore: Block broadcast_{two}_piece0 stored as bytes in memory (estimated size {three}.{small} KB, free {three}.{small} MB)",
      "INFO rdd.HadoopRDD: Input split: hdfs://{name}:9000/pjhe/logs/2kSOSP.log:{seven}+{five}",
      "INFO python.PythonRunner: Times: total = {three}, boot = {two}, init = {three}, finish = {small}",
      "ERROR executor.CoarseGrainedExecutorBackend: Driver {ip}:{port} disassociated! Shutting down.",
    ],
  ],
  [
    "nova-compute",
    8,
    [
      '{pid} INFO nova.osapi_compute.wsgi.server [req-{uuid} {hex32} {hex32} - - -] {ip} "GET /v2/{hex32}/servers/detail HTTP/1.1" status: 200 len: {four} time: 0.{seven}',
      "{pid} INFO nova.compute.manager [req-{uuid} {hex32} {hex32} - - -] [instance: {uuid}] VM Started (Lifecycle Event)",
      "{pid} INFO nova.virt.libvirt.imagecache [req-{uuid} - - - - -] image {uuid} at (/var/lib/nova/instances/_base/{hex40}): checking",
      "{pid} INFO nova.compute.claims [req-{uuid} {hex32} {hex32} - - -] [instance: {uuid}] Total memory: {five} MB, used: {four}.00 MB",
      "{pid} WARNING nova.compute.manager [req-{uuid} - - - - -] While synchronizing instance power states, found {two} instances in the database and {two} instances on the hypervisor.",
    ],
  ],
  [
    "zookeeper",
    6,
    [
      "INFO  [NIOServerCxn.Factory:0.0.0.0/0.0.0.0:2181:NIOServerCnxn@{four}] - Closed socket connection for client /{ip}:{port} (no session established for client)",
      "WARN  [SendWorker:{nineteen}:QuorumCnxManager$SendWorker@{three}] - Interrupted while waiting for message on queue",
      "INFO  [CommitProcessor:{small}:NIOServerCnxn@{four}] - Established session 0x{hex15} with negotiated timeout {five} for client /{ip}:{port}",
      "WARN  [RecvWorker:{nineteen}:QuorumCnxManager$RecvWorker@{three}] - Connection broken for id {nineteen}, my id = {small}, error =",
      "INFO  [ProcessThread(sid:{small} cport:-1)::PrepRequestProcessor@{three}] - Got user-level KeeperException when processing sessionid:0x{hex15} type:create cxid:0x{hex4} zxid:0x{hex10} txntype:-1 reqpath:n/a Error Path:/brokers/{name} Error:KeeperErrorCode = NodeExists",
    ],
  ],
  [
    "yarn-nodemanager",
    8,
    [
      "INFO [IPC Server handler {two} on {port}] org.apache.hadoop.mapred.TaskAttemptListenerImpl: Progress of TaskAttempt attempt_{epoch}{three}_{four}_m_{six}_0 is : 0.{eight}",
      "INFO [AsyncDispatcher event handler] org.apache.hadoop.mapreduce.v2.app.job.impl.TaskAttemptImpl: attempt_{epoch}{three}_{four}_m_{six}_{small} TaskAttempt Transitioned from {state} to {state}",
      "WARN [LeaseRenewer:{user}@{name}:9000] org.apache.hadoop.hdfs.LeaseRenewer: Failed to renew lease for [DFSClient_NONMAPREDUCE_{nine}_1] for {three} seconds.  Will retry shortly ...",
      "ERROR [RMCommunicator Allocator] org.apache.hadoop.mapreduce.v2.app.rm.RMContainerAllocator: ERROR IN CONTACTING RM. ",
      "INFO [ContainerLauncher #{small}] org.apache.hadoop.mapreduce.v2.app.launcher.ContainerLauncherImpl: Processing the event EventType: CONTAINER_REMOTE_LAUNCH for container container_{epoch}{three}_{four}_01_{six}",
    ],
  ],
  [
    "apache2",
    5,
    [
      "[error] [client {ip}] File does not exist: /var/www/html/{name}",
      "[notice] jk2_init() Found child {pid} in scoreboard slot {small}",
      "[error] mod_jk child workerEnv in error state {small}",
      "[notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties",
      "[error] [client {ip}] Directory index forbidden by rule: /var/www/html/",
    ],
  ],
  [
    "nginx",
    10,
    [
      '{ip} - - "GET /api/v1/{name}/{seven} HTTP/1.1" 200 {five} "-" "Mozilla/5.0 (X11; Linux x86_64; rv:{three}.0) Gecko/20100101 Firefox/{three}.0" rt=0.{three} uct=0.{three} urt=0.{three}',
      '{ip} - {user} "POST /v1/{name}?id={uuid} HTTP/1.1" {status} {four} "-" "curl/8.{small}.{small}" rt={small}.{three}',
      '{pid}#{pid}: *{eight} upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: {name}.{domain}, request: "GET / HTTP/1.1", upstream: "http://{ip}:{port}/"',
      "{pid}#{pid}: *{eight} connect() failed (111: Connection refused) while connecting to upstream, client: {ip}, server: _",
    ],
  ],
  [
    "postgres",
    6,
    [
      "[{pid}-{small}] {user}@{name} LOG:  duration: {four}.{three} ms  statement: SELECT * FROM {name} WHERE id = {nine} AND tenant = '{uuid}'",
      "[{pid}-1] LOG:  checkpoint complete: wrote {five} buffers ({two}.{small}%); 0 WAL file(s) added, {small} removed, {two} recycled; write={three}.{three} s, sync=0.{three} s, total={three}.{three} s",
      '[{pid}-{small}] {user}@{name} ERROR:  duplicate key value violates unique constraint "{name}_pkey" DETAIL:  Key (id)=({nine}) already exists.',
      '[{pid}-{small}] {user}@{name} FATAL:  password authentication failed for user "{user}"',
      "[{pid}-{small}] LOG:  connection received: host={ip} port={port}",
    ],
  ],
  [
    "systemd",
    4,
    [
      "Started Session {five} of User {user}.",
      "{name}.service: Main process exited, code=exited, status={small}/FAILURE",
      "{name}.service: Consumed {two}.{three}s CPU time, received {three}.{small}K IP traffic, sent {two}.{small}M IP traffic.",
      "Starting {name}.service - system daemon...",
      "run-docker-runtime\\x2drunc-moby-{hex64}-runc.{hex6}.mount: Deactivated successfully.",
    ],
  ],
];

const WORDS =
  "anchor atlas aurora basil beacon bridge cedar cobalt copper crystal delta engine falcon harbor kernel lantern mercury nimbus orbit pepper raven signal tango zenith".split(
    " ",
  );
const USERS = "root admin alice bob carol dave erin frank grace test oracle postgres git deploy ubuntu guest".split(
  " ",
);
const DOMAINS = ["example.com", "lan", "corp.internal", "dsl.provider.net"];
const STATES = ["NEW", "RUNNING", "SUCCEEDED", "COMMIT_PENDING", "KILL_CONTAINER_CLEANUP", "FAIL_TASK_CLEANUP"];
const STATUSES = ["201", "204", "301", "304", "400", "403", "404", "499", "500", "502"];
const HOSTS = "web-01 web-02 db-01 db-02 app-prod-1 app-prod-2 edge-gw bastion nas combo LabSZ dn228".split(" ");

type Random = () => number;
const below = (random: Random, count: number) => Math.floor(random() * count);
const pick = (random: Random, list: readonly string[]) => list[below(random, list.length)] ?? "";
/** A number of so many digits. */
const digits = (count: number) => (random: Random) =>
  String(1 + below(random, 9)) + Array.from({ length: count - 1 }, () => below(random, 10)).join("");
const hex = (count: number) => (random: Random) =>
  Array.from({ length: count }, () => below(random, 16).toString(16)).join("");
/** Few come often, many hardly ever. */
const skewed = (random: Random, count: number) => Math.floor(random() ** 3 * count);

type Kinds = Readonly<Record<string, (random: Random) => string>>;

/** How each kind of variable is made; some are drawn from a list, as in life. */
function makeKinds(random: Random): Kinds {
  const many = (count: number, make: (random: Random) => string) => {
    const list = Array.from({ length: count }, () => make(random));
    return (later: Random) => list[skewed(later, count)] ?? "";
  };
  const uuid = (from: Random) => [8, 4, 4, 4, 12].map((size) => hex(size)(from)).join("-");
  const numbers = Object.fromEntries(
    "small two three four five six seven eight nine".split(" ").map((name, index) => [name, digits(index + 1)]),
  );
  return {
    ...numbers,
    nineteen: digits(19),
    pid: (from) => String(400 + skewed(from, 30_000)),
    port: (from) => String(1_024 + below(from, 64_000)),
    epoch: (from) => String(1_772_000_000 + below(from, 9_000_000)),
    uptime: (from) => `${below(from, 900_000)}.${digits(6)(from)}`,
    ip: many(4_096, (from) => Array.from({ length: 4 }, () => 1 + below(from, 254)).join(".")),
    blk: many(300_000, (from) => `blk_${below(from, 2) === 0 ? "-" : ""}${digits(19)(from)}`),
    uuid: many(60_000, uuid),
    hex32: many(60_000, hex(32)),
    hex40: many(2_000, hex(40)),
    hex64: many(5_000, hex(64)),
    hash: many(2_000, hex(43)),
    hex4: hex(4),
    hex6: hex(6),
    hex10: hex(10),
    hex15: many(60_000, hex(15)),
    pointer: (from) => `0x${hex(12)(from)}`,
    mac: many(500, (from) => Array.from({ length: 14 }, () => hex(2)(from)).join(":")),
    letter: (from) => pick(from, ["a", "b", "c"]),
    name: (from) => pick(from, WORDS),
    user: (from) => pick(from, USERS),
    domain: (from) => pick(from, DOMAINS),
    state: (from) => pick(from, STATES),
    status: (from) => pick(from, STATUSES),
  };
}

/** Planted seven times, at equal distances, at the end of a line. */
export const NEEDLE = "needle7f3a";

/** Lines one after the other, without line ends. */
export function hardLines(count: number): () => string {
  const random = seeded(20_260_301);
  const kinds = makeKinds(random);
  const weights = SERVICES.flatMap((service) => Array.from({ length: service[1] }, () => service));
  const templates = new Map(
    SERVICES.map(([name, , messages]) => [name, messages.map((message) => message.split(/\{(\w+)\}/))]),
  );
  let micros = Date.UTC(2026, 2, 1) * 1_000;
  let burst = 0;
  let second = -1;
  let clock = "";
  let index = -1;
  return () => {
    index += 1;
    micros += burst > 0 ? 20 + below(random, 200) : Math.floor(-Math.log(1 - random()) * 30_000);
    burst = burst > 0 ? burst - 1 : random() < 0.001 ? 50 + below(random, 500) : 0;
    const now = Math.floor(micros / 1e6);
    if (now !== second) clock = new Date(now * 1_000).toISOString().slice(0, 19);
    second = now;
    const [identifier] = weights[below(random, weights.length)] ?? ["app"];
    const pieces = templates.get(identifier) ?? [];
    const message = pieces[below(random, pieces.length)] ?? [];
    const text = message.map((piece, at) => (at % 2 === 0 ? piece : (kinds[piece]?.(random) ?? ""))).join("");
    const host = HOSTS[skewed(random, HOSTS.length)] ?? "";
    const isPlanted = index % Math.ceil(count / 7) === Math.floor(count / 14);
    const fraction = String(micros % 1e6).padStart(6, "0");
    const head = `${clock}.${fraction}+00:00 ${host} ${identifier}[${400 + skewed(random, 30_000)}]: `;
    return `${head}${text}${isPlanted ? ` ${NEEDLE}` : ""}`;
  };
}

/** Writes so many lines, unless the file is there already. */
export function writeHardCorpus(path: string, count: number): void {
  if (existsSync(path) && statSync(path).size > 0) return;
  const next = hardLines(count);
  const file = openSync(path, "w");
  for (let done = 0; done < count; done += 10_000) {
    const part = Array.from({ length: Math.min(10_000, count - done) }, next);
    writeSync(file, `${part.join("\n")}\n`);
  }
  closeSync(file);
}
