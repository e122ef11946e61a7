import { removeCommand, setCommand } from "./command";
import { declaration, isSecret, type KeyName } from "./configKeys";
import { anewFix } from "./faultFix";
import type { Source } from "./parse";
import { isContainer, placeOf, valueAt } from "./place";
import type { Problem } from "./problem";

/** What is wrong with how a key is kept, whatever its value. */
export function secrecyProblem(source: Source, name: KeyName): Problem | undefined {
    const isEncrypted = source.secretKeys.has(name);
    if (isSecret(name) === isEncrypted) {
        return undefined;
    }
    return isEncrypted
        ? {
              key: name,
              reason: "is stored as a secret, but its value appears in names, files or the state",
              allowed: "a plain value",
              fix: anewFix(source, name),
          }
        : {
              key: name,
              reason:
                  "is a secret and stored as plain text; if the file has been shared, " +
                  "revoke the old value",
              allowed: "an encrypted value",
              fix: encryptFix(source, name),
          };
}

/** Of an object every field: one that is encrypted would hide that the others are not. */
function encryptFix(source: Source, name: KeyName): readonly string[] {
    const { example } = declaration(name);
    const written = valueAt(source.values[name] ?? "", []);
    const fields = isContainer(written) && !Array.isArray(written) ? Object.keys(written) : [];
    return example.path === undefined || fields.length === 0
        ? anewFix(source, name)
        : [
              removeCommand(source.stack, name),
              ...fields.map((field) =>
                  setCommand({
                      stack: source.stack,
                      key: `${name}${placeOf([field])}`,
                      value: "",
                      secret: true,
                  }),
              ),
          ];
}
