/** Figures and times of the API as people read them. The API's times are Beijing's. */

/** @param {string} iso */
function on(iso) {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** @param {string} iso */
function at(iso) {
  return `${on(iso)} ${iso.slice(11, 16)}`;
}

/** @param {number} fen */
function yuan(fen) {
  return `${(fen / 100).toFixed(2).replace(/\.?0+$/, '')}元`;
}

/** @param {string} number a case number, in pieces that can be read out */
function spaced(number) {
  return number.replace(/^(.{6})(.{8})/, '$1 $2 ');
}

module.exports = { on, at, yuan, spaced };
