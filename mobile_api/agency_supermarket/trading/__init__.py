"""Public resource trading (公共资源交易): projects of four classes, their notices, weeks, feed."""
