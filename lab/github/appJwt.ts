/** How an App proves to be itself: with a JSON web token that its private key has signed. */
import { createPublicKey } from "node:crypto";
import { compactVerify, decodeJwt, type JWTPayload } from "jose";
import { GitHubError } from "./errors";
import type { App } from "./appModel";
import type { Store } from "./store";

/** How far ahead a token may expire. */
const LONGEST_SECONDS = 600;

/**
 * The App behind a JSON web token.
 * @throws {GitHubError} 401 or 404, worded as GitHub words it
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export async function authenticateApp(store: Store, token: string | undefined): Promise<App> {
    const claims = decoded(token ?? "");
    const app = issuer(store, claims);
    await checkSignature(app, token ?? "");
    checkTimes(claims);
    return app;
}

/** The id by which Apps may name themselves as well. */
export function clientId(app: App): string {
    return `Iv1.${app.id.toString(16).padStart(16, "0")}`;
}

function undecodable(): GitHubError {
    return new GitHubError(401, "A JSON web token could not be decoded");
}

function decoded(token: string): JWTPayload {
    try {
        return decodeJwt(token);
    } catch {
        throw undecodable();
    }
}

function issuer(store: Store, { iss }: JWTPayload): App {
    // GitHub takes a number too, which the standard does not know.
    const named: unknown = iss;
    if (typeof named !== "string" && typeof named !== "number") {
        throw new GitHubError(401, "Missing 'issuer' claim ('iss') in assertion");
    }
    const app = store.state.apps.find((one) =>
        [String(one.id), clientId(one)].includes(String(named)),
    );
    if (!app) {
        throw new GitHubError(404, "Integration not found");
    }
    return app;
}

async function checkSignature(app: App, token: string): Promise<void> {
    const options = { algorithms: ["RS256"] };
    for (const pem of app.publicKeys) {
        try {
            await compactVerify(token, createPublicKey(pem), options);
            return;
        } catch {
            // Another of its keys may have signed.
        }
    }
    throw undecodable();
}

function checkTimes({ exp, iat }: JWTPayload): void {
    const now = Math.floor(Date.now() / 1000);
    if (exp === undefined) {
        throw new GitHubError(401, "Missing 'expiration time' claim ('exp') in assertion");
    }
    if (!Number.isInteger(exp) || exp <= now) {
        throw new GitHubError(
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
        );
    }
    if (exp > now + LONGEST_SECONDS) {
        throw new GitHubError(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (iat === undefined || !Number.isInteger(iat) || iat > now) {
        throw new GitHubError(
            401,
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
        );
    }
}
