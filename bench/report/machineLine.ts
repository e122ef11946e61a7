import type { Machine } from "../machine";

export function machineLine({ cores, model, memoryGiB, loadBefore }: Machine): string {
    return (
        `${cores} cores (${model}) with ${memoryGiB} GiB of memory, ` +
        `whose load average was ${loadBefore} before the run began`
    );
}
