/** Whether all seeds, all samples and more mutants are tested: `npm run test:exhaustive`, which CI runs before the tests. */
export const IS_EXHAUSTIVE = process.env.EXHAUSTIVE === "true";
