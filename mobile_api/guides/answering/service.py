"""What pages and chats ask when a person says in their own words what they need."""

from mobile_api.guides.answering.answers import HOTLINE, AnswerOutcome, ComposedAnswer, answer
from mobile_api.guides.answering.bereaved import is_condolence
from mobile_api.guides.answering.choices import LONGEST_TOKEN, searched_before
from mobile_api.guides.answering.finding import LONGEST_QUERY, answer_question, find
from mobile_api.guides.answering.unanswered import count_unanswered, forget_old_searches

__all__ = [
    "HOTLINE",
    "LONGEST_QUERY",
    "LONGEST_TOKEN",
    "AnswerOutcome",
    "ComposedAnswer",
    "answer",
    "answer_question",
    "count_unanswered",
    "find",
    "forget_old_searches",
    "is_condolence",
    "searched_before",
]
