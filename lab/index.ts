/** The lab, for the demo, the tests and the benchmarks. */
export { DeadlineExceeded, waitFor, type Look, type WaitOptions } from "./wait";
export { labDown } from "./down";
export { labStatus, type LabStatus } from "./status";
export { labUp, type UpOptions, type UpTimes } from "./up";
export { withLab, type WithLabOptions } from "./withLab";
export { asParts, type Parts, partsFault, partsLine } from "./parts/parts";
export { labPaths, type LabPaths } from "./paths";
export {
    inside,
    insideEnvironment,
    insideProcess,
    kubectl,
    LabDown,
    type InsideOptions,
} from "./inside";
export { CommandFailed, run, type CommandResult, type RunOptions } from "./processes/run";
export { Progress } from "./progress";
export { pushApp, type AppBuild, type PushedApp } from "./images/pushApp";
export { deleteFromRegistry, registryDigest, registryTags } from "./registry/registryTags";
export { toolFile } from "./tools/toolPath";
export * from "./network/addresses";
