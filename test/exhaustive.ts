/** Whether every seed, all samples and more mutants are tried: `npm run test:exhaustive`, which CI runs before the tests. */
export const IS_EXHAUSTIVE = process.env.EXHAUSTIVE === "true";
