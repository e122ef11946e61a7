import type { ClusterApi } from "../loop/clusterApi";
import { Followed } from "./followed";
import {
    type EndpointSlice,
    endpointSliceShape,
    type Ingress,
    ingressShape,
    type Service,
    serviceShape,
} from "./objects";

/** What the proxy knows of the cluster, without asking: a request is to lose no time in it. */
export interface Cluster {
    /** Ingresses of the proxy's class. */
    ingresses(): readonly Ingress[];
    service(namespace: string, name: string): Service | undefined;
    /** Where the pods behind a Service are. */
    endpointSlices(namespace: string, service: string): readonly EndpointSlice[];
}

/** A {@link Cluster} that is kept up to date. */
export class FollowedCluster implements Cluster {
    private readonly allIngresses: Followed<Ingress>;
    private readonly services: Followed<Service>;
    private readonly slices: Followed<EndpointSlice>;

    /** @param changed gets the Ingresses of the class after each change of any Ingress */
    constructor(
        api: ClusterApi,
        private readonly className: string,
        changed: (ingresses: readonly Ingress[]) => void,
    ) {
        const ingresses = "/apis/networking.k8s.io/v1/ingresses";
        this.allIngresses = new Followed(api, ingresses, ingressShape, () => {
            changed(this.ingresses());
        });
        this.services = new Followed(api, "/api/v1/services", serviceShape);
        const slices = "/apis/discovery.k8s.io/v1/endpointslices";
        this.slices = new Followed(api, slices, endpointSliceShape);
    }

    /** Whether everything has been read once. */
    get ready(): boolean {
        return [this.allIngresses, this.services, this.slices].every(({ ready }) => ready);
    }

    async run(signal: AbortSignal): Promise<void> {
        const all = [this.allIngresses, this.services, this.slices];
        await Promise.all(all.map((one) => one.run(signal)));
    }

    ingresses(): readonly Ingress[] {
        return this.allIngresses.objects.filter(
            ({ spec }) => spec.ingressClassName === this.className,
        );
    }

    service(namespace: string, name: string): Service | undefined {
        return this.services.get(namespace, name);
    }

    endpointSlices(namespace: string, service: string): readonly EndpointSlice[] {
        return this.slices.objects.filter(
            ({ metadata }) =>
                metadata.namespace === namespace &&
                metadata.labels?.["kubernetes.io/service-name"] === service,
        );
    }
}
