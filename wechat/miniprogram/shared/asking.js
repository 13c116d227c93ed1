/**
 * Asked once more, with what follows from it. Resolves to whether the person said yes.
 *
 * @param {{title: string, content: string, confirmText?: string}} asked
 * @returns {Promise<boolean>}
 */
function confirmed({ title, content, confirmText = '确定' }) {
  return new Promise((resolve) => {
    wx.showModal({
      title,
      content,
      confirmText,
      cancelText: '不了',
      success: (choice) => resolve(choice.confirm),
      fail: () => resolve(false),
    });
  });
}

module.exports = { confirmed };
