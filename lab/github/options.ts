/** The command line of the stand-in. */
import { parseArgs } from "node:util";
import type { StandInOptions } from "./standIn";

export const usage = `usage: tsx lab/github/main.ts --state DIR --host NAME --address IP [options]
  --state DIR              where repositories and tables are kept
  --host NAME              name clients use: git.lab
  --address IP             address for HTTPS and SSH
  --tls-cert F --tls-key F certificate and key, PEM; plain HTTP without them
  --ssh-host-key F         private host key; made if absent (default DIR/ssh_host_key)
  --admin IP:PORT          admin API (default 127.0.0.1:7701)
  --https-port N           default 443
  --ssh-port N             default 22`;

/** @throws Error that says which argument is missing or wrong */
export function parseOptions(args: string[]): StandInOptions {
    const { values } = parseArgs({
        args,
        options: {
            state: { type: "string" },
            host: { type: "string" },
            address: { type: "string" },
            "tls-cert": { type: "string" },
            "tls-key": { type: "string" },
            "ssh-host-key": { type: "string" },
            admin: { type: "string", default: "127.0.0.1:7701" },
            "https-port": { type: "string", default: "443" },
            "ssh-port": { type: "string", default: "22" },
        },
    });
    const { state, host, address, "tls-cert": cert, "tls-key": key } = values;
    if (state === undefined || host === undefined || address === undefined) {
        throw new Error("--state, --host and --address are needed");
    }
    if ((cert === undefined) !== (key === undefined)) {
        throw new Error("--tls-cert and --tls-key belong together");
    }
    const [adminAddress = "", adminPort = ""] = values.admin.split(":");
    return {
        state,
        host,
        address,
        tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
        httpPort: port(values["https-port"]),
        sshPort: port(values["ssh-port"]),
        sshHostKey: values["ssh-host-key"],
        admin: { address: adminAddress, port: port(adminPort) },
    };
}

function port(text: string): number {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 0 || number > 65535 || text === "") {
        throw new Error(`"${text}" is no port`);
    }
    return number;
}
