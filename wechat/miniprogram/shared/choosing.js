/** Photographs and files as the person chooses them; nothing is kept of what they do not choose. */
const privacy = require('./privacy');

/** @typedef {{path: string, name: string, size: number, isPhoto: boolean}} Chosen */

const MOST_AT_ONCE = 9;
const EXTENSIONS = ['pdf', 'ofd', 'jpg', 'jpeg', 'png', 'webp'];
const QUALITY = 70;

/**
 * What was chosen; nothing where the person turned back, or did not agree to the use.
 *
 * @param {(take: (chosen: Chosen[]) => void) => void} ask
 * @returns {Promise<Chosen[]>}
 */
async function asked(ask) {
  try {
    await privacy.agreed();
  } catch (refusal) {
    return [];
  }
  return new Promise((resolve) => ask(resolve));
}

/** With the camera or from the album. @param {number} most */
function photographs(most) {
  return asked((take) =>
    wx.chooseMedia({
      count: Math.min(most, MOST_AT_ONCE),
      mediaType: ['image'],
      sizeType: ['compressed'],
      sourceType: ['camera', 'album'],
      success: ({ tempFiles }) =>
        take(
          tempFiles.map(({ tempFilePath: path, size }, place) => ({ path, size, name: `照片${place + 1}.jpg`, isPhoto: true })),
        ),
      fail: () => take([]),
    }),
  );
}

/** Out of a chat: the only files of a phone that WeChat lets one choose. @param {number} most */
function documents(most) {
  return asked((take) =>
    wx.chooseMessageFile({
      count: Math.min(most, MOST_AT_ONCE),
      type: 'file',
      extension: EXTENSIONS,
      success: ({ tempFiles }) => take(tempFiles.map(({ path, name, size }) => ({ path, name, size, isPhoto: false }))),
      fail: () => take([]),
    }),
  );
}

/**
 * A photograph that is larger than it may be, made smaller; other files stay as they are.
 *
 * @param {Chosen} chosen
 * @param {number} mostBytes
 * @returns {Promise<Chosen>}
 */
function fitting(chosen, mostBytes) {
  if (!chosen.isPhoto || chosen.size <= mostBytes) return Promise.resolve(chosen);
  return new Promise((resolve) => {
    wx.compressImage({
      src: chosen.path,
      quality: QUALITY,
      success: ({ tempFilePath: path }) => resolve({ ...chosen, path }),
      fail: () => resolve(chosen),
    });
  });
}

/**
 * Its size and SHA-256; null where the phone has not got it any more.
 *
 * @param {string} filePath
 * @returns {Promise<{size: number, digest: string} | null>}
 */
function digested(filePath) {
  return new Promise((resolve) => {
    wx.getFileSystemManager().getFileInfo({
      filePath,
      digestAlgorithm: 'sha256',
      success: ({ size, digest }) => resolve({ size, digest: digest.toLowerCase() }),
      fail: () => resolve(null),
    });
  });
}

/**
 * Where the file stays when the mini-program is closed; its own place where the phone is full.
 *
 * @param {string} path
 * @returns {Promise<string>}
 */
function kept(path) {
  return new Promise((resolve) => {
    wx.getFileSystemManager().saveFile({
      tempFilePath: path,
      success: ({ savedFilePath }) => resolve(savedFilePath),
      fail: () => resolve(path),
    });
  });
}

/** @param {string} filePath */
function forgotten(filePath) {
  wx.getFileSystemManager().unlink({ filePath, fail: () => undefined });
}

module.exports = { photographs, documents, fitting, digested, kept, forgotten };
