import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/policy";

import type { Given } from "./support/judge";
import { casesOf } from "./support/cases";

function webhook(configuration: object): Given {
    return {
        type: "github:index/repositoryWebhook:RepositoryWebhook",
        name: "webhooks-push",
        inputs: {
            configuration: new Secret({
                url: "https://argocd.example.com/api/webhook",
                contentType: "json",
                secret: "a random one",
                insecureSsl: false,
                ...configuration,
            }),
        },
    };
}

casesOf("webhooks-signed-json", [
    ["a signed one that sends JSON", webhook({})],
    ["a secret that is not known yet", webhook({ secret: pulumi.runtime.unknownValue })],
    [
        "a configuration that is not known yet",
        {
            type: "github:index/repositoryWebhook:RepositoryWebhook",
            inputs: { configuration: pulumi.runtime.unknownValue },
        },
    ],
    [
        "one without a secret",
        webhook({ secret: undefined }),
        /RepositoryWebhook "webhooks-push" has no secret.+set configuration\.secret/,
    ],
    ["one with an empty secret", webhook({ secret: "" }), /has no secret/],
    ["forms", webhook({ contentType: "form" }), /sends "form", not JSON/],
    ["forms, which are the default", webhook({ contentType: undefined }), /sends forms, not JSON/],
    [
        "any certificate",
        webhook({ insecureSsl: true }),
        /does not check the receiver's certificate/,
    ],
]);
