"""Frames of what somebody will not do and of what somebody wants done."""

from __future__ import annotations

from refusal_annotator.prehighlight.stance_grammar import FEW, STOP, WORD, Frame, Voice, frame

_BLUNT = (
    "fight|resist|oppose|challenge|defy|block|boycott|contest|overturn|appeal|continue|keep|carry|"
    "stay|stop|reverse|scrap|repeal|never|not"
)
REFUSALS_AND_DEMANDS: tuple[Frame, ...] = (
    frame(
        "unwillingness",
        "conscience faith",
        rf"\b(?P<span>(?:can(?:not|['’]t)|could\s+not|couldn['’]t)\s+in\s+(?:(?:good|all)\s+)?"
        rf"(?:conscience|faith)\s+(?:be\s+)?{WORD}(?:\s+part\b)?)",
        voice=Voice.ANYWHERE,
        score=0.56,
        basis="refusal",
    ),
    frame(
        "unwillingness",
        "refuse refuses refusing",
        r"(?<!not\s)(?<!to\s)\b(?P<span>(?:refuses?|(?:is|are|am|['’]re|['’]m)\s+refusing)\s+to\s+(?:recogni[sz]e|accept|"
        rf"acknowledge|apologi[sz]e|back\s+down|give\s+(?:up|in)|bow|yield|surrender|condemn|be\s+{WORD}))",
        voice=Voice.ANYWHERE,
        score=0.4,
        basis="refusal",
    ),
    frame(
        "a vow",
        "vow vowed vows pledge pledged pledges swear swore sworn promised promises promise "
        "threatened determined",
        r"\b(?P<span>(?:vow(?:s|ed)?|pledge[sd]?|swears?|swore|sworn|promise[sd]?|threatened|"
        rf"determined)\s+(?:not\s+to|never\s+to|to\s+(?:{_BLUNT}))(?:\s+(?:on|up|down))?"
        rf"(?:\s+{WORD})?){STOP}",
        voice=Voice.ANYWHERE,
        score=0.4,
        basis="refusal",
    ),
    frame(
        "a preference",
        "rather sooner",
        r"(?:\bwould|['’]d)\s+(?P<span>(?:rather|sooner)\s+(?!not\b)(?:be\s+)?[^\W\d_]+(?:\s+(?:to\s+)?"
        rf"(?:{WORD}))?){STOP}",
        basis="refusal",
    ),
    frame(
        "unwillingness",
        "intention plans wish desire interest appetite",
        r"\b(?P<span>(?:ha(?:s|ve|d)|with)\s+(?:no|little|zero)\s+(?:intention|plans|wish|desire|interest|"
        rf"appetite)(?:\s+(?:of|in|to|for)\s+(?:be\s+|being\s+)?{WORD})?)",
        voice=Voice.ANYWHERE,
        score=0.56,
        basis="refusal",
    ),
    frame(
        "unwillingness",
        "going about having",
        rf"\b(?:we|i|they|he|she)(?:\s+(?:are|am|is)|['’](?:re|m|s))\s+(?P<span>not\s+(?:going|about)\s+to\s+"
        rf"(?!be\s+able|pretend|lie\b|deny|have\b|happen|say\b|comment|know\b|get\b|speculate)(?:be\s+)?{WORD}(?:\s+(?:down|up|out|back|on|in))?)",
        basis="refusal",
    ),
    frame(
        "unwillingness",
        "part nothing",
        r"\b(?P<span>(?:want(?:s|ed)?|have|has|play|take)\s+(?:no\s+part|nothing\s+to\s+do\s+with))",
        basis="refusal",
    ),
    frame(
        "unwillingness",
        "longer",
        rf"\b(?P<span>(?:will|would)\s+no\s+longer\s+(?!be\s+reached|afford\b)(?:be\s+)?{WORD}|"
        rf"(?:no\s+longer|not)\s+(?:willing|prepared|ready|want|wants)(?:\s+to\s+{WORD})?)",
        basis="refusal",
        score=0.4,
    ),
    frame(
        "unwillingness",
        "ruled rules rule ruling",
        r"\b(?P<span>(?:rul(?:es|ed|e|ing))\s+out)\s+(?!foul|sabotage|arson|a\s+link|the\s+possibility)",
        voice=Voice.ANYWHERE,
        score=0.35,
        basis="refusal",
    ),
    frame(
        "defiance",
        "fight resist oppose challenge defy block boycott contest appeal",
        r"\b(?:we|i|they)\s*(?:\s+will|['’]ll|\s+are\s+going\s+to|\s+shall)\s+(?P<span>(?:continue\s+to\s+)?(?:fight|resist|"
        r"oppose|challenge|defy|block|boycott|contest)(?:\s+(?:on|back|it|this|them))?)",
        basis="refusal",
        score=0.4,
    ),
    frame(
        "a preference",
        "rather",
        rf"\b(?P<span>(?:ready\s+to\s+|prepared\s+to\s+|willing\s+to\s+)?(?:go|sit|die|resign|leave|quit|face|serve|lose|starve|"
        rf"burn|flee|hide|desert|emigrate|close)\s+{FEW}{{0,5}}?rather\s+than\s+{WORD})",
        basis="refusal",
        voice=Voice.ANYWHERE,
    ),
    frame(
        "unwillingness",
        "will won't",
        r"\b(?:he|she)\s+(?P<span>(?:will\s+(?:not|never)|won['’]t)\s+(?!be\b|play\b|start\b|attend\b|face\b|stand\b|have\b|"
        r"need\b|say\b|run\b|return\b|know\b|see\b|get\b|appear\b|serve\b|comment\b|answer\b|discuss\b|confirm\b|give\b|speak\b|take\s+part\b)[^\W\d_]+)",
        basis="refusal",
        voice=Voice.ANYWHERE,
        score=0.36,
    ),
    frame(
        "unwillingness",
        "before",
        r"(?:\b(?:will|would)|['’](?:ll|d))\s+(?P<span>(?!be\b|have\b)[^\W\d_]+(?:\s+[^\s.,;:!?“”\"]+){0,4}?\s+before\s+(?:i|we|they)\s+"
        rf"{WORD})",
        basis="refusal",
        voice=Voice.QUOTED,
    ),
    frame(
        "what is impossible to ask",
        "cannot can't",
        r"\b(?:we|i|you|they|people|nobody|no\s+one)\s+(?P<span>(?:cannot|can['’]t)\s+(?:(?:just|simply|ever)\s+)?(?!see\b|say\b|find\b|sleep\b|remember\b|"
        r"know\b|believe\b|confirm\b|imagine\b|wait\b|comment\b|hear\b|breathe\b|move\b|get\b|explain\b|tell\b|help\b|think\b|read\b|talk\b|walk\b|stop\b|reach\b|"
        r"speak\b|be\b|afford\b|rule\b|even\b|eat\b|use\b|feel\b|open\b|verify\b|discuss\b|give\b|make\b|pay\b|go\s+home)[^\W\d_]+)",
        voice=Voice.QUOTED,
        score=0.38,
        basis="refusal",
    ),
    frame(
        "a demand",
        "demand demands demanded demanding insist insists insisted urged urging",
        r"\b(?:demand(?:s|ed|ing)?|insist(?:s|ed)?|urg(?:ed|es|ing))\s+that\s+(?:[^\s.,;:!?]+\s+){1,6}?(?P<span>(?:resign|explain|apologi[sz]e|withdraw|pay|stop|end|"
        r"leave|release|return|publish|reverse|act|step\s+down|hand\s+over|intervene|investigate|restore|reinstate|drop|halt|cease)\b)",
        voice=Voice.ANYWHERE,
        value="",
        basis="demand",
    ),
    frame(
        "a demand",
        "want wants wanted",
        r"\b(?P<span>(?:wants?|wanted)\s+(?:only\s+|just\s+)?to\s+be\s+(?:heard|paid|respected|listened\s+to|left\s+alone|left\s+in\s+peace|consulted|asked|believed|"
        r"treated\s+(?:like|as)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?|told\s+the\s+truth))",
        value="",
        basis="demand",
    ),
    frame(
        "words on a banner",
        "placard placards banner banners sign signs poster posters slogan slogans "
        "graffiti chanted chanting chants chant sticker stickers leaflet leaflets mural "
        "shouted shouting",
        r"\b(?:placards?|banners?|signs?|posters?|slogans?|graffiti|chant(?:ed|ing|s)?|stickers?|leaflets?|mural|shout(?:ed|ing))\b[^“”\"‘.]{0,50}"
        r"[“\"‘](?P<span>[^“”\"’\d]{3,60}?)(?=[.,!?;:]*[”\"’](?!\w))",
        voice=Voice.ANYWHERE,
        score=0.5,
        value="",
        basis="demand",
    ),
    frame(
        "words on a banner",
        "placard banner sign poster slogan graffiti sticker leaflet chanted",
        r"[“\"‘](?P<span>[^“”\"’\d]{3,60}?)[.,!?;:]*[”\"’],?\s+(?:(?:they|the\s+crowd|marchers|protesters|demonstrators)\s+chanted|"
        r"(?:reads?|said|ran|says)\s+(?:an?|one|the|another)\s+(?:[^\W\d_-]+[\s-]){0,2}?(?:placard|banner|sign|poster|slogan|graffiti|sticker|leaflet))\b",
        voice=Voice.ANYWHERE,
        score=0.5,
        value="",
        basis="demand",
    ),
    frame(
        "a call",
        "stop end scrap free save resign listen fix ban reverse withdraw release respect "
        "protect fund bring give let leave get "
        "hands drop cancel shut close pay quit go join keep wake put try",
        r"(?:(?<=[“\"‘])|(?<=[.!?:,]\s)|(?<=[“\"‘][.!?]\s))(?P<span>(?:please\s+)?(?:stop|end|scrap|free|save|resign|listen|fix|ban|reverse|withdraw|"
        r"release|respect|protect|fund|bring|give|let|leave|get|drop|cancel|shut|close|pay|quit|go|join|keep|wake|put|try)"
        rf"(?:\s+(?!and\b|or\b|the\s+fire){WORD}){{1,4}}?){STOP}",
        voice=Voice.QUOTED,
        score=0.38,
        basis="demand",
    ),
    frame(
        "a slogan",
        "no",
        rf"(?P<span>\bno\s+{WORD}(?:\s+{WORD})?\s*,\s+no\s+{WORD}(?:\s+{WORD})?)(?=\s*[.;!?”\"’,]|\s*$)",
        voice=Voice.QUOTED,
        basis="demand",
    ),
    frame(
        "a demand",
        "urge urges urged urging call calls called calling appeal appeals appealed appealing "
        "implore implored implores beg begged begs beseech pressed press plead pleaded pleads "
        "exhorted challenged",
        r"\b(?P<span>(?:urg(?:e|es|ed|ing)|call(?:s|ed|ing)?\s+(?:up)?on|appeal(?:s|ed|ing)?\s+to|implor(?:e|es|ed)|"
        r"begg?(?:s|ed)?|beseech|press(?:ed)?|plead(?:s|ed)?\s+with|exhorted|challenged)\s+"
        rf"{FEW}{{1,4}}?(?:not\s+)?to\s+(?:be\s+)?{WORD}(?:\s+(?:down|up|out|back|off))?)",
        voice=Voice.ANYWHERE,
        value="",
        basis="demand",
    ),
    frame(
        "a demand",
        "urge urges urged urging call calls called calling appeal appeals appealed appealing "
        "implore implored begged pleaded pressed demand demands demanded",
        r"\b(?:urg(?:e|es|ed|ing)|call(?:s|ed|ing)?\s+(?:up)?on|appeal(?:s|ed|ing)?\s+to|implored|begged|"
        rf"pleaded\s+with|pressed)\s+{FEW}{{5,9}}?(?P<span>(?:not\s+)?to\s+(?:be\s+)?{WORD})",
        voice=Voice.ANYWHERE,
        score=0.4,
        value="",
        basis="demand",
    ),
    frame(
        "a demand",
        "want wants wanted need needs demand demands",
        r"\b(?P<span>(?:wants?|wanted|needs?)\s+(?:justice|answers|action|change|accountability|respect|peace|"
        rf"reform|(?:the|our|their|his|her)\s+(?:truth|money\s+back|jobs?\s+back|{WORD}\s+back)|an\s+(?:apology|end|inquiry|"
        r"investigation|explanation)))",
        value="",
        basis="demand",
    ),
    frame(
        "a demand",
        "time",
        rf"\b(?P<span>(?:it\s+is|it['’]s|now\s+is\s+the)\s+(?:high\s+|about\s+|long\s+past\s+|past\s+)?time\s+(?:to\s+{WORD}|that\b|for\b)|"
        r"time\s+(?:has\s+come|is\s+up))",
        value="",
        basis="demand",
    ),
    frame(
        "unwillingness",
        "no",
        r"(?<!can\s)(?<!to\s)(?<!could\s)\b(?P<span>(?:say|says|saying)\s+no\b(?:\s+to)?)(?!\s+(?:one|more|such|evidence|decision|final))",
        voice=Voice.ANYWHERE,
        basis="refusal",
        score=0.4,
    ),
    frame(
        "unwillingness",
        "staying leaving nowhere moving done finished budging",
        r"(?<!\w)(?:we|i|they|he|she)(?:\s+(?:are|am|is)|['’](?:re|m|s))\s+(?P<span>(?:staying(?:\s+put)?|(?:not\s+)(?:leaving|moving|budging|going\s+anywhere)|going\s+nowhere|done(?:\s+with)?|through\s+with|finished\s+with))(?=\s*[.,;!?”\"’]|\s+(?:here|until|and|in|with|this|that|the)\b)",
        voice=Voice.QUOTED,
        basis="refusal",
        score=0.4,
    ),
    frame(
        "a demand",
        "want wants wanted",
        rf"\b(?P<span>(?:wants?|wanted)\s+(?!to\b){FEW}{{1,4}}?(?:out|gone|back|free|home|shut|dead|behind\s+bars|in\s+(?:jail|prison|court)))(?=\s*[.,;!?”\"’]|\s+(?:of|and|by|from|at|in|before)\b)",
        voice=Voice.ANYWHERE,
        value="",
        basis="demand",
        score=0.42,
    ),
)
