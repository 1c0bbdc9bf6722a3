"""A carrier to test with: it answers as it is told to and remembers what it got."""

from dataclasses import dataclass, field

from firstdesk.notices.transports import Answer, Letter, Taken


@dataclass
class FakeCarrier:
    """Says `answers` one after the other, the last for ever; asked about a key, `about`."""

    answers: list[Answer] = field(default_factory=lambda: [Taken("c-1")])
    about: Answer = field(default_factory=lambda: Taken("c-1"))
    letters: list[Letter] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def carry(self, letter: Letter) -> Answer:
        self.letters.append(letter)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def ask(self, key: str) -> Answer:
        self.asked.append(key)
        return self.about


CARRIER = FakeCarrier()


def carrier() -> FakeCarrier:
    """The one that the test has put here."""
    return CARRIER
