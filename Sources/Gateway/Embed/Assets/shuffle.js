/**
 * Shuffles a list in a way that depends on the seed alone.
 * @template Entry
 * @param {Entry[]} list
 * @param {string} seed
 * @returns {Entry[]} a new list
 */
export function shuffle(list, seed) {
  // FNV-1a, then a xorshift generator: small, and even enough for the order of answers.
  let number = 0x811c9dc5;
  for (const character of seed) number = Math.imul(number ^ character.codePointAt(0), 0x01000193);
  const random = (limit) => {
    number ^= number << 13;
    number ^= number >>> 17;
    number ^= number << 5;
    return (number >>> 0) % limit;
  };
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
