import assert from "node:assert/strict";
import fs from "node:fs/promises";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { selfSigned } from "../../../lab/github/http/serverCertificate";
import { Harness } from "./harness";

describe("stand-in: its certificate", () => {
    let directory: string;
    let harness: Harness;
    const pair = selfSigned("localhost");

    before(async () => {
        directory = await fs.mkdtemp(path.join(os.tmpdir(), "stand-in-test-"));
        const tls = { cert: path.join(directory, "cert"), key: path.join(directory, "key") };
        await fs.writeFile(tls.cert, pair.cert);
        await fs.writeFile(tls.key, pair.key);
        harness = await Harness.start({ tls, host: "localhost" });
    });
    after(async () => {
        await harness.stop();
        await fs.rm(directory, { recursive: true });
    });

    /** Asks, over a new connection if nothing else is said, and trusts its own certificate only. */
    function ask(through: https.RequestOptions = {}): Promise<number | undefined> {
        return new Promise((resolve, reject) => {
            const options = { ca: pair.cert, agent: false, ...through };
            https
                .get(`${harness.web}/api/v3/user`, options, (response) => {
                    response.resume();
                    resolve(response.statusCode);
                })
                .on("error", reject);
        });
    }

    it("is another one on demand, which clients refuse, and its own again", async () => {
        assert.equal(await ask(), 401);
        await harness.admin.useOtherCertificate(true);
        await assert.rejects(ask(), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
        await harness.admin.useOtherCertificate(false);
        assert.equal(await ask(), 401);
    });

    it("is seen by who had a connection from before, and was about to use it again", async () => {
        const agent = new https.Agent({ ca: pair.cert, keepAlive: true, maxSockets: 1 });
        try {
            assert.equal(await ask({ agent }), 401);
            await harness.admin.useOtherCertificate(true);
            await assert.rejects(ask({ agent }), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
        } finally {
            agent.destroy();
            await harness.admin.useOtherCertificate(false);
        }
    });

    it("is none over plain HTTP", async () => {
        const plain = await Harness.start();
        try {
            await assert.rejects(plain.admin.useOtherCertificate(true), /plain HTTP/);
        } finally {
            await plain.stop();
        }
    });
});
