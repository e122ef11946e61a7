/** Argo CD, its image updater, the repository they reconcile, and one environment of it. */
// What is loaded from here on is compiled by esbuild, and kept: the TypeScript compiler, which the
// engine uses, takes two seconds longer, in each preview.
import "tsx/cjs";

import * as pulumi from "@pulumi/pulumi";

import { makeProviders, markUsers, type Summary, toldShortly } from "./components";
import { makeEnvironment } from "./program/environment";
import { makeInstallation } from "./program/installation";
import { lookAround } from "./program/lookAround";
import { outputs } from "./program/outputs";
import { makeRepository } from "./program/repository";
import { subjectOf } from "./program/subject";
import { environments } from "./stacks";

export = (): Promise<Summary> => toldShortly(program);

/** One stack; asynchronous because GitHub is asked what is there before anything is made. */
async function program(): Promise<Summary> {
    const subject = subjectOf(pulumi.getStack());
    const { stack, config } = subject;
    const providers = makeProviders(config);
    const found = await lookAround(subject, providers);

    const repository = makeRepository(subject, found, providers);
    const installation = makeInstallation(subject, repository, found, providers);
    const environment = makeEnvironment(subject, repository, installation, providers);

    markUsers(
        { ...config.argoCd, stack, known: Object.keys(environments) },
        Object.values<pulumi.Resource>({ ...repository, ...installation, ...environment }),
    );
    return outputs(subject, repository, environment, providers);
}
