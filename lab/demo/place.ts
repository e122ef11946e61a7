import { buildAndPush, type SentBuild } from "../loop/build";
import { followBuild, type Watched } from "../loop/hops";
import { awaitBuild } from "../loop/http";
import { imageOf, type Lab, watch } from "../loop/lab";
import { seeRollout } from "../loop/seen";
import { updaterHasLooked } from "../loop/updaterLooks";
import type { WorkingCopy } from "../loop/workingCopy";
import type { Report } from "./report";

/** One environment of the demo, and what the audience is told of it. */
export class Place {
    private readonly watched: Watched;

    constructor(
        private readonly lab: Lab,
        private readonly report: Report,
        /** Name of its stack: `dev` */
        readonly name: string,
        overlay: string,
    ) {
        this.watched = watch(lab, name, overlay);
    }

    /** Follows a build into the environment until that very build answers there; the build. */
    async receives(build: SentBuild): Promise<SentBuild> {
        const { lab, report, watched } = this;
        const what = `${this.name}: ${build.name} ${build.tag}`;
        await report.during(`${what} on its way`, async () => {
            await followBuild(watched, build, (hop) => {
                report.hop(what, hop);
            });
            await awaitBuild(lab.api, watched.instance, build.name, build.buildId);
        });
        report.say(
            `  ${this.name}: ${build.name} answers with build ${build.buildId}, the one that was pushed`,
        );
        return build;
    }

    /**
     * Does a push after which the environment has to run what it has run before.
     *
     * @param why it does, for the audience
     * @throws if it does not
     */
    async keeps(name: string, why: string, push: () => Promise<SentBuild>): Promise<void> {
        const { lab, watched } = this;
        const { argoNamespace, instance } = watched;
        const { image, replicas } = await seeRollout(lab.api, instance, name);
        const { sentAt: since } = await push();
        // Until it has judged what was pushed, nothing has been held.
        await this.report.during(`${this.name}: the updater is to look`, () =>
            updaterHasLooked(lab.api, { argoNamespace, instances: [instance], since }),
        );
        const [tag, after] = await Promise.all([
            lab.repository.overlayTag(watched.overlay, imageOf(name)),
            seeRollout(lab.api, instance, name),
        ]);
        if (after.image !== image || `${imageOf(name)}:${tag}` !== image) {
            throw new Error(`${this.name} had ${image}, and now Git has ${tag}: ${after.state}`);
        }
        const pods = replicas === 1 ? "one pod" : `${replicas} pods`;
        this.report.say(
            `  ${this.name}: the updater has looked, and keeps ${name} ${tag} in Git and in ${pods}: ${why}`,
        );
    }
}

/** Builds an application and pushes it, under the tag of the commit or a Git tag's. */
export function pushed(
    report: Report,
    copy: WorkingCopy,
    name: string,
    tag?: string,
): Promise<SentBuild> {
    const what = tag === undefined ? name : `${name} ${tag}`;
    return report.step(`${what}: compiled and in the registry`, () =>
        buildAndPush(copy, name, imageOf(name), tag),
    );
}
