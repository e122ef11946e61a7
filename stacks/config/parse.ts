import { closest, distance } from "fastest-levenshtein";

import { removeCommand } from "./command";
import {
    configKeys,
    declaration,
    isKeyName,
    type KeyName,
    keyNames,
    type Values,
} from "./configKeys";
import { type Fault, faultsOf } from "./fault";
import { faultFix } from "./faultFix";
import type { Setting } from "./key";
import { placeOf, valueAt } from "./place";
import { placeholderProblems } from "./placeholders";
import type { Problem } from "./problem";
import { secrecyProblem } from "./secrecy";

/** Configuration as the engine hands it over, without the project's prefix. */
export interface Source extends Setting {
    /** Text by key; JSON for structured values. An empty text stands for "not set". */
    readonly values: Readonly<Record<string, string>>;
    /** Keys whose value is encrypted in the stack file. */
    readonly secretKeys: ReadonlySet<string>;
}

/** What each key says by itself. */
export interface Parsed {
    readonly given: ReadonlySet<KeyName>;
    readonly written: Readonly<Partial<Record<KeyName, unknown>>>;
    readonly values: Values;
    readonly problems: readonly Problem[];
}

/** Checks every key by itself: known, kept as secret or not, of the right form. */
export function parseKeys(source: Source): Parsed {
    const given = new Set<KeyName>();
    const written: Partial<Record<KeyName, unknown>> = {};
    const values: Partial<Record<KeyName, unknown>> = {};
    const problems: Problem[] = [];
    for (const [name, text] of Object.entries(source.values)) {
        if (!isKeyName(name)) {
            problems.push(unknownKey(source.stack, name));
        } else if (text !== "") {
            given.add(name);
            written[name] = valueAt(text, []);
            const result = parseKey(source, name, text);
            values[name] = result.value;
            problems.push(...result.problems);
        }
    }
    // Each value went through the schema of its own key.
    return { given, written, values: values as Values, problems };
}

function parseKey(
    source: Source,
    name: KeyName,
    text: string,
): { value?: unknown; problems: readonly Problem[] } {
    const kept = secrecyProblem(source, name);
    if (kept !== undefined) {
        return { problems: [kept] };
    }
    const placeholders = placeholderProblems(source, name);
    const result = configKeys[name].schema.safeParse(text);
    if (result.success) {
        return { value: result.data, problems: placeholders };
    }
    const faults = result.error.issues.flatMap(faultsOf);
    return {
        problems:
            placeholders.length > 0
                ? placeholders
                : faults.map((fault) => issueProblem(source, name, fault)),
    };
}

function issueProblem(source: Source, name: KeyName, fault: Fault): Problem {
    const { allowed, fields = {}, secret } = declaration(name);
    const place = placeOf(fault.path);
    const value = secret === true ? undefined : valueAt(source.values[name] ?? "", fault.path);
    const problem = {
        key: `${name}${place}`,
        ...(value === undefined ? {} : { value }),
        fix: faultFix(source, name, fault),
    };
    const last = fault.path.findLast((part) => typeof part === "string") ?? "*";
    if (fault.isName === true) {
        const known = Object.keys(fields).filter((field) => field !== "*");
        return {
            ...problem,
            reason: `${fault.reason}${nearMiss(last, known)}`,
            allowed: fields["*"]?.allowed ?? known.join(", "),
        };
    }
    const field = place === "" ? undefined : (fields[last] ?? fields["*"]);
    return {
        ...problem,
        reason:
            value === undefined && field !== undefined && secret !== true
                ? "is missing"
                : fault.reason,
        allowed: field?.allowed ?? allowed,
    };
}

function unknownKey(stack: string, name: string): Problem {
    return {
        key: name,
        reason: `is no configuration key${nearMiss(name, keyNames)}`,
        allowed: "the keys that docs/configuration.md lists",
        fix: [removeCommand(stack, name)],
    };
}

/** `; did you mean …?`, if one of the names is only a few letters away. */
function nearMiss(name: string, names: readonly string[]): string {
    const lowered = name.toLowerCase();
    const byLowered = new Map(names.map((each) => [each.toLowerCase(), each]));
    if (byLowered.size === 0) {
        return "";
    }
    const nearest = closest(lowered, [...byLowered.keys()]);
    const isNear = distance(lowered, nearest) <= Math.max(2, Math.floor(name.length / 4));
    return isNear ? `; did you mean ${byLowered.get(nearest) ?? nearest}?` : "";
}
