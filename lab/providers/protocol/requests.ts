import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { fromWire } from "./marshal";
import type * as provider from "./provider";

/** Type and name from a URN, `urn:pulumi:<stack>::<project>::<types>$<type>::<name>`. */
export function resourceOf(urn: string): provider.ResourceRequest {
    const [, , types = "", ...name] = urn.split("::");
    return { urn, type: types.split("$").pop() ?? "", name: name.join("::") };
}

export function checkRequest(request: rpc.CheckRequest): provider.CheckRequest {
    const autonaming = autonamingOf(request.getAutonaming());
    return {
        ...resourceOf(request.getUrn()),
        olds: fromWire(request.getOlds()),
        news: fromWire(request.getNews()),
        randomSeed: request.getRandomseed_asU8(),
        ...(autonaming && { autonaming }),
    };
}

function autonamingOf(
    options: rpc.CheckRequest.AutonamingOptions | undefined,
): provider.Autonaming | undefined {
    if (options === undefined) {
        return undefined;
    }
    const { Mode } = rpc.CheckRequest.AutonamingOptions;
    const modes = {
        [Mode.PROPOSE]: "propose",
        [Mode.ENFORCE]: "enforce",
        [Mode.DISABLE]: "disable",
    } as const;
    return { mode: modes[options.getMode()], proposedName: options.getProposedName() };
}

export function diffRequest(request: rpc.DiffRequest): provider.DiffRequest {
    return {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        olds: fromWire(request.getOlds()),
        oldInputs: fromWire(request.getOldInputs()),
        news: fromWire(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
    };
}

export function createRequest(request: rpc.CreateRequest): provider.CreateRequest {
    return {
        ...resourceOf(request.getUrn()),
        inputs: fromWire(request.getProperties()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
    };
}

export function readRequest(request: rpc.ReadRequest): provider.ReadRequest {
    return {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        state: fromWire(request.getProperties()),
        inputs: fromWire(request.getInputs()),
    };
}

export function updateRequest(request: rpc.UpdateRequest): provider.UpdateRequest {
    return {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        olds: fromWire(request.getOlds()),
        news: fromWire(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
    };
}

export function deleteRequest(request: rpc.DeleteRequest): provider.DeleteRequest {
    return {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        state: fromWire(request.getProperties()),
        timeout: request.getTimeout(),
    };
}
