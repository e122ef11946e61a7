import assert from "node:assert/strict";

import { StandInClient } from "../../github/client";

import { clusterSettled } from "./snapshot";

const gitHub = new StandInClient("http://127.0.0.1:7701");

before("the cluster has settled", clusterSettled);

// Runs after all files: a request the stand-in does not know, or an answer that GitHub would not
// give, makes whatever passed doubtful.
after("the stand-in spoke GitHub's API, and knew every request", async () => {
    assert.deepEqual(await gitHub.violations(), []);
});
