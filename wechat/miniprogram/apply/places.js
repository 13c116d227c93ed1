/** Where a result can be sent to: what is chosen now, what is kept, or a new address. */
const NEW = 'new';
const PRESENT = 'present';

/** @typedef {{name: string, phone: string, province: string, city: string, county: string, address: string}} Address */
/** @typedef {{key: string, label: string}} Place */

/** @type {Address} */
const EMPTY = { name: '', phone: '', province: '', city: '', county: '', address: '' };

/** @param {Api['MaskedContact']} one */
function lineOf({ name, phone, address }) {
  return `${name} ${phone} ${address}`;
}

/**
 * @param {Api['MaskedContact'] | null} present
 * @param {Api['SavedAddressView'][]} saved
 * @returns {Place[]}
 */
function placesOf(present, saved) {
  const kept = saved.map((one) => {
    const shown = lineOf({ name: one.name_masked, phone: one.phone_masked, address: one.address_masked });
    return { key: one.id, label: one.label ? `${one.label}:${shown}` : shown };
  });
  const now = present ? [{ key: PRESENT, label: `现在选的:${lineOf(present)}` }] : [];
  return [...now, ...kept, { key: NEW, label: '填一个新地址' }];
}

/**
 * @param {Api['MaskedContact'] | null} present
 * @param {Api['SavedAddressView'][]} saved
 */
function usualOf(present, saved) {
  if (present) return PRESENT;
  const usual = saved.find((one) => one.is_default);
  return usual ? usual.id : NEW;
}

/**
 * The address as the API takes it.
 *
 * @param {string} place
 * @param {Address} address
 * @param {boolean} saves
 */
function chosen(place, address, saves) {
  return place === NEW ? { address, save_address: saves } : { address_id: place, save_address: false };
}

/** What is wrong by the last part of its path. @param {Record<string, string>} fields */
function byLastPart(fields) {
  return Object.fromEntries(Object.entries(fields).map(([path, text]) => [path.split('/').pop() || path, text]));
}

module.exports = { NEW, PRESENT, EMPTY, placesOf, usualOf, chosen, byLastPart };
