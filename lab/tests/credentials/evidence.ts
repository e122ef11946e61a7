import assert from "node:assert/strict";
import * as path from "node:path";

import type { Operation } from "../../engine/labStack";
import type { Lab } from "../../loop/lab";
import type { WorkingCopy } from "../../loop/workingCopy";
import { lengthsIn } from "../../secrecy/files";
import { KeptFiles } from "../../secrecy/keptFiles";
import type { Place, Search } from "../../secrecy/search";
import {
    clusterAndGit,
    engineAndLogs,
    missingLogs,
    podLogs,
    podsWithoutLog,
    renderedFiles,
    type Story,
} from "./everyPlace";

/** All that a story leaves behind, from its beginning on: where secrets are looked for. */
export class Evidence {
    private readonly said: Place[] = [];

    private constructor(
        private readonly story: Omit<Story, "said">,
        private readonly kept: KeptFiles,
    ) {}

    /** Keeps what would go from now on: logs of pods. */
    static async collect(lab: Lab): Promise<Evidence> {
        const [logs, kept] = await Promise.all([
            lengthsIn(lab.paths.logs),
            KeptFiles.begin(podLogs(lab), path.join(lab.home.directory, "..", "pod-logs")),
        ]);
        return new Evidence({ lab, logs }, kept);
    }

    /** Remembers a text as a place: `output of wait`. */
    add(name: string, text: string): void {
        this.said.push({ name, content: Buffer.from(text) });
    }

    /** Remembers what the engine has printed. */
    hear(what: string, operation: Operation): Operation {
        this.add(`output of ${what}`, operation.printed);
        return operation;
    }

    /** Remembers what a command has printed that must fail, and says it. */
    async hearFailure(what: string, command: Promise<unknown>): Promise<string> {
        const failure: unknown = await command.then(
            () => assert.fail(`${what} has not failed`),
            (error: unknown) => error,
        );
        const message = String(failure);
        this.add(`output of ${what}`, message);
        return message;
    }

    /** See {@link engineAndLogs}. */
    engineAndLogs(): Promise<Place[]> {
        return engineAndLogs({ ...this.story, said: this.said });
    }

    /**
     * Every secret is where it belongs and nowhere else, and no log is missing among what was searched.
     *
     * @param besides places that only this story has
     * @returns all places
     */
    async assertNoLeaks(
        search: Search,
        copy: WorkingCopy,
        besides: readonly Place[] = [],
    ): Promise<Place[]> {
        const { lab } = this.story;
        const inCluster = await clusterAndGit(lab, copy, this.kept);
        assert.deepEqual(search.absences(inCluster), []);
        const elsewhere = await this.engineAndLogs();
        const places = [
            ...inCluster,
            ...elsewhere,
            ...(await renderedFiles(lab, "dev")),
            ...besides,
        ];
        assert.deepEqual(search.leaks(places), []);
        assert.deepEqual([...missingLogs(places), ...podsWithoutLog(places)], []);
        return places;
    }

    /** Nothing is kept any more. */
    async end(): Promise<void> {
        await this.kept.end();
    }
}
