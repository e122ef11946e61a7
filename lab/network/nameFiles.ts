import { LAB_HOSTS, NODE_ADDRESS } from "./addresses";

/** /etc/hosts as programs in the lab see it. */
export function hostsFile(): string {
    const lines = Object.entries(LAB_HOSTS).map(([name, address]) => `${address} ${name}`);
    return ["127.0.0.1 localhost", "::1 localhost", ...lines, ""].join("\n");
}

/** /etc/resolv.conf as programs in the lab see it: the lab's CoreDNS, and nobody else. */
export function resolvConf(): string {
    return `nameserver ${NODE_ADDRESS}\noptions timeout:2 attempts:2\n`;
}
