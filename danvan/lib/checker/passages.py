"""What stands together: the sentences of one paragraph, and what was said a few sentences before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from danvan.lib.checker.figures import Figure, Sentence


def paragraphs(sentences: Sequence[Sentence], text: str) -> Iterator[list[Sentence]]:
    """The sentences in runs without a line break between them."""
    run: list[Sentence] = []
    for sentence in sentences:
        if run and "\n" in text[run[-1].start + len(run[-1].text) : sentence.start + 1]:
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def said_before(sentences: Sequence[Sentence], at: int, figure: Figure, back: int) -> list[tuple[Sentence, Figure]]:
    """The figures of its kind before `figure` (of sentence `at`), at most `back` sentences back, with their sentences,
    in order."""
    return [
        (sentence, other)
        for sentence in sentences[max(0, at - back) : at + 1]
        for other in sentence.figures
        if other.dim == figure.dim and other.end <= figure.start
    ]


def label(sentence: Sentence, figure: Figure) -> str:
    """The words between the figure before it in its sentence (else the sentence's start) and the figure."""
    before = [other.end for other in sentence.figures if other.end <= figure.start]
    return sentence.between(before[-1] if before else sentence.start, figure.start)


def following(sentence: Sentence, figure: Figure, size: int = 60) -> str:
    """The words after the figure up to the next figure, at most `size` characters."""
    after = [other.start for other in sentence.figures if other.start >= figure.end]
    end = min([figure.end + size, sentence.start + len(sentence.text), *after[:1]])
    return sentence.between(figure.end, end)
