/**
 * What GitHub's own parser has against a workflow file: unknown keys, wrong types, expressions that
 * do not parse or look into contexts that are not there, jobs that do not exist.
 */
export async function workflowFaults(name: string, content: string): Promise<string[]> {
    const parser = await import("@actions/workflow-parser");
    const { context, value } = parser.parseWorkflow(
        { name, content },
        new parser.NoOperationTraceWriter(),
    );
    if (context.errors.count === 0 && value !== undefined) {
        await parser.convertWorkflowTemplate(context, value);
    }
    return context.errors.getErrors().map(({ message }) => message);
}
