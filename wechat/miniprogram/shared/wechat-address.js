/** An address out of WeChat's own book, opened after the person has agreed to what it is for. */
const privacy = require('./privacy');

/** Null where there is none; what went wrong is told. @returns {Promise<import('../apply/places').Address | null>} */
async function fromWechat() {
  try {
    await privacy.agreed();
  } catch (refusal) {
    return null;
  }
  return new Promise((resolve) => {
    wx.chooseAddress({
      success: ({ userName: name, telNumber: phone, provinceName: province, cityName: city, countyName: county, detailInfo: address }) =>
        resolve({ name, phone, province, city, county, address }),
      fail: ({ errMsg }) => {
        // Who turned back knows it.
        if (!/cancel/.test(errMsg)) {
          wx.showModal({ title: '没有取到微信里的地址', content: '请在微信的设置里允许使用地址,或者直接在下面填写。', showCancel: false });
        }
        resolve(null);
      },
    });
  });
}

module.exports = { fromWechat };
