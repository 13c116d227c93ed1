/** A new version waits until the person agrees: what they have typed is not lost. */
function begin() {
  const manager = wx.getUpdateManager();
  manager.onUpdateReady(() => {
    wx.showModal({
      title: '有新版本',
      content: '新版本已经准备好,现在重新打开就能使用。',
      confirmText: '重新打开',
      cancelText: '以后再说',
      success: (choice) => {
        if (choice.confirm) manager.applyUpdate();
      },
    });
  });
}

module.exports = { begin };
