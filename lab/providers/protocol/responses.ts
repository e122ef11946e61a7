import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { toWire } from "./marshal";
import type { CheckResponse, DiffKind, DiffResponse, PropertyDiff } from "./provider";

export function checkResponse(answer: CheckResponse): rpc.CheckResponse {
    const response = new rpc.CheckResponse();
    response.setInputs(toWire(answer.inputs));
    for (const { property, reason } of answer.failures ?? []) {
        const failure = new rpc.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        response.addFailures(failure);
    }
    return response;
}

const KINDS: Record<DiffKind, [inPlace: rpc.PropertyDiff.Kind, replacing: rpc.PropertyDiff.Kind]> =
    {
        add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
        delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
        update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
    };

export function diffResponse(answer: DiffResponse): rpc.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    const response = new rpc.DiffResponse();
    response.setChanges(answer.changed ? DIFF_SOME : DIFF_NONE);
    response.setReplacesList([...(answer.replaces ?? [])]);
    response.setDiffsList([...(answer.diffs ?? [])]);
    response.setDeletebeforereplace(answer.deleteBeforeReplace ?? false);
    if (answer.detailed !== undefined) {
        response.setHasdetaileddiff(true);
        for (const [path, diff] of Object.entries(answer.detailed)) {
            response.getDetaileddiffMap().set(path, propertyDiff(diff));
        }
    }
    return response;
}

function propertyDiff({ kind, replace, inputDiff }: PropertyDiff): rpc.PropertyDiff {
    const diff = new rpc.PropertyDiff();
    diff.setKind(KINDS[kind][replace ? 1 : 0]);
    diff.setInputdiff(inputDiff);
    return diff;
}
