import { prepareKustomize } from "./kustomize";
import { holdWarnings } from "./warnings";

holdWarnings();

// Before all tests, because the time limit of one is not made for a build.
before("kustomize is there", async function () {
    this.timeout(300_000);
    await prepareKustomize();
});
