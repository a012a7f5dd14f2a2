"""Words of this module: code → English, Chinese."""

# Side that an amount leaves and side that it comes to.
MOVES: dict[tuple[str, str], tuple[str, str]] = {
    ("outside", "free"): ("put in", "增加"),
    ("free", "outside"): ("taken out", "减少"),
    ("free", "held"): ("held", "占用"),
    ("held", "free"): ("released", "释放"),
    ("held", "spent"): ("used", "使用"),
    ("free", "spent"): ("used", "使用"),
    ("spent", "free"): ("given back", "退回"),
}
STATES: dict[str, tuple[str, str]] = {
    "held": ("held", "占用"),
    "spent": ("used", "已使用"),
    "released": ("released", "已释放"),
    "returned": ("given back", "已退回"),
}
