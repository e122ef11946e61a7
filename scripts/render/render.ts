import { checkConfig } from "../../stacks/config/checkConfig";
import { describeProblems } from "../../stacks/config/problem";
import { environmentFor, environments } from "../../stacks/environments";
import { rehearse } from "./rehearsal";
import { type RenderedFile, renderedFiles } from "./renderedFiles";
import { readStackFile, withMissingSecrets } from "./stackFile";
import { withoutPlaceholders } from "./standIns";

export interface Rendering {
    readonly files: readonly RenderedFile[];
    /** What has to be replaced or set before the stack can be created. */
    readonly warnings: readonly string[];
}

/**
 * Renders stacks from their files, one after the other.
 *
 * @param folder where `Pulumi.<stack>.yaml` are
 * @throws Error with all problems of a configuration but placeholders and missing secrets
 */
export async function render(folder: string, stacks: readonly string[]): Promise<Rendering> {
    const renderings: Rendering[] = [];
    for (const stack of stacks) {
        renderings.push(await renderStack(folder, stack));
    }
    return {
        files: renderings.flatMap(({ files }) => files),
        warnings: renderings.flatMap(({ warnings }) => warnings),
    };
}

async function renderStack(folder: string, stack: string): Promise<Rendering> {
    const environment = environmentFor(stack);
    const { source, added } = withMissingSecrets(readStackFile(folder, stack));
    const { problems } = checkConfig(source, environment, Object.keys(environments));
    const serious = problems.filter(({ placeholder }) => placeholder !== true);
    if (serious.length > 0) {
        throw new Error(describeProblems(stack, serious));
    }
    const rehearsal = await rehearse(withoutPlaceholders(source));
    return {
        files: renderedFiles(stack, rehearsal),
        warnings: [
            ...problems.map(
                ({ key, value }) => `${stack}: ${key} is still the placeholder ${String(value)}`,
            ),
            ...added.map((key) => `${stack}: ${key} is not set yet`),
        ],
    };
}
