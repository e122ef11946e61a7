/**
 * The commands that `npm run stack:init` lists in one of its sections, as a user would copy them:
 * each stands in a line of its own, indented by six.
 *
 * @param title `Missing`
 */
export function commandsIn(printed: string, title: string): string[] {
    const [, section = ""] = printed.split(new RegExp(`^${title}:$`, "m"));
    const [own = ""] = section.split(/^\S/m);
    return [...own.matchAll(/^ {6}(\S.*)$/gm)].map(([, command = ""]) => command);
}
