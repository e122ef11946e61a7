import { at } from "../inputs/look";
import { WEBHOOK } from "../inputs/types";
import { resourceRule } from "./resourceRule";

/** Without a secret anybody can send the event; Argo CD and the updater read JSON only. */
export const signedWebhooks = resourceRule({
    name: "webhooks-signed-json",
    description: "A webhook signs its events with a secret, sends JSON and checks certificates.",
    types: [WEBHOOK],
    defaults: {},
    check: ({ inputs }, report) => {
        const secret = at(inputs, "configuration", "secret");
        if (secret === undefined || secret === null || secret === "") {
            report(
                "has no secret: its receiver cannot tell GitHub from anybody else",
                "set configuration.secret to a random value that the receiver is given too",
            );
        }
        const contentType = at(inputs, "configuration", "contentType");
        if (typeof contentType !== "symbol" && contentType !== "json") {
            report(
                `sends ${typeof contentType === "string" ? `"${contentType}"` : "forms"}, not JSON`,
                'set configuration.contentType to "json"',
            );
        }
        if (at(inputs, "configuration", "insecureSsl") === true) {
            report(
                "does not check the receiver's certificate",
                "leave configuration.insecureSsl false, and give the receiver a certificate that GitHub trusts",
            );
        }
    },
});
