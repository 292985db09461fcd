import type { Category, Fields } from "../core/entry.js";
import type { Categorise } from "../core/ports.js";

/**
 * Names of programs and units by what they are about; a trailing `*` stands for any ending. Looked up first by
 * identifier, then by unit. Programs that are nobody's in particular (a web server, a database) are `service`.
 */
// oxfmt-ignore
const NAMES: Readonly<Record<Exclude<Category, "service">, readonly string[]>> = {
  security: [
    "sshd*", "sudo*", "su", "doas", "login", "polkit*", "pkexec", "audit*", "fail2ban*", "crowdsec*", "sssd*", "pam*",
    "systemd-logind", "gdm-password*", "gnome-keyring*", "apparmor*", "setroubleshoot*", "usbguard*", "clamd", "krb5kdc",
    "kadmind", "passwd", "useradd", "userdel", "groupadd", "usermod", "chpasswd", "unix_chkpwd", "rkhunter", "ossec*",
    "systemd-cryptsetup*", "agenix*", "sops-install-secrets",
  ],
  network: [
    "NetworkManager*", "nm-*", "systemd-networkd*", "systemd-resolved*", "systemd-timesyncd", "dhcp*", "dhclient",
    "wpa_supplicant*", "iwd", "avahi*", "dnsmasq*", "unbound*", "named", "bind", "nftables*", "firewall*", "iptables*",
    "openvpn*", "wireguard*", "wg-quick*", "tailscale*", "chronyd", "ntpd", "ModemManager", "hostapd*", "connmand",
    "bird*", "frr", "zebra", "radvd", "strongswan*", "charon*", "network-*", "resolvconf", "nscd", "kresd*", "rpcbind",
    "mosh-server", "zerotier*", "netbird*", "bluetoothd",
  ],
  build: [
    "nix", "nix-*", "nixos*", "hydra*", "nom", "home-manager*", "switch-to-configuration*", "make", "cmake", "ninja",
    "meson", "cc", "gcc*", "g++*", "clang*", "rustc", "cargo*", "go", "npm", "webpack", "vite", "buildkit*", "buildah",
    "gitlab-runner*", "github-runner*", "actions-runner*", "woodpecker*", "jenkins*", "buildbot*", "distccd", "sccache*",
  ],
  system: [
    "kernel", "systemd*", "init", "dbus*", "udev*", "cron*", "CRON", "anacron", "atd", "acpid", "smartd", "irqbalance",
    "thermald", "upowerd", "udisksd", "udisks2*", "rsyslogd", "syslog*", "journal*", "logrotate*", "fstrim*", "mount",
    "umount", "swapon", "earlyoom*", "zed", "lvm*", "mdadm*", "mdmonitor*", "dracut*", "bootctl", "fwupd*", "colord",
    "accounts-daemon", "rtkit*", "user@*", "session-*", "init.scope", "zfs*", "btrfs*", "powertop", "tlp", "auto-cpufreq",
    "modprobe", "ldconfig", "packagekitd", "snapd", "rc.local",
  ],
};

/** Syslog facilities (RFC 5424 §6.2.1) that say enough by themselves. */
const FACILITIES: ReadonlyMap<number, Category> = new Map([
  [0, "system"],
  [2, "service"],
  [4, "security"],
  [5, "system"],
  [6, "service"],
  [9, "system"],
  [10, "security"],
  [12, "network"],
  [13, "security"],
]);

/** Formats whose names are those of the things they are about: a build of openssl is no security matter. */
const OVERRULING: ReadonlyMap<string, Category> = new Map([
  ["nix", "build"],
  ["nix-log", "build"],
]);

/** Formats that only one kind of program writes. */
const FORMATS: ReadonlyMap<string, Category> = new Map([
  ["kmsg", "system"],
  ["dmesg", "system"],
  ["access", "service"],
]);

const UNIT_ENDING = /\.(?:service|socket|timer|mount|scope|slice|target|path|device|swap|automount)$/;

const PATTERNS = (["security", "network", "build", "system"] as const).flatMap((category) =>
  NAMES[category].map((name) => ({ name, category })),
);
const EXACT = new Map(PATTERNS.map(({ name, category }) => [name, category]));
/** The longest decides: `systemd-networkd*` before `systemd*`. */
const PREFIXES = PATTERNS.filter(({ name }) => name.endsWith("*"))
  .map(({ name, category }) => ({ prefix: name.slice(0, -1), category }))
  .toSorted((a, b) => b.prefix.length - a.prefix.length);

/** What an entry is about, judged by who wrote it; undefined when that says nothing. */
export const categorise: Categorise = ({ format, unit, identifier }, fields) =>
  OVERRULING.get(format) ??
  categoryOfName(speaksOfUnit(identifier, unit) ? undefined : identifier) ??
  categoryOfName(unit?.replace(UNIT_ENDING, "")) ??
  FORMATS.get(format) ??
  (unit === undefined ? categoryOfFacility(fields()) : categoryOfUnit(unit));

/** What systemd says of a unit is about the unit. */
function speaksOfUnit(identifier: string | undefined, unit: string | undefined): boolean {
  return identifier === "systemd" && unit !== undefined && unit !== "init.scope";
}

function categoryOfName(path: string | undefined): Category | undefined {
  if (path === undefined) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return EXACT.get(name) ?? PREFIXES.find(({ prefix }) => name.startsWith(prefix))?.category;
}

function categoryOfUnit(unit: string): Category {
  return unit.endsWith(".service") || unit.endsWith(".socket") ? "service" : "system";
}

function categoryOfFacility(fields: Fields): Category | undefined {
  const facility = fields["facility"] ?? fields["SYSLOG_FACILITY"];
  return facility === undefined || facility === "" ? undefined : FACILITIES.get(Number(facility));
}
