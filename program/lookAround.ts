import * as pulumi from "@pulumi/pulumi";

import * as components from "../components";
import { reviewedOverlays } from "../stacks";
import { environmentContent, repositoryContent } from "./content";
import type { Subject } from "./subject";

/**
 * What GitHub has, and whether an Argo CD to be joined fits: asked before anything is made.
 *
 * @throws RunError with what has to be put right first
 */
export async function lookAround(
    subject: Subject,
    { gitHub, cluster }: components.Providers,
): Promise<components.GitHubLookup> {
    const { stack, environment, config, names, address } = subject;
    const found = await components.lookUpGitHub(
        {
            address,
            appName: config.app.name,
            repository: { ...config.repository, pullRequests: config.pullRequests !== undefined },
            hasWebhooks: config.ingress !== undefined,
            environment: config.gitHubEnvironment && {
                ...config.gitHubEnvironment,
                name: environment.overlay,
            },
            reviewedOverlays: reviewedOverlays(),
            managed: (branch) => [
                ...components.managedInRepository(repositoryContent(subject), branch),
                ...components.managedInEnvironment(environmentContent(subject), branch),
            ],
            stackReference: `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
        },
        gitHub,
    );
    await components.joinArgoCd(
        {
            ...config.argoCd,
            stack,
            isTooEarly: config.repository.mode === "join" && !found.repository.exists,
            instance: names.instance,
            pullRequests: config.pullRequests,
        },
        cluster,
    );
    return found;
}
