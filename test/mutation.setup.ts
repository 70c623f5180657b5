import fc from "fast-check";

// Property tests use the same examples for every mutant, and do not shrink counterexamples.
fc.configureGlobal({ seed: 1, endOnFailure: true });
