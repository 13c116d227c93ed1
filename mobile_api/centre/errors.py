"""What can go wrong when the pages of the centre are read."""

from mobile_api.shared.errors import NotFound


class CounterNotFound(NotFound):
    code = "counter_not_found"
    title = "没有找到这个窗口,请查看窗口列表,或者拨打12345咨询。"


class ArticleNotFound(NotFound):
    code = "article_not_found"
    title = "没有找到这篇文章,它可能已经撤下。请从文章列表重新查找。"
