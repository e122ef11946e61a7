import { removeCommand, setCommand } from "./command";
import { configKeys, declaration, type KeyName } from "./configKeys";
import type { Fault } from "./fault";
import type { Field, Setting } from "./key";
import { isContainer, placeOf, valueAt } from "./place";

/** The commands that put one fault of a key right. */
export function faultFix(setting: Setting, name: KeyName, fault: Fault): readonly string[] {
    const { stack } = setting;
    const { fix, example, fields = {} } = declaration(name);
    const { path } = fault;
    const text = setting.values[name] ?? "";
    const key = `${name}${placeOf(path)}`;
    if (fault.isName === true || fault.isExcess === true) {
        return [removeCommand(stack, key)];
    }
    if (fault.most !== undefined) {
        return surplus(valueAt(text, path), fault.most).map((index) =>
            removeCommand(stack, `${key}[${index}]`),
        );
    }
    if (fix !== undefined) {
        return fix(setting);
    }
    if (path.length === 0) {
        return wholeFix(setting, name);
    }
    const [index = 0] = path;
    if (path.length === 1 && typeof index === "number" && entryField(example.path) !== undefined) {
        return entryFix(setting, name, index);
    }
    const field = fieldAt(fields, path);
    const value = field === undefined ? example.value : fitting(field, setting, name, path);
    return [set(stack, name, key, value)];
}

/** The commands that set a key anew, whatever it holds: what is said of secrets is not repeated. */
export function anewFix(setting: Setting, name: KeyName): readonly string[] {
    const others = Object.entries(setting.values).filter(([other]) => other !== name);
    const without = { ...setting, values: Object.fromEntries(others) };
    return declaration(name).fix?.(without) ?? wholeFix(without, name);
}

/** The CLI can set a place only in what is a list or an object already, or is not there. */
function wholeFix(setting: Setting, name: KeyName): readonly string[] {
    const { stack } = setting;
    const { example, fields = {} } = declaration(name);
    const written = valueAt(setting.values[name] ?? "", []);
    if (example.path === undefined) {
        return [set(stack, name, name, example.value)];
    }
    const isList = example.path.startsWith("[");
    const isOfShape = isContainer(written) && Array.isArray(written) === isList;
    const path = [...example.path.matchAll(/[^.[\]]+/g)].map(([part]) =>
        /^\d+$/.test(part) ? Number(part) : part,
    );
    const field = fieldAt(fields, path);
    const usual = field === undefined ? example.value : fitting(field, setting, name, path);
    const value = isList && typeof written === "string" && takes(name, written) ? written : usual;
    return [
        ...(isOfShape ? [] : [removeCommand(stack, name)]),
        set(stack, name, `${name}${example.path}`, value),
    ];
}

/** An entry that is no object goes, and comes back as the list's last one. */
function entryFix(setting: Setting, name: KeyName, index: number): readonly string[] {
    const { stack } = setting;
    const { example, fields = {} } = declaration(name);
    const text = setting.values[name] ?? "";
    const list = valueAt(text, []);
    const last = Array.isArray(list) ? list.length - 1 : 0;
    const written = valueAt(text, [index]);
    const field = entryField(example.path) ?? "";
    const declared = fieldAt(fields, [field]);
    const value =
        typeof written === "string" && takes(name, written)
            ? written
            : (declared?.fitting?.({ stack, entry: {}, index }) ?? example.value);
    return [
        removeCommand(stack, `${name}[${index}]`),
        set(stack, name, `${name}[${last}].${field}`, value),
    ];
}

/** `name` of `[0].name`: the entries are objects. */
function entryField(path: string | undefined): string | undefined {
    return /^\[0\]\.(\w+)$/.exec(path ?? "")?.[1];
}

/** Whether the text would do as the list's only entry. */
function takes(name: KeyName, text: string): boolean {
    const field = entryField(declaration(name).example.path);
    const entry = field === undefined ? text : { [field]: text };
    return configKeys[name].schema.safeParse(JSON.stringify([entry])).success;
}

/** The indexes from the last one down, so that removing one moves none of the others. */
function surplus(list: unknown, most: number): number[] {
    const length = Array.isArray(list) ? list.length : 0;
    return Array.from({ length: Math.max(0, length - most) }, (_, index) => length - 1 - index);
}

function fieldAt(
    fields: Readonly<Record<string, Field>>,
    path: readonly PropertyKey[],
): Field | undefined {
    const last = path.findLast((part) => typeof part === "string");
    return (last === undefined ? undefined : fields[last]) ?? fields["*"];
}

function fitting(
    field: Field,
    setting: Setting,
    name: KeyName,
    path: readonly PropertyKey[],
): string {
    const entry = valueAt(setting.values[name] ?? "", path.slice(0, -1));
    const index = path.find((part) => typeof part === "number") ?? 0;
    const fields = isContainer(entry) ? { ...entry } : {};
    return field.fitting?.({ stack: setting.stack, entry: fields, index }) ?? field.example;
}

function set(stack: string, name: KeyName, key: string, value: string): string {
    const { secret } = declaration(name);
    return setCommand({ stack, key, value, ...(secret === undefined ? {} : { secret }) });
}
