/**
 * Digits as a QR code: version 1, level H, mask 0 (ISO/IEC 18004), which takes up to 17 digits.
 * The API gives the code and no picture of it, so that it stands in no address.
 */
const SIZE = 21;
const DATA = 9;
const CHECK = 17;
// Level H with mask 0, as table C.1 has it.
const FORMAT = '001011010001001';

/** @type {number[]} */
const EXP = [];
/** @type {number[]} */
const LOG = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value;
  LOG[value] = power;
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d;
}

/** @param {number} one @param {number} other */
function times(one, other) {
  return one && other ? EXP[(LOG[one] + LOG[other]) % 255] : 0;
}

/** @param {string} digits @returns {number[]} the nine data codewords */
function codewordsOf(digits) {
  let bits = `0001${digits.length.toString(2).padStart(10, '0')}`;
  for (let place = 0; place < digits.length; place += 3) {
    const piece = digits.slice(place, place + 3);
    bits += Number(piece).toString(2).padStart([0, 4, 7, 10][piece.length], '0');
  }
  bits += '0000'.slice(0, DATA * 8 - bits.length);
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const found = (bits.match(/.{8}/g) || []).map((one) => parseInt(one, 2));
  for (let pad = 0; found.length < DATA; pad += 1) found.push(pad % 2 ? 0x11 : 0xec);
  return found;
}

/** @param {number[]} data @returns {number[]} the codewords that mend it (Reed-Solomon) */
function checkOf(data) {
  let generator = [1];
  for (let root = 0; root < CHECK; root += 1) {
    const next = [...generator, 0];
    generator.forEach((one, place) => {
      next[place + 1] ^= times(one, EXP[root]);
    });
    generator = next;
  }
  const rest = [...data, ...new Array(CHECK).fill(0)];
  data.forEach((_, at) => {
    const factor = rest[at];
    generator.forEach((one, place) => {
      rest[at + place] ^= times(one, factor);
    });
  });
  return rest.slice(data.length);
}

/** Finders with their margins, timing and the dark module; null where something is to be written. */
function frame() {
  const grid = Array.from({ length: SIZE }, () => /** @type {(boolean | null)[]} */ (new Array(SIZE).fill(null)));
  [[0, 0], [0, SIZE - 7], [SIZE - 7, 0]].forEach(([top, left]) => {
    for (let y = -1; y <= 7; y += 1) {
      for (let x = -1; x <= 7; x += 1) {
        const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3));
        if (grid[top + y] && left + x >= 0 && left + x < SIZE) grid[top + y][left + x] = ring !== 2 && ring !== 4;
      }
    }
  });
  for (let place = 8; place < SIZE - 8; place += 1) {
    grid[6][place] = place % 2 === 0;
    grid[place][6] = place % 2 === 0;
  }
  grid[SIZE - 8][8] = true;
  return grid;
}

/** @param {(boolean | null)[][]} grid */
function writeFormat(grid) {
  [...FORMAT].forEach((bit, place) => {
    const isDark = bit === '1';
    const [y, x] = place < 8 ? [8, [0, 1, 2, 3, 4, 5, 7, 8][place]] : [[7, 5, 4, 3, 2, 1, 0][place - 8], 8];
    grid[y][x] = isDark;
    if (place < 7) grid[SIZE - 1 - place][8] = isDark;
    else grid[8][SIZE - 15 + place] = isDark;
  });
}

/** @param {(boolean | null)[][]} grid @param {string} bits */
function writeBits(grid, bits) {
  let written = 0;
  for (let pair = 0, right = SIZE - 1; right > 0; pair += 1, right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < SIZE; step += 1) {
      const y = pair % 2 ? step : SIZE - 1 - step;
      [right, right - 1].forEach((x) => {
        if (grid[y][x] !== null) return;
        grid[y][x] = (bits[written] === '1') !== ((y + x) % 2 === 0);
        written += 1;
      });
    }
  }
}

/**
 * @param {string} digits at most 17
 * @returns {boolean[][]} rows from the top, true where it is dark
 */
function matrixOf(digits) {
  const grid = frame();
  writeFormat(grid);
  const data = codewordsOf(digits);
  writeBits(grid, [...data, ...checkOf(data)].map((one) => one.toString(2).padStart(8, '0')).join(''));
  return /** @type {boolean[][]} */ (grid);
}

/** Rows as runs of one colour, which are drawn as boxes. @param {string} digits */
function runsOf(digits) {
  return matrixOf(digits).map((row) => {
    /** @type {{isDark: boolean, width: number}[]} */
    const runs = [];
    row.forEach((isDark) => {
      const last = runs[runs.length - 1];
      if (last && last.isDark === isDark) last.width += 1;
      else runs.push({ isDark, width: 1 });
    });
    return runs;
  });
}

module.exports = { matrixOf, runsOf };
