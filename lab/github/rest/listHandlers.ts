/** What the routes of a list that a repository keeps have in common. */
import { notFound } from "../errors";
import { noContent, ok, page, type Reply, type RepositoryCall } from "../http/route";
import { sameName } from "../store";

/** A list and how GitHub shows it. */
export interface KeptList<T> {
    /** The list that a call is about; members are removed from it in place. */
    readonly of: (call: RepositoryCall) => T[];
    /** Tells the member that the path of a call names: {@link byId} or {@link byName}. */
    readonly named: (call: RepositoryCall) => (member: T) => boolean;
    /** A member in answers. */
    readonly view: (member: T, call: RepositoryCall) => unknown;
    /** The key of the list in its answer, beside `total_count`. @default the answer is the list */
    readonly wrappedAs?: string;
}

/** Handlers of a list, and look-ups for those that are particular to it. */
export interface ListHandlers<T> {
    /** The member that the path names, if there is one. */
    readonly lookUp: (call: RepositoryCall) => T | undefined;
    /** The member that the path names. @throws {GitHubError} 404 if there is none */
    readonly find: (call: RepositoryCall) => T;
    /** Answers a page of the list. */
    readonly list: (call: RepositoryCall) => Reply;
    /** Answers one member. */
    readonly read: (call: RepositoryCall) => Reply;
    /** Removes one member. */
    readonly remove: (call: RepositoryCall) => Reply;
}

export function listHandlers<T>({ of, named, view, wrappedAs }: KeptList<T>): ListHandlers<T> {
    const lookUp = (call: RepositoryCall) => of(call).find(named(call));
    const find = (call: RepositoryCall) => {
        const member = lookUp(call);
        if (member === undefined) {
            throw notFound();
        }
        return member;
    };
    return {
        lookUp,
        find,
        list: (call) => {
            const members = of(call);
            return page(call, members, (some) => {
                const shown = some.map((member) => view(member, call));
                return wrappedAs === undefined
                    ? shown
                    : { total_count: members.length, [wrappedAs]: shown };
            });
        },
        read: (call) => ok(view(find(call), call)),
        remove: (call) => {
            const members = of(call);
            members.splice(members.indexOf(find(call)), 1);
            return noContent;
        },
    };
}

/** Members known by the number in a path parameter; what is no number is not found. */
export function byId(parameter: string): KeptList<{ readonly id: number }>["named"] {
    return (call) => {
        const id = call.params.id(parameter);
        return (member) => member.id === id;
    };
}

/** Members known by the name in a path parameter, in upper or lower case. */
export function byName(parameter: string): KeptList<{ readonly name: string }>["named"] {
    return (call) => {
        const name = call.params.text(parameter);
        return (member) => sameName(member.name, name);
    };
}
