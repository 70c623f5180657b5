/**
 * Calls a function of the user. What it throws, or what the promise that it returns rejects with, goes to `onFailure`,
 * which never throws.
 */
export function callSafely(callback: () => unknown, onFailure: (error: unknown) => void): void {
  try {
    Promise.resolve(callback()).catch(onFailure);
  } catch (error) {
    onFailure(error);
  }
}
