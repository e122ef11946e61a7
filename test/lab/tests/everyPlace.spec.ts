import assert from "node:assert/strict";

import { placesOfObjects } from "../../../lab/secrecy/clusterObjects";
import { podsWithoutLog } from "../../../lab/tests/credentials/everyPlace";

const event = (reason: string, name: string, uid: string) => ({
    kind: "Event",
    metadata: { name: `${name}.${uid}`, namespace: "argocd" },
    reason,
    involvedObject: { kind: "Pod", namespace: "argocd", name, uid },
});
const log = (pod: string) => ({ name: `pod log/${pod}/server/1`, content: Buffer.from("") });

describe("lab/tests: logs that were not searched", () => {
    const items = [
        event("Started", "server-a", "1"),
        event("Started", "server-a", "1"),
        event("Started", "server-b", "2"),
        event("Scheduled", "server-c", "3"),
        { kind: "Pod", metadata: { name: "server-d", namespace: "argocd" } },
    ];
    const events = placesOfObjects(JSON.stringify({ items }));

    it("are those of pods that have run, by the Events, also of pods that have gone", () => {
        assert.deepEqual(podsWithoutLog([...events, log("argocd_server-b_2")]), [
            "argocd_server-a_1",
        ]);
        const both = [log("argocd_server-a_1"), log("argocd_server-b_2")];
        assert.deepEqual(podsWithoutLog([...events, ...both]), []);
    });

    it("are those of a pod whose name begins like another's too", () => {
        const longer = log("argocd_server-a_12");
        assert.deepEqual(podsWithoutLog([...events, longer, log("argocd_server-b_2")]), [
            "argocd_server-a_1",
        ]);
    });
});
