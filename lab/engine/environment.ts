import * as path from "node:path";

/** Where one engine keeps its state. */
export interface EngineHome {
    /** Directory of its own. */
    readonly directory: string;
    /** Directories with the other tools, as on PATH. */
    readonly tools: string;
}

/** Plugins that are files of the lab. */
const PLUGINS = path.join(__dirname, "plugins");

/** Pulumi's own directory: plugins, sign-in. */
export function pulumiHome(directory: string): string {
    return path.join(directory, "home");
}

/** State backend of an engine. */
export function backendDirectory(home: EngineHome): string {
    return path.join(home.directory, "state");
}

/**
 * Environment of the Pulumi CLI in the lab. What a developer's shell may have set for the real
 * GitHub is taken away: the provider prefers some of it to its own configuration.
 */
export function engineEnvironment(home: EngineHome): Record<string, string> {
    return {
        PATH: [home.tools, PLUGINS, process.env.PATH].filter(Boolean).join(":"),
        PULUMI_HOME: pulumiHome(home.directory),
        // Without the files beside the state that hold nothing Pulumi reads: an engine that is killed
        // while it writes one leaves it empty, and the state unreadable ("EOF").
        PULUMI_BACKEND_URL: `file://${backendDirectory(home)}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: "the lab's state is thrown away with the lab",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Nothing leaves the lab: what is missing is to be named, not waited for.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // The language host built for the lab is older than the project file's way to say this.
        PULUMI_NODEJS_TSCONFIG_PATH: "tsconfig.program.json",
        ...Object.fromEntries(FOREIGN.map((name) => [name, ""])),
    };
}

const FOREIGN = [
    "GH_PATH",
    "GH_TOKEN",
    "GITHUB_APP_ID",
    "GITHUB_APP_INSTALLATION_ID",
    "GITHUB_APP_PEM_FILE",
    "GITHUB_BASE_URL",
    "GITHUB_ORGANIZATION",
    "GITHUB_OWNER",
    "GITHUB_TOKEN",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_STACK",
];
