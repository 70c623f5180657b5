import fc from "fast-check";

// Property tests take the same examples for every mutant, and do not look for a smaller one that fails.
fc.configureGlobal({ seed: 1, endOnFailure: true });
