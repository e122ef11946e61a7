import { setCommand } from "../../stacks/config/command";
import type { KeyName } from "../../stacks/config/configKeys";
import type { AnsweringCluster } from "./clusterFacts";
import { isLocal } from "./engine";
import type { OtherStack, Outcome, Settings } from "./facts";
import { type Need, siblingOf } from "./needs";
import { argoCdOwner, repositoryOwner } from "./owners";

/** What `pulumi up` needs besides: a preview works without, and warns. */
export function neededForUp(outcome: Outcome): Need[] {
    return [
        ...repositoryNeeds(outcome),
        ...argoCdNeeds(outcome),
        ...ownerNeeds(outcome),
        ...volumeNeeds(outcome),
        ...registryNeeds(outcome),
    ];
}

/** What would be better. */
export function advisable(outcome: Outcome): Need[] {
    const { stack, settings, findings } = outcome;
    const { engine } = findings;
    const cluster = answering(outcome);
    const advice: Need[] = [];
    if (!("why" in engine) && isLocal(engine.backend)) {
        advice.push({
            what: "State is on this machine only; workflows and colleagues need a remote backend: docs/backends.md",
            commands: [],
        });
    }
    const [first, ...more] = cluster?.ingressClasses ?? [];
    const installs = settings.argoCdInstall !== "false";
    if (installs && settings.ingressHost === undefined && first !== undefined) {
        const isClear = first.isDefault || more.length === 0 || more.some((one) => one.isDefault);
        const named = [first, ...more].find((one) => one.isDefault) ?? first;
        advice.push({
            what: "Webhooks in place of polling, if GitHub can reach the cluster's Ingress controller under a host name of yours",
            commands: [
                setCommand({ stack, key: "ingressHost", value: "argocd.example.com" }),
                ...(isClear && named.isDefault
                    ? []
                    : [setCommand({ stack, key: "ingressClassName", value: named.name })]),
            ],
        });
    }
    return advice;
}

function repositoryNeeds({ stack, settings, findings, isEmpty }: Outcome): Need[] {
    const { repository } = findings.gitHub;
    if (!isEmpty) {
        return [];
    }
    if (settings.repositoryMode === "create" && repository.is === "there" && !repository.isOurs) {
        return [
            {
                what: `${repository.fullName} is there already, and not made by this program. Take it over, content untouched, or set another repositoryName`,
                commands: [setCommand({ stack, key: "repositoryMode", value: "adopt" })],
            },
        ];
    }
    if (settings.repositoryMode === "adopt" && repository.is === "absent") {
        return [
            {
                what: "The repository to adopt is not there, or the token may not see it. To make it",
                commands: [setCommand({ stack, key: "repositoryMode", value: "create" })],
            },
        ];
    }
    return [];
}

function argoCdNeeds(outcome: Outcome): Need[] {
    const { environment, stack, settings, others, isEmpty } = outcome;
    const cluster = answering(outcome);
    if (cluster === undefined || !isEmpty) {
        return [];
    }
    const { argoCd } = cluster;
    const installs = settings.argoCdInstall !== "false";
    if (installs && argoCd !== undefined && argoCd.installedBy !== environment) {
        const whose =
            argoCd.installedBy === undefined ? "" : `, installed by ${argoCd.installedBy}`;
        return [
            {
                what: `There is an Argo CD in that namespace already${whose}: join it`,
                commands: [setCommand({ stack, key: "argoCdInstall", value: "false" })],
            },
        ];
    }
    if (!installs && argoCd === undefined && argoCdOwner(settings, others) === undefined) {
        return [
            {
                what: "There is no Argo CD to join, and no stack that installs one in this cluster",
                commands: [setCommand({ stack, key: "argoCdInstall", value: "true" })],
            },
        ];
    }
    return [];
}

