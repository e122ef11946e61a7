/**
 * One evaluation of the program for stack dev, with a recorder in the engine's place: without
 * providers to start and answers to wait for, what is left is to load, compile and run it.
 */
import * as path from "node:path";

import { rehearse } from "../../scripts/render/rehearsal";
import { readStackFile, withMissingSecrets } from "../../scripts/render/stackFile";
import { withoutPlaceholders } from "../../scripts/render/standIns";

const { source } = withMissingSecrets(readStackFile(path.join(__dirname, "..", ".."), "dev"));

rehearse(withoutPlaceholders(source)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
