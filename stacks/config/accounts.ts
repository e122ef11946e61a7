/** Users and teams of GitHub as people write them: `@alice`, `@acme/operators`. */
import { z } from "zod";

const LOGIN = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)?";
const ACCOUNT = new RegExp(`^@(?:${LOGIN})(?:/[a-z0-9][a-z0-9_-]*)?$`);
/** What a CODEOWNERS file can hold: no space, and no `#`, which begins a comment. */
const EMAIL = /^[^\s@#]+@[^\s@#]+\.[^\s@#]+$/;

export const ACCOUNT_ALLOWED = "@user or @organisation/team";
export const CODE_OWNER_ALLOWED = "@user, @organisation/team or an e-mail address";

/** A user or a team. */
export const account = z
    .string("is not text")
    .regex(ACCOUNT, "is neither @user nor @organisation/team");

/** A user, a team, or a user's e-mail address. */
export const codeOwner = z
    .string("is not text")
    .refine(
        (text) => ACCOUNT.test(text) || EMAIL.test(text),
        "is neither @user, nor @organisation/team, nor an e-mail address",
    );

/** The organisation of a team; nothing for users and addresses. */
export function organizationOf(text: string): string | undefined {
    return /^@([^/]+)\//.exec(text)?.[1];
}
