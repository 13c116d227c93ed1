"""What can go wrong when guides are read or published."""

from mobile_api.shared.errors import AppError, NotFound


class GuideNotFound(NotFound):
    code = "guide_not_found"
    title = "没有找到这个事项,它可能已经取消。可以搜索事项名称,或者拨打12345咨询。"


class ThemeNotFound(NotFound):
    code = "theme_not_found"
    title = "没有找到这个“一件事”,可以搜索名称,或者拨打12345咨询。"


class BlankFormNotFound(NotFound):
    code = "blank_form_not_found"
    title = "没有找到这张表格,请回到办事指南重新打开。"


class LinkExpired(AppError):
    status = 410
    code = "link_expired"
    title = "链接已过期,请回到办事指南重新打开。"


class CatalogueInvalid(AppError):
    """Nothing is loaded unless all is right; `errors` lists every fault with its path."""

    status = 422
    code = "catalogue_invalid"
    title = "事项目录有错误,没有载入任何内容,请按清单逐项修改。"


class NoCatalogue(AppError):
    status = 503
    code = "no_catalogue"
    title = "办事指南正在准备中,请稍后再试,或者拨打12345咨询。"
