import assert from "node:assert/strict";

import type { Lab } from "../../loop/lab";
import { podLog } from "../../loop/podLog";
import { waitFor } from "../../wait";

/** What git, with either of its TLS libraries, and Go say of a certificate of unknown authority. */
const UNTRUSTED =
    /certificate signer not trusted|SSL certificate problem|x509: certificate signed by unknown/;

/**
 * Puts a server with another certificate in GitHub's place until some work is done and the updater
 * has refused it. It must not have been shown a credential.
 *
 * @param work makes the updater want to write
 */
export async function withImpostor(lab: Lab, work: () => Promise<void>): Promise<void> {
    await lab.gitHub.useOtherCertificate(true);
    try {
        // What had begun before has ended: it was GitHub that it was shown.
        const since = new Date();
        const lastGit = await lab.gitHub.newest("git");
        const lastRequest = await lab.gitHub.newest("requests");
        await work();
        await waitFor(
            async () => {
                const log = await podLog(lab.api, "argocd", "argocd-image-updater", since);
                return UNTRUSTED.test(log)
                    ? { met: true, value: undefined }
                    : { met: false, state: log.slice(-500) };
            },
            { what: "the updater to refuse the other certificate", deadlineSeconds: 120 },
        );
        const shown = (await lab.gitHub.git(lastGit)).filter(({ token }) => token !== undefined);
        assert.deepEqual(shown, []);
        assert.deepEqual(await lab.gitHub.requests(lastRequest), []);
    } finally {
        await lab.gitHub.useOtherCertificate(false);
    }
}
