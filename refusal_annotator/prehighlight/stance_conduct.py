"""Frames about how people are treated and what they may do, and questions that ask nothing."""

from __future__ import annotations

from refusal_annotator.prehighlight.stance_grammar import (
    ADVERB,
    FEW,
    STOP,
    WORD,
    Frame,
    Voice,
    frame,
)

_JUDGED = (
    "treated|treats|treat|treating|herded|dumped|thrown|discarded|shot|hunted|used|handled|"
    "regarded|sent|left|sold|traded|behaves|behaved|behave|behaving|acted|acts|acting|talks|talk"
)
_HARMED = (
    "failed|failing|fails|abandoned|abandoning|betrayed|betraying|cheated|cheating|robbed|robbing|"
    "humiliated|humiliating|insulted|insulting|despises|despise|despised|deceived|deceiving|"
    "tricked|exploited|exploiting|exploit|mocked|mocking|punished|punishing|punish|ignored|"
    "ignoring|ignores|forgotten|forgot|sacrificed|sacrificing|poisoned|poisoning|patronised|"
    "hurt|hurts|hurting|starving|starved|bleeding|bullied|bullying|misled|misleading|lied to|"
    "lying to|let down|sold out|fooled|fooling|neglected|neglecting|silenced|silencing|divides"
)
CONDUCT: tuple[Frame, ...] = (
    frame(
        "a comparison",
        "like as",
        rf"\b(?P<span>(?:{_JUDGED})\s+(?:(?:us|them|him|her|me|people|{WORD}\s+{WORD}|{WORD})\s+)?(?:like|as\s+if|as\s+though|as)\s+"
        rf"(?:an?\s+|the\s+|so\s+many\s+)?(?!well|part|soon|many|much|usual|a\s+result|possible|normal|long|required|it|he|they|she|we|this|that|first){WORD}(?:\s+{WORD})?){STOP}",
        voice=Voice.QUOTED,
        score=0.45,
    ),
    frame(
        "what is done to people",
        "us them our people workers patients families voters children",
        rf"\b(?P<span>(?:{_HARMED})\s+(?:us|them|our|people|workers|patients|families|voters|children|everyone|all\s+of\s+us)\b)",
        score=0.45,
    ),
    frame(
        "what is felt to be done",
        "feel feels felt were been are being we've is",
        r"\b(?:feels?|felt|were|been|are|being|is)\s+(?P<span>(?:(?:completely|totally|utterly|simply|so|just|again|badly|deeply)\s+)?"
        r"(?:abandoned|betrayed|cheated|ignored|forgotten|humiliated|insulted|deceived|exploited|tricked|let\s+down|left\s+behind|"
        r"left\s+to\s+\w+|taken\s+for\s+\w+|lied\s+to|used\s+by|sacrificed|sold\s+out|fobbed\s+off|scapegoated|mocked|silenced|bullied|robbed))\b",
        score=0.4,
    ),
    frame(
        "a right or none",
        "right business rights entitled need place",
        r"\b(?P<span>(?:ha(?:s|ve|d)\s+(?:no|every|a|the|an\s+absolute)\s+(?:right|business|place|legal\s+right|moral\s+right)(?:\s+(?:to\s+(?:be\s+)?"
        rf"{WORD}|{WORD}ing|in))?|within\s+(?:their|our|his|her|its|my)\s+rights?))(?!\w)",
        voice=Voice.ANYWHERE,
        score=0.6,
        value="",
        basis="legal",
    ),
    frame(
        "what nobody should put up with",
        "cannot can't can",
        rf"\b(?P<span>(?:can(?:not|['’]t)|can\s+no\s+longer)\s+{ADVERB}(?:go\s+on|continue|be\s+trusted|be\s+right|stand|accept|tolerate|allow|"
        r"support|trust|forgive|condone|justify|let|stay|afford\s+to|carry\s+on)(?:\s+like\s+this)?)",
        score=0.42,
    ),
    frame(
        "the nerve of somebody",
        "gall nerve cheek audacity temerity decency guts backbone spine courage shame",
        r"\b(?P<span>(?:ha(?:s|ve|d)|got|lacks?|without|show(?:s|ed|n)?|any|no)\s+(?:the\s+|no\s+|any\s+|even\s+the\s+|neither\s+the\s+|some\s+)?"
        r"(?:gall|nerve|cheek|audacity|temerity|decency|guts|backbone|spine|shame))\b",
        voice=Voice.ANYWHERE,
        score=0.45,
    ),
    frame(
        "a comparison",
        "like",
        r"(?<!\w)(?:is|was|are|were|be|(?:it|that|they)['’](?:s|re)|feels?|felt|looks?|looked|sounds?|sounded)\s+(?:just\s+|more\s+)?"
        rf"(?P<span>like\s+(?:an?\s+|the\s+|some\s+|[^\W\d_]+ing\s+(?:(?:in|on|with|at|through|under|to)\s+)?(?:an?\s+|the\s+)?)(?:{WORD}\s+)?{WORD}){STOP}",
        voice=Voice.QUOTED,
        score=0.42,
    ),
    frame(
        "what nobody does",
        "nobody none one",
        r"\b(?P<span>(?:nobody|no\s+one|none\s+of\s+us)\s+(?:(?!knows\b|was\b|is\b|has\b)[^\W\d_]+s|wanted|believed|cared|listened|asked|"
        r"(?:will|would)\s+(?!be\b|have\b|know\b|say\b|get\b)[^\W\d_]+))\b",
        voice=Voice.QUOTED,
        score=0.42,
    ),
    frame(
        "what somebody fails to do",
        "care listen give understand deserve respect represent never add",
        r"(?<!\w)(?P<span>(?:(?:do|does|did)(?:\s+not|n['’]t)\s+(?:even\s+|really\s+)?(?:care|listen|give\s+a\s+[^\W\d_]+|understand|belong|respect|deserve|add\s+up|"
        r"represent|want\s+to\s+(?:know|listen))|(?:could|couldn['’]t)\s+(?:not\s+)?care\s+less|never\s+(?:listen(?:s|ed)?|care[sd]?|asked|consulted|bothered|lifted)|"
        r"only\s+cares?\s+about|cares?\s+more\s+about))\b",
        voice=Voice.QUOTED,
        score=0.42,
    ),
    frame(
        "an accusation that judges",
        "accused accuse accuses accusing",
        rf"\baccus(?:e|es|ed|ing)\s+{FEW}{{1,6}}?of\s+[“\"‘]?(?P<span>(?:lying|ignoring|betraying|abandoning|failing|neglecting|hiding|covering\s+up|profiteering|playing|"
        r"bullying|intimidating|misleading|deceiving|exploiting|endangering|undermining|sabotaging|stoking|inciting|scaremongering|hypocrisy|cowardice|treason|betrayal|negligence|"
        r"incompetence|bad\s+faith|blackmail|dragging|turning|trying|seeking|putting|racism|cruelty|mismanagement|arrogance|complacency|hijacking|politicising|abusing|treating|using|"
        rf"turning|selling|running|meddling|interfering|interference|double\s+standards|spreading|wasting|squandering|bowing|caving|silencing|punishing|targeting)(?:\s+(?:its|his|her|their|the|a|an|on|in|to)?\s*{WORD}){{0,2}}?){STOP}",
        voice=Voice.ANYWHERE,
        score=0.38,
    ),
    frame(
        "a comparison",
        "as",
        rf"\b(?P<span>as\s+(?!well|soon|many|much|long|far|early|late|few|little|high|low|big|old|young|often|possible|usual|part){WORD}\s+as\s+(?:each\s+other|it\s+gets|ever|an?\s+{WORD}|the\s+{WORD})){STOP}",
        score=0.4,
    ),
    frame(
        "a duty",
        "duty obligation responsibility",
        r"\b(?P<span>(?:ha(?:s|ve|d)\s+(?:a|an|the|every)\s+(?:[^\W\d_]+\s+)?(?:duty|obligation|responsibility)|(?:it\s+is|it['’]s|was)\s+(?:our|my|his|her|their)\s+(?:duty|responsibility))\b)",
        value="strongly_for",
        basis="moral",
        score=0.4,
    ),
    frame(
        "a rhetorical question",
        "how what who why where when since is are do does",
        r"(?:(?<=[“\"‘.!?—–:]\s)|(?<=[“\"‘])|\A|^)(?P<span>(?:(?:but|and|so)\s+)?(?:how\s+(?:can|could|dare|many\s+more|much\s+longer|much\s+more|long\s+(?:must|will|can|do\s+we|are)|low|"
        r"is\s+(?:that|this|it)|on\s+earth|else|are\s+(?:we|they|you|people))|what\s+(?:kind|sort|is\s+the\s+(?:point|use)|use|good|did\s+they|do\s+they|"
        r"are\s+(?:we|they|you)|on\s+earth|next|more|else|about|right|have\s+(?:we|they))|who\s+(?:cares|does|do|would|will|exactly|wants|in\s+their|benefits|is\s+going|"
        r"needs|on\s+earth|are\s+they)|why\s+(?:should|would|do|must|are\s+(?:we|they)|is\s+(?:it|nobody|no\s+one)|on\s+earth|not|can['’]t|did)|since\s+when|where\s+(?:is|was|were|are|does)|"
        r"is\s+(?:this|that|it|there)|are\s+(?:we|they)|do\s+(?:they|we|you(?!\s+know\b))|does\s+(?:he|she|anyone|anybody|that)|did\s+(?:they|anyone)|when\s+will|isn['’]t|"
        r"aren['’]t|don['’]t)\b(?:\s+[^\s?!.“”\"]+){0,14})(?=\s*\?(?!\s*[”\"’]\s+(?:[^\s.]+\s+){1,3}asked\b))",
        score=0.4,
        basis="rhetorical_question",
        explicitness="implicit",
    ),
    frame(
        "a rhetorical question",
        "what why who how",
        r"(?:(?<=[“\"‘])|(?<=[.!?]\s))(?P<span>(?:what|why|who|how)\s+(?!(?:do|does|did)\s+(?:you|we)\s+know|time\b|day\b|are\s+you\s+doing|is\s+your|old\b)"
        r"[^\s?!.“”\"]+(?:\s+[^\s?!.“”\"]+){1,8})(?=\?(?!\s*[”\"’]\s+(?:[^\s.]+\s+){1,3}asked\b))",
        voice=Voice.QUOTED,
        score=0.36,
        basis="rhetorical_question",
        explicitness="implicit",
    ),
)
