/** The way of a push, in the order in which its hops are passed. */
export const HOPS = ["commit", "sync", "ready"] as const;

export type Hop = (typeof HOPS)[number];

/** Each hop in words, from the end of the one before. */
export const HOP_TITLES: Readonly<Record<Hop | "total", string>> = {
    commit: "push → commit",
    sync: "commit → sync",
    ready: "sync → ready",
    total: "total",
};

/** Three ways to run the same loop. */
export const INSTALLATIONS = ["webhook", "polling", "default"] as const;

export type Installation = (typeof INSTALLATIONS)[number];

export const INSTALLATION_TITLES: Readonly<Record<Installation, string>> = {
    webhook: "with webhooks",
    polling: "polling, our defaults",
    default: "upstream defaults",
};
