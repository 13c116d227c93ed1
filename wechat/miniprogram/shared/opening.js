/** A file as the phone can show it: a photograph, or a document. */
const api = require('../api/index');

/** @param {string} url that the API has given @param {string | null} mediaType */
async function openFile(url, mediaType) {
  const file = await api.fetched(url);
  if ((mediaType || '').startsWith('image/')) {
    wx.previewImage({ urls: [file] });
  } else if (mediaType === 'application/pdf') {
    wx.openDocument({ filePath: file, fileType: 'pdf' });
  } else {
    wx.showModal({ title: '手机上打不开', content: '这种文件手机上看不了,请在电脑上打开。', showCancel: false });
  }
}

/**
 * A page of a material.
 *
 * @param {string} caseId
 * @param {string} key of the material
 * @param {number} page from 1
 * @param {string | null} mediaType
 */
async function openPage(caseId, key, page, mediaType) {
  const path = { case_id: caseId, key, page };
  const { url } = await api.callAsMe('post', '/api/v1/cases/{case_id}/materials/{key}/{page}/link', { path, isActing: true });
  await openFile(url, mediaType);
}

module.exports = { openFile, openPage };
