export function knownConditions(source: string): string { return source; }
