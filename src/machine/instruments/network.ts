import { type Instrument, numbersOf, rate } from "./instrument.js";

/** Where bytes stand that came in and went out, behind the name. */
const [RECEIVED, SENT] = [0, 8];

/** Within the machine, or over an interface that is counted already: bridges, bonds, tunnels and their ends. */
const NO_WIRE = /^(?:lo|veth|docker|br-|br\d|virbr|vnet|tap|tun|wg|bond|team|dummy|ifb|vlan|vxlan|cni|flannel|cali)|\./;

/** What came and went over the network's interfaces. */
export const network: Instrument = {
  file: "net/dev",
  metrics: ["network.received", "network.sent"],
  read(text) {
    const rows = [...text.matchAll(/^ *([^\s:]+): *(\d.*)$/gm)].map(([, name = "", line = ""]) => {
      const numbers = numbersOf(line);
      return [name, [numbers[RECEIVED] ?? 0, numbers[SENT] ?? 0]] as const;
    });
    return new Map(rows.filter(([name]) => !NO_WIRE.test(name)));
  },
  measure: (before, now, seconds) => [0, 1].map((place) => rate(before, now, place, seconds)),
};
