"""What each finding of the packing engine says, in English and Chinese: expected, found, what to do."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "P01": (
        "Block {block} reaches {found} mm along the container, which is {expected} mm long inside. Put fewer in a row.",
        "第 {block} 组沿箱长方向达 {found} 毫米，箱内长 {expected} 毫米。请减少该方向的箱数。",
    ),
    "P02": (
        "Block {block} reaches {found} mm across the container, which is {expected} mm wide inside. Put fewer abreast.",
        "第 {block} 组沿箱宽方向达 {found} 毫米，箱内宽 {expected} 毫米。请减少该方向的箱数。",
    ),
    "P03": (
        "Block {block} reaches {found} mm high; the container is {expected} mm high inside. Stack fewer.",
        "第 {block} 组堆高达 {found} 毫米，箱内高 {expected} 毫米。请减少层数。",
    ),
    "P04": (
        "Blocks {block} and {other} stand in the same place. Move one of them.",
        "第 {block} 组与第 {other} 组占用同一位置。请移动其中一组。",
    ),
    "P05": (
        "Block {block} stands on {found} mm² of its {expected} mm²; the rest hangs. Put it on the floor or on cartons.",
        "第 {block} 组底面 {expected} 平方毫米中仅 {found} 平方毫米有支撑。请置于箱底或其他纸箱之上。",
    ),
    "P06": (
        "Block {block} lays cartons on their side that must stand upright. Turn them back.",
        "第 {block} 组将须直立的纸箱侧放。请改为直立。",
    ),
    "P07": (
        "{found} cartons of {kind} are loaded, {expected} are to go. Load just these.",
        "{kind} 已装 {found} 箱，应装 {expected} 箱。请按应装数量装载。",
    ),
    "P08": (
        "The load weighs {found} g, the container may carry {expected} g. Take another container or load less.",
        "货物重 {found} 克，集装箱限载 {expected} 克。请更换集装箱或减少装载。",
    ),
}


def sentence(rule: str, language: str, **facts: object) -> str:
    """A finding in words: Chinese for languages that begin with zh, else English. Raises KeyError for another rule."""
    english, chinese = SENTENCES[rule]
    return (chinese if language.startswith("zh") else english).format(**facts)
