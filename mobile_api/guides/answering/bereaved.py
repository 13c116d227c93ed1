"""Who has lost somebody of the family is met with a word, and with what comes after a death."""

from dataclasses import replace

from mobile_api.guides.answering.saying import AnswerOutcome, ComposedAnswer

CONDOLENCE = "请节哀。"
MATTERS_AFTER = "家人去世后要办的,可能是下面这些:"
_NOTHING = "这里没有找到相关的事项,请拨打12345政务服务便民热线,有人为您解答。"


def with_condolence(told: ComposedAnswer) -> ComposedAnswer:
    """The answer with one plain word before it; 我不知道 would be a hard answer to a death."""
    is_nothing = told.outcome is AnswerOutcome.UNKNOWN and told.source is None
    return replace(told, text=CONDOLENCE + (_NOTHING if is_nothing else told.text))


def is_condolence(text: str) -> bool:
    """Whether an answer begins with it, and so is to be said whatever else it holds."""
    return text.startswith(CONDOLENCE)
