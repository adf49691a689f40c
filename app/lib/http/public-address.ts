import { BlockList, isIP, isIPv4 } from "node:net";

/** IPv4 that is no address of the public internet (IANA special-purpose registry), and clouds' metadata services. */
const CLOSED_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // shared by carriers; 100.100.100.200 is Alibaba Cloud's metadata
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's own services
  ["169.254.0.0", 16], // link-local; 169.254.169.254 is most clouds' metadata
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Of IPv6 only 2000::/3 is public, and these parts of it are not, or lead to an IPv4 address inside. */
const CLOSED_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // Teredo and other protocols' own
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [network, bits] of CLOSED_V4) closed.addSubnet(network, bits, "ipv4");
for (const [network, bits] of CLOSED_V6) closed.addSubnet(network, bits, "ipv6");
const open = new BlockList();
open.addSubnet("2000::", 3, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether an IP address lies in the public internet: not private, loopback, link-local, reserved or metadata. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !closed.check(address, "ipv4");
  return open.check(address, "ipv6") && !closed.check(address, "ipv6");
}

export function isLoopbackIp(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
