"""What people do with requests for help."""

from .asking import add_words, ask, knock, let_in, withdraw
from .becoming import begin_family, begin_mapping, close
from .duties import end_duty, give_duty, open_queue
from .falling_due import empty, forget_origins, tell
from .taking import answer, answer_handover, assess_urgency, hand_over, take, withdraw_handover

__all__ = [
    "add_words", "answer", "answer_handover", "ask", "assess_urgency", "begin_family", "begin_mapping",
    "close", "empty", "end_duty", "forget_origins", "give_duty", "hand_over", "knock", "let_in",
    "open_queue", "take", "tell", "withdraw", "withdraw_handover",
]  # fmt: skip