/** The stack that owns what this one joins has to know of it, and to be run first. */
function ownerNeeds(outcome: Outcome): Need[] {
    const { environment, stack, settings, others, findings } = outcome;
    const repository =
        settings.repositoryMode === "join" ? repositoryOwner(settings, others) : undefined;
    const argoCd = settings.argoCdInstall === "false" ? argoCdOwner(settings, others) : undefined;
    const cluster = answering(outcome);
    const lacksArgoCd = cluster !== undefined && cluster.argoCd === undefined;
    const lacksRepository = findings.gitHub.repository.is === "absent";
    const owners = [...new Set([repository, argoCd])].filter((owner) => owner !== undefined);
    return owners.flatMap((owner): Need[] => {
        const isTooEarly =
            (owner === repository && lacksRepository) || (owner === argoCd && lacksArgoCd);
        const name = siblingOf(stack, environment, owner.name);
        const known = usersOf(owner);
        const isListed = known.includes(environment);
        const up = `pulumi up --stack ${name}`;
        const list = setCommand({
            stack: name,
            key: `usedBy[${known.length}]`,
            value: environment,
        });
        if (!isListed) {
            const what = `${owner.name} is to know that ${environment} uses what it makes, so that its destroy is refused`;
            return [{ what, commands: [list, up] }];
        }
        return isTooEarly
            ? [{ what: `${owner.name} has to make what ${environment} joins`, commands: [up] }]
            : [];
    });
}

function volumeNeeds(outcome: Outcome): Need[] {
    const { stack, settings, hasVolume } = outcome;
    const classes = answering(outcome)?.storageClasses;
    if (
        !hasVolume ||
        classes === undefined ||
        settings.storageClassName !== undefined ||
        classes.some(({ isDefault }) => isDefault)
    ) {
        return [];
    }
    const [first] = classes;
    return [
        first === undefined
            ? {
                  what: "The cluster has no StorageClass: the application's volume will not be made. Install one",
                  commands: [],
              }
            : {
                  what: `None of the StorageClasses (${classes.map(({ name }) => name).join(", ")}) is the default: name one for the application's volume`,
                  commands: [setCommand({ stack, key: "storageClassName", value: first.name })],
              },
    ];
}

const PULLING = ["registryUsername", "registryPassword"] as const satisfies readonly KeyName[];

/** Who pulls private images in one environment pulls them in each. */
function registryNeeds({ environment, stack, settings, others, isEmpty }: Outcome): Need[] {
    if (PULLING.some((key) => settings[key] !== undefined)) {
        return [];
    }
    const other = others.find((each) => PULLING.every((key) => each.settings[key] !== undefined));
    if (other === undefined) {
        return isEmpty && hasPrivatePackages(settings)
            ? [
                  {
                      what: `On ${GHCR} the images of a private repository are private: who pulls them, for pods and updater; the password is a classic token with read:packages. Public images need neither`,
                      commands: PULLING.map((key) =>
                          setCommand({ stack, key, value: "", secret: true }),
                      ),
                  },
              ]
            : [];
    }
    const from = siblingOf(stack, environment, other.name);
    return [
        {
            what: `${other.name} signs in to pull images, and this stack does not`,
            commands: PULLING.map(
                (key) =>
                    `pulumi config get --stack ${from} ${key} | ` +
                    setCommand({ stack, key, value: "", secret: true }),
            ),
        },
    ];
}

const GHCR = "ghcr.io";

/**
 * Packages are as private as the repository whose workflow has pushed them. A stack that joins one
 * does not know, and is not the first.
 */
function hasPrivatePackages({ registry, repositoryVisibility, repositoryMode }: Settings): boolean {
    return (
        (registry ?? GHCR) === GHCR &&
        repositoryMode !== "join" &&
        repositoryVisibility !== "public"
    );
}

function usersOf({ settings }: OtherStack): readonly unknown[] {
    try {
        const list: unknown = JSON.parse(settings.usedBy ?? "[]");
        return Array.isArray(list) ? list : [];
    } catch {
        return [];
    }
}

function answering({ findings: { cluster } }: Outcome): AnsweringCluster | undefined {
    return cluster?.answers === true ? cluster : undefined;
}
