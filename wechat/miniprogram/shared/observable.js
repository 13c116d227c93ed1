/**
 * A few values that several components look at.
 *
 * @template {object} T
 * @param {T} initial
 */
function observable(initial) {
  let value = initial;
  /** @type {Set<(value: T) => void>} */
  const watchers = new Set();
  return {
    /** @returns {T} */
    get: () => value,
    /** @param {Partial<T>} changes */
    set(changes) {
      value = { ...value, ...changes };
      watchers.forEach((tell) => tell(value));
    },
    /**
     * Tells at once and at every change; answers how to stop it.
     *
     * @param {(value: T) => void} tell
     * @returns {() => void}
     */
    watch(tell) {
      watchers.add(tell);
      tell(value);
      return () => {
        watchers.delete(tell);
      };
    },
  };
}

module.exports = { observable };
