import * as fs from "node:fs";
import * as path from "node:path";
import {
    API_SERVICE_ADDRESS,
    ARGO_CD_HOST,
    GIT_HOST,
    GIT_ADDRESS,
    INGRESS_ADDRESS,
    NODE_ADDRESS,
    NODE_NAME,
} from "../network/addresses";
import type { LabPaths } from "../paths";
import { run } from "../processes/run";

/** A certificate with its private key, as PEM files. */
export interface KeyPair {
    readonly certificate: string;
    readonly key: string;
}

/** The files of {@link ensureCertificates}. */
export interface Certificates {
    readonly authority: KeyPair;
    readonly apiServer: KeyPair;
    /** With which the API server shows the kubelet who it is. */
    readonly kubeletClient: KeyPair;
    readonly git: KeyPair;
    /** For hosts whose Ingress names no certificate. */
    readonly ingress: KeyPair;
    /** Signs service account tokens. */
    readonly serviceAccounts: { readonly privateKey: string; readonly publicKey: string };
}

export function certificateFiles(paths: LabPaths): Certificates {
    const directory = path.join(paths.run, "certificates");
    const pair = (name: string): KeyPair => ({
        certificate: path.join(directory, `${name}.crt`),
        key: path.join(directory, `${name}.key`),
    });
    return {
        authority: { certificate: paths.caCertificate, key: paths.caKey },
        apiServer: pair("apiserver"),
        kubeletClient: pair("kubelet-client"),
        git: pair("git"),
        ingress: pair("ingress"),
        serviceAccounts: {
            privateKey: path.join(directory, "service-accounts.key"),
            publicKey: path.join(directory, "service-accounts.pub"),
        },
    };
}

/** Makes the lab's authority, what it signs, and the bundle that trusts it, where missing. */
export async function ensureCertificates(paths: LabPaths): Promise<Certificates> {
    const files = certificateFiles(paths);
    fs.mkdirSync(path.join(paths.run, "certificates"), { recursive: true, mode: 0o700 });
    await ensureAuthority(files.authority);
    await Promise.all([
        ensureSigned(files.authority, files.apiServer, "/CN=kube-apiserver", [
            "extendedKeyUsage=serverAuth",
            `subjectAltName=IP:${NODE_ADDRESS},IP:${API_SERVICE_ADDRESS},IP:127.0.0.1,DNS:${NODE_NAME},DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local`,
        ]),
        ensureSigned(files.authority, files.kubeletClient, "/O=system:masters/CN=kube-apiserver", [
            "extendedKeyUsage=clientAuth",
        ]),
        ensureSigned(files.authority, files.git, `/CN=${GIT_HOST}`, [
            "extendedKeyUsage=serverAuth",
            `subjectAltName=DNS:${GIT_HOST},DNS:*.${GIT_HOST},IP:${GIT_ADDRESS}`,
        ]),
        ensureSigned(files.authority, files.ingress, `/CN=${ARGO_CD_HOST}`, [
            "extendedKeyUsage=serverAuth",
            // Not only the wildcard: Node and OpenSSL accept none right below a top-level domain.
            `subjectAltName=DNS:${ARGO_CD_HOST},DNS:*.lab,IP:${INGRESS_ADDRESS}`,
        ]),
        ensureServiceAccountKeys(files.serviceAccounts),
    ]);
    writeBundle(paths);
    return files;
}

async function ensureAuthority(authority: KeyPair): Promise<void> {
    await makeOnce([authority.key, authority.certificate], async ([key = "", certificate = ""]) => {
        await run("openssl", [
            ...newCertificate("/CN=argocd-image-drift lab", key, certificate),
            ...extensions([
                "basicConstraints=critical,CA:TRUE",
                "keyUsage=critical,keyCertSign,cRLSign",
                "subjectKeyIdentifier=hash",
            ]),
        ]);
    });
}

async function ensureSigned(
    authority: KeyPair,
    pair: KeyPair,
    subject: string,
    lines: readonly string[],
): Promise<void> {
    await makeOnce([pair.key, pair.certificate], async ([key = "", certificate = ""]) => {
        await run("openssl", [
            ...newCertificate(subject, key, certificate),
            ...["-CA", authority.certificate, "-CAkey", authority.key],
            ...extensions([
                "basicConstraints=critical,CA:FALSE",
                "keyUsage=critical,digitalSignature",
                "authorityKeyIdentifier=keyid",
                ...lines,
            ]),
        ]);
    });
}

async function ensureServiceAccountKeys(files: Certificates["serviceAccounts"]): Promise<void> {
    await makeOnce(
        [files.privateKey, files.publicKey],
        async ([privateKey = "", publicKey = ""]) => {
            await run("openssl", [
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-noout",
                "-out",
                privateKey,
            ]);
            await run("openssl", ["ec", "-in", privateKey, "-pubout", "-out", publicKey]);
        },
    );
}

/** The last file counts: it is put in place when all are complete. */
async function makeOnce(
    files: readonly string[],
    make: (drafts: string[]) => Promise<void>,
): Promise<void> {
    if (files.every((file) => fs.existsSync(file))) {
        return;
    }
    const drafts = files.map((file) => `${file}.draft`);
    await make(drafts);
    files.forEach((file, index) => {
        fs.renameSync(drafts[index] ?? "", file);
    });
}

function newCertificate(subject: string, key: string, certificate: string): string[] {
    return [
        ...[
            "req",
            "-x509",
            "-config",
            "/dev/null",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ],
        ...[
            "-nodes",
            "-sha256",
            "-days",
            "3650",
            "-subj",
            subject,
            "-keyout",
            key,
            "-out",
            certificate,
        ],
    ];
}

function extensions(lines: readonly string[]): string[] {
    return lines.flatMap((line) => ["-addext", line]);
}

/** Where distributions keep the machine's certificate authorities. */
const SYSTEM_BUNDLES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

function writeBundle(paths: LabPaths): void {
    const system = SYSTEM_BUNDLES.find((file) => fs.existsSync(file));
    const parts = [...(system === undefined ? [] : [system]), paths.caCertificate];
    const text = parts.map((file) => fs.readFileSync(file, "utf8").trimEnd()).join("\n");
    fs.writeFileSync(paths.caBundle, text + "\n");
}
