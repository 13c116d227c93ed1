"""Which pages of a mini-program WeChat knows: those of the released version, and no others."""

from tests.simulators.wechat.ground.config import MiniProgram


def is_released(program: MiniProgram, page: str) -> bool:
    """The path of `page` without its query; "/pages/..." is another path than "pages/..."."""
    return page.partition("?")[0] in program.released_pages
