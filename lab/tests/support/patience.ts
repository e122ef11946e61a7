/**
 * For steps that wait for several things one after the other: none is ended by mocha, which says
 * nothing but that, before its own deadlines, which say what was missing.
 */
export const STEP_MILLISECONDS = 1_200_000;
