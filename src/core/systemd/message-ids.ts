/** The MESSAGE_IDs that are looked for by themselves: what happens to a unit, a crash, and what journald left out. */
export const MessageId = {
  starting: "7d4958e842da4a758f6c1cdc7b36dcc5",
  started: "39f53479d3a045ac8e11786248231fbf",
  startFailed: "be02cf6855d2428ba40df7e9d022f03d",
  processExited: "98e322203f7a4ed290d09fe03c09fe15",
  failed: "d9b373ed55a64feb8242e02dbe79a49c",
  stopped: "9d1aaa27d60140bd96365438aad20286",
  deactivated: "7ad2d189f7e94e70a38c781354912448",
  reloaded: "7b05ebc668384222baa8881179cfda54",
  suppressed: "a596d6fe7bfa4994828e72309e95d61e",
  coredump: "fc2e22bc6ee647b6b90729ab34a250b1",
} as const;

/** What a systemd message says, known by its MESSAGE_ID (sd-messages.h, and the catalogue of systemd 257). */
export type KnownMessage = {
  /** The name that `event:` asks for. */
  readonly event: string;
  /** Where the result stands in the record; behind `=` it is the result itself, for the message has only one. */
  readonly result?: string;
};

// oxfmt-ignore
const MESSAGES: readonly (readonly [id: string, event: string, result?: string])[] = [
  // A unit and its processes.
  ["c772d24e9a884cbeb9ea12625c306c01", "unit-file-error"],
  ["641257651c1b4ec9a8624d7a40a9e1e7", "exec-failed"],
  [MessageId.startFailed, "unit-start-failed", "JOB_RESULT"],
  [MessageId.failed, "unit-failed", "UNIT_RESULT"],
  ["d989611b15e44c9dbf31e3c81256e4ed", "oomd-kill", "=oom-kill"],
  ["fe6faa94e7774663a0da52717891d8ef", "oom-kill", "=oom-kill"],
  [MessageId.processExited, "process-exited"],
  [MessageId.reloaded, "unit-reloaded", "JOB_RESULT"],
  ["d34d037fff1847e6ae669a370e694725", "unit-reloading"],
  ["ae8f7b866b0347b9af31fe1c80b127c0", "unit-resources"],
  ["5eb03494b6584870a536b337290809b3", "restart-scheduled"],
  ["0e4284a0caca4bfc81c0bb6786972673", "unit-skipped"],
  [MessageId.started, "unit-started", "JOB_RESULT"],
  [MessageId.starting, "unit-starting"],
  [MessageId.stopped, "unit-stopped", "JOB_RESULT"],
  ["de5b426a63be47a7b6ac3eaac82e2f6f", "unit-stopping"],
  [MessageId.deactivated, "unit-succeeded"],
  // Processes that crashed.
  ["1f4e0a44a88649939aaea34fc6da8c95", "backtrace"],
  [MessageId.coredump, "coredump"],
  ["5aadd8e954dc4b1a8c954d63fd9e1137", "coredump-truncated"],
  // journald about itself.
  [MessageId.suppressed, "messages-suppressed"],
  ["e9bf28e6e834481bb6f48f548ad13606", "messages-missed"],
  ["f77379a8490b408bbe5f6940505a777b", "journal-started"],
  ["d93fb3c9c24d451a97cea615ce59c00b", "journal-stopped"],
  ["ec387f577b844b8fa948f33cad9a75e6", "journal-usage"],
  // Start and end of the system.
  ["98268866d1d54a499c4e98921d93bc40", "shutdown"],
  ["b07a249cd024414a82dd00cd181378ff", "boot-finished"],
  ["50876a9db00f4c40bde1a2ad381c3a1b", "system-tainted"],
  ["eed00a68ffd84e31882105fd973abdd1", "user-boot-finished"],
  // Sleep.
  ["6bbd95ee977941e497c48be27c254128", "sleep"],
  ["8811e6df2a8e40f58a94cea26f8ebf14", "wake"],
  // Clocks.
  ["45f82f4aef7a4bbf942ce861d1f20990", "timezone-change"],
  ["c7a787079b354eaaa9e77b371893cd27", "time-change"],
  ["7c8a41f37b764941a0e1780b1be2f037", "time-synchronised"],
  // Logins and seats.
  ["8d45620c1a4348dbb17410da57c60c66", "session-started"],
  ["3354939424b4456d9802ca8333ed424a", "session-ended"],
  // systemd itself in trouble.
  ["d9ec5e95e4b646aaaea2fd05214edbda", "init-crashed"],
  ["3ed0163e868a4417ab8b9e210407a96c", "reboot-failed"],
  ["645c735537634ae0a32b15a7c6cba7d4", "init-froze"],
  ["5addb3a06a734d3396b794bf98fb2d01", "init-fatal-signal"],
  ["5c9e98de4ab94c6a9d04d0ad793bd903", "init-fatal-signal"],
  ["5e6f1f5e4db64a0eaee3368249d20b94", "init-fatal-signal"],
  ["83f84b35ee264f74a3896a9717af34cb", "init-fatal-signal"],
  ["3a73a98baf5b4b199929e3226c0be783", "init-fatal-signal"],
  ["2ed18d4f78ca47f0a9bc25271c26adb4", "init-fatal-signal"],
  ["56b1cd96f24246c5b607666fda952356", "init-fatal-signal"],
  ["4ac7566d4d7548f4981f629a28f0f829", "init-fatal-signal"],
  ["38e8b1e039ad469291b18b44c553a5b7", "crash-shell-failed"],
  ["872729b47dbe473eb768ccecd477beda", "crash-shell-failed"],
  ["658a67adc1c940b3b3316e7e8628834a", "manager-selinux-failed"],
  ["79e05b67bc4545d1922fe47107ee60c5", "manager-loop-failed"],
  ["ed158c2df8884fa584eead2d902c1032", "init-usermode-capabilities-failed"],
  ["42695b500df048298bee37159caa9f2e", "init-capabilities-failed"],
  ["59288af523be43a28d494e41e26e4510", "default-target-failed"],
  ["689b4fcc97b4486ea5da92db69c9e314", "default-target-failed"],
  ["5ed836f1766f4a8a9fc5da45aae23b29", "manager-descriptors-failed"],
  ["6a40fbfbd2ba4b8db02fb40c9cd090d7", "init-environment-failed"],
  ["0e54470984ac419689743d957a119e2e", "manager-allocation-failed"],
  ["d67fa9f847aa4b048a2ae33535331adb", "manager-smack-failed"],
  ["af55a6f75b544431b72649f36ff6d62c", "shutdown-failed"],
  ["d18e0339efb24a068d9c1060221048c2", "init-valgrind-failed"],
  // Keys, lids and docks.
  ["b72ea4a2881545a0b50e200e55b9b073", "hibernate-key"],
  ["167836df6f7f428e98147227b2dc8945", "hibernate-key-long-press"],
  ["b72ea4a2881545a0b50e200e55b9b070", "lid-closed"],
  ["b72ea4a2881545a0b50e200e55b9b06f", "lid-opened"],
  ["b72ea4a2881545a0b50e200e55b9b071", "power-key"],
  ["3e0117101eb243c1b9a50db3494ab10b", "power-key-long-press"],
  ["9fa9d2c012134ec385451ffe316f97d0", "reboot-key"],
  ["f1c59a58c9d943668965c337caec5975", "reboot-key-long-press"],
  ["b72ea4a2881545a0b50e200e55b9b072", "suspend-key"],
  ["bfdaf6d312ab4007bc1fe40a15df78e8", "suspend-key-long-press"],
  ["f5f416b862074b28927a48c3ba7d51ff", "system-docked"],
  ["51e171bd585248568110144c517cca53", "system-undocked"],
  // Everything else.
  ["010190138f494e29a0ef6669749531aa", "device-path-not-suitable"],
  ["36db2dfa5a9045e1bd4af5f93e1cf057", "dnssec-downgrade"],
  ["1675d7f172174098b1108bf8c7dc8f5d", "dnssec-failure"],
  ["4d4408cfd0d144859184d1e65d7c8a65", "dnssec-trust-anchor-revoked"],
  ["c14aaf76ec284a5fa1f105f88dfb061c", "factory-reset"],
  ["0027229ca0644181a76c4e92458afa2e", "syslog-missed"],
  ["24d8d4452573402496068381a6312df2", "machine-started"],
  ["58432bd3bace477cb514b56381b8a758", "machine-stopped"],
  ["1b3bb94037f04bbf81028e135a12d293", "mount-point-unsuitable"],
  ["b480325f9c394a7b802c231e51a2752c", "nobody-user-unsuitable"],
  ["1dee0369c7fc4736b7099b38ecb46ee7", "mount-point-not-empty"],
  ["fcbefc5da23d428093f97c82a9290f7b", "seat-added"],
  ["e7852bfe46784ed0accde04bc864c2d5", "seat-removed"],
  ["249f6fb9e6e2428c96f3f0875681ffa3", "shutdown-cancelled"],
  ["9e7066279dc8403da79ce4b1a69064b2", "shutdown-scheduled"],
  ["1c0454c1bd2241e0ac6fefb4bc631433", "udev-settle-deprecated"],
  ["3f7d5ef3e54f4302b4f0b143bb270cab", "tpm-measured"],
  ["b61fdac612e94b9182285b998843061f", "unsafe-user-name"],
  ["b2bcbaf5edf948e093ce50bbea0e81ec", "secure-attention-key"],
  ["e6f456bd92004d9580160b2207555186", "battery-low"],
  ["267437d33fdd41099ad76221cc24a335", "battery-power-off"],
  ["dbb136b10ef4457ba47a795d62f108c9", "user-manager-no-runtime-dir"],
  ["bfc2430724ab44499735b4f94cca9295", "user-manager-privileges-failed"],
  ["f9b0be465ad540d0850ad32172d57c21", "memory-trimmed"],
  ["a8fa8dacdb1d443e9503b8be367a6adb", "sysv-service-found"],
  ["187c62eb1e7f463bb530394f52cb090f", "portable-attached"],
  ["76c5c754d628490d8ecba4c9d042112b", "portable-detached"],
  ["ad7089f928ac4f7ea00c07457d47ba8a", "tpm-enroll-refused"],
  ["9cf56b8baf9546cf9478783a8de42113", "sysctl-changed"],
];

export const KNOWN_MESSAGES: ReadonlyMap<string, KnownMessage> = new Map(
  MESSAGES.map(([id, event, result]) => [id, result === undefined ? { event } : { event, result }]),
);
