/** The text that a stack file begins with, where there is none to complete. */
export function newStackFile(environment: string): string {
    return `# Made by \`npm run stack:init -- ${environment}\`. Every key is described in docs/configuration.md.
config:
`;
}
