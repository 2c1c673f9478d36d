"""How much likelier a repair reads than what it would replace, where it stands in its text."""

from functools import cache

from rag.cleaning.chinese import simplify, traditional
from rag.cleaning.likelihood import folded, pair_cost, word_cost

CONTEXT = 3  # characters on either side that a repair must fit
UNBALANCED = 6.0  # nats for each quotation mark of the line that is left without its partner
ECHO, ECHOES = 1.5, 2  # nats for each pair of characters that the text has at least so often
USUAL = 0.01  # nats for the usual one of several variants: it decides between equals only
WRONG_SCRIPT = 8.0  # nats for each simplified character put into a traditional page, or the reverse
MOSTLY = 0.02  # share of traditional characters that makes a page traditional
NEAR = 1000  # characters of a line to either side in which a quotation mark finds its partner
AROUND = 10_000  # characters to either side in which a text repeats itself
PARTNERS = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《"}


class Judge:
    """Weighs repairs of one place; what is shown there is weighed once per length."""

    def __init__(self, text: str, at: int, line: str) -> None:
        """Judge at text[at], where `line` is what stands before it in its line as repaired so far."""
        self._text, self._at, self._line = text, at, line[-NEAR:]
        self._around = text[max(0, at - AROUND) : at + AROUND]
        self._shown: dict[int, float] = {}
        self._traditional = is_traditional(text[max(0, at - 500) : at + 500])

    def gain(self, end: int, new: str) -> float:
        """Return how many nats likelier `new` is than text[at:end]."""
        usual = USUAL * sum(traditional(simplify(character)) == character for character in new)
        return self.shown(end) - self._cost(new, end) - self._foreign(new) + self._echoes(new) + usual

    def shown(self, end: int) -> float:
        """Return the cost of text[at:end] as it stands."""
        if end not in self._shown:
            self._shown[end] = self._cost(self._text[self._at : end], end)
        return self._shown[end]

    def _cost(self, piece: str, end: int) -> float:
        text = self._text
        rest = text[end : end + NEAR].partition("\n")[0]
        line = folded(self._line[-CONTEXT:] + piece + rest[:CONTEXT])
        pairs = sum(pair_cost(line[index], line[index + 1]) for index in range(len(line) - 1))
        return (pairs + word_cost(line)) / 2 + UNBALANCED * _unbalanced(self._line + piece + rest)

    def _echoes(self, new: str) -> float:
        """Return a reward for pairs of characters that the text has elsewhere: texts repeat themselves."""
        whole = self._line[-1:] + new
        pairs = {whole[index : index + 2] for index in range(len(whole) - 1)}
        return ECHO * sum(self._around.count(pair) >= ECHOES for pair in pairs if pair.isalnum())

    def _foreign(self, new: str) -> float:
        return WRONG_SCRIPT * sum(_script(character) == (not self._traditional) for character in new)


def is_traditional(text: str) -> bool:
    """Tell whether `text` is in traditional script."""
    folded_text = simplify(text)
    changed = sum(a != b for a, b in zip(text, folded_text, strict=True))
    return changed > MOSTLY * len(text)


@cache
def _script(character: str) -> bool | None:
    """Return True for a traditional character, False for a simplified one, None for one of both scripts."""
    if simplify(character) != character:
        return True
    return False if traditional(character) != character else None


def _unbalanced(line: str) -> int:
    """Count quotation marks without a partner, opening ones inside their own kind included."""
    opened: list[str] = []
    lonely = 0
    for mark in line:
        if mark in PARTNERS.values():
            lonely += mark in opened
            opened.append(mark)
        elif (partner := PARTNERS.get(mark)) is not None:
            if partner in opened:
                opened.remove(partner)
            else:
                lonely += 1
    return lonely + len(opened)
