/** Returns a proxy of an object with some members replaced. */
export function withMembers<T extends object>(object: T, members: object): T {
  return new Proxy(object, {
    get(target, name) {
      const value: unknown = name in members ? Reflect.get(members, name) : Reflect.get(target, name, target);
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}
