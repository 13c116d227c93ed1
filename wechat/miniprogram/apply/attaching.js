/** Files that were received become pages of their material. */
const api = require('../api/index');
const uploading = require('../shared/uploading');
const { filling } = require('./going');

const { Problem } = api;
const TRIES = 3;

/** One more page of its material, whoever changed it meanwhile. @param {import('../shared/uploading').Held} one @param {string} fileId */
async function attach({ about: caseId, key, replaces }, fileId) {
  for (let tries = 0; ; tries += 1) {
    const { materials, version } = await filling(caseId);
    const asked = materials.find((one) => one.material.key === key);
    const pages = (asked ? asked.pages : []).map((one) => one.file_id);
    if (pages.includes(fileId)) return;
    const isThere = pages.includes(replaces);
    const ids = isThere ? pages.map((one) => (one === replaces ? fileId : one)) : [...pages, fileId];
    try {
      const path = { case_id: caseId, key };
      await api.callAsMe('put', '/api/v1/cases/{case_id}/materials/{key}', { path, body: { file_ids: ids }, seen: version, isActing: true, isSafe: true });
      return;
    } catch (fault) {
      if (!(fault instanceof Problem) || fault.code !== 'case_changed' || tries === TRIES) throw fault;
    }
  }
}

uploading.goesTo('material', attach);

module.exports = uploading;
