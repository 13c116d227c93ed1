/** Files on their way to the object store and from it; the API gives the ticket and the address. */
const network = require('../shared/network');
const { refused, unreached } = require('./problem');

const PATIENCE = 120000;

/** @typedef {(percent: number) => void} Watching */

/**
 * Send one file by its ticket. Raises Problem; code `cancelled` where the person stopped it.
 *
 * @param {Api['Ticket']} ticket
 * @param {string} filePath
 * @param {Watching} watching
 * @param {(stop: () => void) => void} begun is told how to stop it
 * @returns {Promise<void>}
 */
function send(ticket, filePath, watching, begun) {
  return new Promise((resolve, reject) => {
    const task = wx.uploadFile({
      url: ticket.url,
      filePath,
      name: 'file',
      formData: ticket.fields,
      timeout: PATIENCE,
      success: ({ statusCode, data }) => {
        network.reached();
        if (statusCode === 201) resolve();
        else reject(refused(statusCode, data));
      },
      fail: (fault) => {
        network.missed();
        reject(unreached(fault.errMsg));
      },
    });
    task.onProgressUpdate(({ progress }) => watching(progress));
    begun(() => task.abort());
  });
}

/**
 * The path of what stands at an address that the API has given. Raises Problem.
 *
 * @param {string} url
 * @returns {Promise<string>}
 */
function fetched(url) {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      timeout: PATIENCE,
      success: ({ statusCode, tempFilePath }) => {
        network.reached();
        if (statusCode === 200) resolve(tempFilePath);
        else reject(refused(statusCode, null));
      },
      fail: (fault) => {
        network.missed();
        reject(unreached(fault.errMsg));
      },
    });
  });
}

module.exports = { send, fetched };
