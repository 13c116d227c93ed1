/** Where a tap leads: doors of the tab bar are switched to, other pages are opened on top. */
const config = require('../config');

const DOORS = ['pages/index/index', 'pages/services/index', 'pages/messages/index', 'pages/me/index'];
const PAGES = [
  'pages/search/index',
  'pages/guide/detail',
  'pages/theme/detail',
  'pages/status/index',
  'pages/case/detail',
  'pages/halls/index',
  'mine/settings/index',
  'mine/acting/index',
  'apply/start/index',
  'apply/tasks/index',
  'apply/question/index',
  'apply/person/index',
  'apply/identity/index',
  'apply/form/index',
  'apply/material/index',
  'apply/delivery/index',
  'apply/check/index',
  'apply/receipt/index',
  'apply/address/index',
  'apply/city/index',
  'apply/handoff/index',
  'apply/originals/index',
  'apply/pick-up/index',
  'apply/waybill/index',
  'apply/full/index',
  'mine/identity/index',
  'mine/counter-code/index',
  'mine/ways/index',
  'mine/merge/index',
  'mine/addresses/index',
  'mine/addresses/edit',
  'mine/notifications/index',
  'mine/data/index',
  'mine/details/index',
  'enterprise/companies/index',
  'enterprise/company/index',
  'enterprise/invite/index',
  'market/services/index',
  'market/service/index',
  'market/compare/index',
  'market/agency/index',
  'market/needs/index',
  'market/need/index',
  'market/bid/index',
  'market/draw/index',
  'market/own/index',
  'market/contract/index',
  'market/act/index',
];

/** @typedef {{life_event?: string, online_level?: string}} ServicesWanted */
/** @type {ServicesWanted | null} */
let wanted = null;

/** @param {string} path */
function isKnown(path) {
  const page = path.split('?')[0];
  return DOORS.includes(page) || PAGES.includes(page);
}

/**
 * A page of this version, such as one named by a message; others are left alone.
 *
 * @param {string} path with its query, without a leading slash
 */
function open(path) {
  if (!isKnown(path)) return;
  const url = `/${path}`;
  if (DOORS.includes(path.split('?')[0])) {
    wx.switchTab({ url: url.split('?')[0] });
    return;
  }
  // WeChat keeps ten pages at most; the eleventh takes the place of the one before.
  wx.navigateTo({ url, fail: () => wx.redirectTo({ url }) });
}

/** @param {ServicesWanted} filters */
function openServices(filters) {
  wanted = filters;
  open('pages/services/index');
}

/** What the door of services is to show, told once. */
function servicesWanted() {
  const told = wanted;
  wanted = null;
  return told;
}

/** What was never encoded rightly is no name of anything. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (fault) {
    return '';
  }
}

/**
 * The guide that a code leads to: an ordinary address (`q`), or a scene of a mini-program code.
 *
 * @param {Record<string, string | undefined>} query of the page
 * @returns {string} the guide's key, empty if there is none
 */
function guideOf(query) {
  if (query.key) return query.key;
  if (query.scene) return decoded(query.scene);
  const found = /\/guides\/([^/?#]+)/.exec(decoded(query.q || ''));
  return found ? decoded(found[1]) : '';
}

/**
 * The page that a scanned code leads to: of a guide, a theme, a need, a draw or a hall, as the web pages
 * of this service have them; empty where it is no code of ours.
 *
 * @param {string} text what stands in the code
 */
function scanned(text) {
  const path = text.startsWith(`${config.base}/`) ? text.slice(config.base.length).split(/[?#]/)[0] : '';
  const key = path.split('/').pop();
  if (/^\/guides\/[^/]+$/.test(path)) return `pages/guide/detail?key=${key}`;
  if (/^\/themes\/[^/]+$/.test(path)) return `pages/theme/detail?key=${key}`;
  if (/^\/market\/needs\/[^/]+$/.test(path)) return `market/need/index?id=${key}`;
  if (/^\/draws\/[^/]+$/.test(path)) return `market/draw/index?number=${key}`;
  if (path === '/centre/halls') return 'pages/halls/index';
  return path === '/me/counter-code' ? 'mine/counter-code/index' : '';
}

module.exports = { DOORS, PAGES, isKnown, open, openServices, servicesWanted, guideOf, scanned };
