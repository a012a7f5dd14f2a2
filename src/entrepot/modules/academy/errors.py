"""Why something was not done in a class: what was expected, what was found, what to do."""

from collections.abc import Mapping

from entrepot.modules.academy.words import Said
from entrepot.modules.parties.api import Unable

SENTENCES: dict[str, tuple[str, str]] = {
    "station": (
        "Exercises are made up, so classes are held on practice stations; this is a {kind} one. Use another folder.",
        "练习题均为虚构数据，班级只能在练习站开设；本站为 {kind} 站。请在练习站开班。",
    ),
    "name": (
        "Expected a name of 1 to {most} characters for the class, found {found} characters. Give it one.",
        "班级名称须为 1 至 {most} 个字符，收到 {found} 个。请填写。",
    ),
    "last_day": (
        "Expected a last day from today ({today}) to two years from now, found {found}. Choose a later one.",
        "最后一天应在今日（{today}）至两年之内，收到 {found}。请另选日期。",
    ),
    "code": (
        "No class has the code {code}. Compare it with what the teacher gave you, letter by letter.",
        "没有代码为 {code} 的班级。请与教师提供的代码逐字核对。",
    ),
    "full": (
        "The class {code} has {most} learners already. Ask the teacher to open another class.",
        "班级 {code} 已有 {most} 名学员。请教师另开班级。",
    ),
    "teacher": (
        "The teacher of a class does not answer its exercises. Join as somebody else.",
        "教师不能作答本班练习。请以其他人员身份加入。",
    ),
    "closed": (
        "The class {code} closed at the end of {last}. Ask the teacher for another class.",
        "班级 {code} 已于 {last} 结束。请向教师询问其他班级。",
    ),
    "not_in_class": (
        "{person} has not joined the class {code}. Join it first.",
        "{person} 尚未加入班级 {code}。请先加入。",
    ),
    "exercise": (
        "Expected one of the exercises {expected}; found {found}.",
        "应为下列练习之一：{expected}；收到 {found}。",
    ),
    "answered": (
        "This exercise was answered on {at}, and the first answer counts. Nothing was changed.",
        "该练习已于 {at} 作答，以首次作答为准。未作任何更改。",
    ),
    "incomplete": (
        "Expected an answer to {field}; found “{found}”. {hint}",
        "请回答“{field}”；收到“{found}”。{hint}",
    ),
    "unfinished": (
        "A result is signed when all {of} exercises are answered; {answered} are. Answer the others first.",
        "全部 {of} 道练习作答后方可签发结果；已作答 {answered} 道。请先完成其余练习。",
    ),
}


class UnableInClass(Unable):
    """Something was not done in a class and nothing was changed. Facts that are `Said` are said in the language."""

    sentences: Mapping[str, tuple[str, str]] = SENTENCES

    def sentence(self, language: str) -> str:
        """What to tell the reader: Chinese for languages that begin with zh, else English."""
        place = 1 if language.startswith("zh") else 0
        facts = {name: fact[place] if isinstance(fact, Said) else fact for name, fact in self.facts.items()}
        return self.sentences[self.reason][place].format(**facts)


class UnableToTeach(UnableInClass):
    """A class cannot be opened so."""


class UnableToAnswer(UnableInClass):
    """A learner cannot join or answer so; nothing was kept."""
