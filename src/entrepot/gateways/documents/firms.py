"""A firm as documents name it."""

from dataclasses import dataclass

from entrepot.gateways.documents.words import Language


@dataclass(frozen=True)
class Firm:
    """filed: the name in the document; zh and en: as the station knows the firm, empty where it does not."""

    code: str
    filed: str
    zh: str = ""
    en: str = ""

    def said(self, language: Language) -> tuple[str, ...]:
        """The name in that language first, the filed one where it differs, then the code."""
        names = {"en": (self.en or self.filed,), "zh": (self.zh or self.filed,), "both": (self.en, self.zh)}[language]
        return tuple(dict.fromkeys(text for text in (*names, self.filed, self.code) if text))
