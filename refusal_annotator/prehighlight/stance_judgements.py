"""Frames that judge by what they call, deny, grade or compare."""

from __future__ import annotations

from refusal_annotator.prehighlight.stance_grammar import FEW, STOP, WORD, Frame, Voice, frame

_PLAIN_NOUNS = (
    r"(?:matter|question|time|day|way|lot|place|year|part|kind|sort|member|result|process|decision|case|number|week|month|"
    r"hour|minute|moment|bit|couple|few|fact|reason|copy|member|friend|man|woman|boy|girl|child|person|country|town|city|"
    r"village|story|book|letter|statement|document|question|start|first|second|third|record|total|potato|tuesday|monday|"
    r"wednesday|thursday|friday|saturday|sunday|very|little|small|large|big|long|short|new|old|different|local|public|private|"
    r"possibility|step|thing|mixture|combination|response|test|plan|proposal|draft|rule|law|signal|sign|yes|no|maybe|phenomenon|event|term|word|name|figure|estimate|symbol|trend|pattern|list|group)\b"
)
_PLAIN_KINDS = (
    r"(?:teacher|doctor|nurse|lawyer|officer|soldier|worker|farmer|student|volunteer|mother|father|son|daughter|brother|sister|wife|husband|driver|"
    r"manager|spokesman|spokeswoman|engineer|former|retired|senior|resident|citizen|native|group|team|party|company|firm|meeting|hearing|report|"
    r"review|vote|strike|protest|fire|flood|delay|shortage|lack|rise|fall|drop|increase|majority|minority|minister|judge|man|woman|"
    r"written|final|formal|joint|daily|weekly|monthly|national|regional|temporary|routine|technical|single|common|similar|further|"
    r"range|series|set|list|map|copy|photo|video|picture|car|bus|boat|ship|house|school|hospital|river|road|street|bridge|"
    r"reservist|conscript|refugee|pensioner|widow|grandfather|grandmother|neighbour|colleague|client|customer|patient|witness|suspect)s?\b"
)
_NOT_THERE = (
    r"(?!(?:able|available|immediately|yet|clear|known|possible|sure|certain|ready|due|enough|"
    r"there|here|far|only|just|yet|among|in|on|at|to|from|been|being|going|the\s+(?:first|only|"
    r"last|case)|a\s+(?:member|party|candidate|suspect)|responsible|involved|affected|injured|"
    r"hurt|immune|alone|required|allowed|expected|working|aware|included|under|subject)\b)"
)
JUDGEMENTS: tuple[Frame, ...] = (
    frame(
        "what is not put up with",
        "tolerated accepted forgiven forgotten allowed ignored repeated excused permitted rewarded",
        r"(?P<span>\b(?:(?:will|would|must|should|can)\s+(?:not|never)|cannot|(?:wo|would|ca)n['’]t)\s+be\s+(?:tolerated|accepted|forgiven|forgotten|allowed|ignored|"
        r"repeated|excused|permitted|rewarded))\b",
        score=0.5,
    ),
    frame(
        "what somebody deserves",
        "deserve deserves deserved",
        rf"\b(?P<span>(?:(?:do|does|did)\s+not\s+|(?:do|does|did)n['’]t\s+)?deserve[sd]?\s+(?:to\s+(?:be\s+)?{WORD}(?:\s+(?:out|down|up))?|"
        rf"(?:a|an|the|every|no|our|much|far|so\s+much)?\s*{WORD}(?:\s+{WORD})?)){STOP}",
        voice=Voice.ANYWHERE,
        score=0.5,
        value="",
    ),
    frame(
        "a denied name",
        "not isn't aren't wasn't weren't never hardly scarcely no",
        rf"(?<!there\s)(?<!\w)(?:(?:(?:is|are|was|were|am|be)\s+|\w*['’](?:s|re|m)\s+)(?=not|never|hardly|scarcely|no\b)|(?=(?:is|are|was|were)n['’]t))"
        rf"(?P<span>(?:not|never|hardly|scarcely|no|(?:is|are|was|were)n['’]t)\s+{_NOT_THERE}"
        rf"(?:(?:an?|the|our|my|some|about|just|any)\s+)?(?:{WORD}\s+)?{WORD}){STOP}",
        voice=Voice.QUOTED,
        score=0.4,
    ),
    frame(
        "what it is called by contrast",
        "but anything short than worse better more",
        r"\b(?P<span>(?:nothing\s+(?:but|short\s+of|less\s+than|more\s+than|other\s+than)|anything\s+but|little\s+(?:more|better)\s+than|"
        rf"no\s+(?:better|more)\s+than|far\s+from(?!\s+(?:the|home|here))|worse\s+than)\s+(?!\d|half\b|one\b|two\b|three\b|a\s+(?:dozen|third|quarter|handful|few|fifth|tenth)\b|in\b|last\b|before\b|expected\b|ever\b)(?:an?\s+|the\s+)?{WORD}(?:\s+{WORD})?){STOP}",
        voice=Voice.ANYWHERE,
    ),
    frame(
        "what it is not",
        "not",
        rf",\s+(?P<span>not\s+(?:to\s+)?(?:(?:an?|another|the|more|just|your|their|our)\s+)?(?!only\b|just\b|least\b|including\b|counting\b|far\b)"
        rf"{WORD}(?:\s+{WORD})?)(?=\s*[.;!?”\"’,])",
        voice=Voice.VOICED,
        score=0.38,
    ),
    frame(
        "a measure that is missed",
        "too",
        rf"\b(?P<span>(?:(?:far|much|way|simply|just|all)\s+)?too\s+(?!the\b|a\b|was\b|is\b|are\b|were\b|had\b|has\b|have\b|will\b|would\b|in\b|on\b|and\b|many\s+to|busy|young|old|tired|ill|sick|close\s+to\s+call|scared|afraid|"
        rf"frightened|weak\s+to)(?:little|few|many|much|late|soon|early|{WORD})\b)(?!\s+to\s+(?:comment|speak|say|walk|talk|call))",
        score=0.4,
        value="mildly_against",
    ),
    frame(
        "a measure that is missed",
        "enough",
        rf"\b(?P<span>(?:not|n['’]t|never|nowhere\s+near|hardly)\s+(?:(?:go|been|doing|do|done|be|have|nearly)\s+)?(?:(?:far|good|{WORD})\s+)?enough)\b",
        score=0.4,
        value="mildly_against",
    ),
    frame(
        "an emphatic name",
        "sheer utter outright downright blatant rank naked abject flagrant rampant pure "
        "total complete absolute plain "
        "mere outright unmitigated barefaced out-and-out",
        r"\b(?P<span>(?:sheer|utter|outright|downright|blatant|rank|naked|abject|flagrant|unmitigated|barefaced|out-and-out|pure|total|"
        rf"complete|absolute|plain)\s+(?!number|numbers|list|total|ban|majority|loss|rerun|review|clothes|size|scale|volume|weight|"
        rf"stop|set|eclipse|value|length|cost|sum|war|halt|recount|turnout|refusal)(?:{WORD}\s+)?{WORD}){STOP}",
        score=0.45,
    ),
    frame(
        "what it is called",
        "it it's this that that's",
        rf"(?<!\w)(?:it|this|that)(?:\s+(?:is|was)|['’]s)\s+(?:just\s+|simply\s+|all\s+|only\s+|really\s+|nothing\s+but\s+)?"
        rf"(?P<span>an?\s+(?!{_PLAIN_NOUNS})(?:(?!{_PLAIN_NOUNS}){WORD}\s+){{0,2}}?(?!{_PLAIN_NOUNS}){WORD})(?=\s*[.!?”\"’,;—–])",
        voice=Voice.QUOTED,
        score=0.38,
    ),
    frame(
        "what is said to be",
        "so-called",
        rf"\b(?P<span>so-called\s+[“\"‘]?{WORD}(?:\s+{WORD})?[”\"’]?)(?=\s|[.,;:!?)]|$)",
        voice=Voice.ANYWHERE,
        score=0.57,
        basis="label",
        explicitness="implicit",
    ),
    frame(
        "no apology",
        "make makes apology apologies bones regrets",
        r"\b(?P<span>(?:(?:make|makes|made)\s+no\s+(?:apolog(?:y|ies)(?:\s+for)?|bones\s+about)|(?:have|has)\s+no\s+regrets))\b",
        value="strongly_for",
    ),
    frame(
        "what it is instead",
        "not isn't wasn't aren't it's it that that's",
        r"(?:\bnot|n['’]t)\s[^“”\"?!]{2,50}?[.,;—–]\s*(?:it|this|that|they)(?:['’](?:s|re)|\s+(?:is|was|are))\s+(?:just\s+|simply\s+)?"
        rf"(?P<span>(?:an?\s+|the\s+)?(?!{_PLAIN_NOUNS}|not\b|still\b|now\b|in\b|on\b|at\b|there\b|only\b|because\b|[^\W\d_]+ing\b){WORD}(?:\s+{WORD})?){STOP}",
        voice=Voice.QUOTED,
        score=0.42,
        back=70,
    ),
    frame(
        "what came instead",
        "got gave sent",
        r"\b(?:asked\s+for|promised|paid\s+for|wanted|expected|ordered|begged\s+for)\b[^“”\"?!]{1,60}?[.,;]?\s+(?:(?:and|but|we|they|instead|all)\s+){0,3}"
        rf"(?P<span>(?:got|gave\s+us|sent\s+us)\s+(?:an?\s+|the\s+)?{WORD}(?:\s+{WORD})?){STOP}",
        voice=Voice.QUOTED,
        score=0.42,
        value="mildly_against",
        back=70,
    ),
    frame(
        "an official label",
        "what which",
        rf"\b(?:what|which)\s+{FEW}{{1,6}}?(?:calls?|called|(?:is|are)\s+calling|terms?|termed|describes?\s+as|refers?\s+to\s+as|likes?\s+to\s+call|prefers?\s+to\s+call|"
        rf"insists?\s+on\s+calling|dubs|has\s+called|have\s+called|labels)\s+(?:it\s+|them\s+)?(?:its\s+|the\s+|an?\s+|their\s+)?[“\"‘]?(?P<span>(?!for\b|on\b){WORD}(?:\s+(?!and\b|was\b|is\b|had\b|has\b|in\b|on\b|to\b|were\b|will\b){WORD}){{0,3}})"
        rf"(?=\s*[.,;:!?)”\"’]|\s+(?:and|was|is|has|had|in|on|to|were|will|for|of)\b|\s*$)",
        voice=Voice.ANYWHERE,
        score=0.56,
        value="mildly_for",
        basis="label",
    ),
    frame(
        "a judgement",
        "call calls called calling brand brands branded deem deems deemed considers "
        "considered consider declared finds found think thinks thought",
        r"\b(?:calls?|called|calling|brands?|branded|deem(?:s|ed)?|considers?|considered|finds|found|thinks?|thought)\s+(?:the|his|her|its|their|this|that|these|those|such|it|them)\s+"
        rf"(?:(?!{WORD}ly\b){WORD}\s+){{0,3}}?(?P<span>(?:[^\W\d_]+ly\s+)?(?:un|in|im|ir|dis)?[^\W\d_]{{3,}}(?:ous|ful|less|able|ible|ish|ive|ish|ous|ant|ic)){STOP}",
        voice=Voice.ANYWHERE,
        score=0.42,
    ),
    frame(
        "a judgement",
        "is was are were be been being it's that's",
        r"(?:\b(?:is|was|are|were|be|been|being)|['’]s|['’]re)\s+[“\"‘]?(?P<span>(?:(?:deeply|grossly|utterly|plainly|simply|frankly|dangerously|hopelessly|wholly|totally|completely|"
        r"absolutely|manifestly|patently|profoundly|morally|legally|politically|criminally|thoroughly|perfectly|truly|downright|extremely|incredibly|monstrously|really|so|very)\s+"
        r"(?!far\b|many\b|much\b|few\b|close\b|early\b|late\b|long\b|clear\b|different\b|similar\b|likely\b|new\b|old\b|young\b|quickly\b|well\b|little\b|happy\b|tired\b|sorry\b|busy\b|"
        rf"cold\b|hot\b|dark\b|quiet\b|small\b|large\b|short\b|aware\b|ill\b|sick\b|hard\b|low\b|high\b|often\b|sure\b|afraid\b|scared\b){WORD}|"
        r"un(?!able\b|aware|injured|harmed|hurt|conscious|employed|armed|identified|known|clear\b|certain|likely|changed|usual\b|available|animous|ited\b|ique\b|successful|insured|paid\b|finished|"
        r"related|official|married|opened|der\b|til\b|ion|iversal|der|happy)[^\W\d_]{3,}(?:able|ible|ful|wise|fair|safe|just|sound|kind|founded|ised|ized|al|worthy|healthy|stable|true|real|holy|clean|lawful)))"
        rf"{STOP}",
        score=0.4,
    ),
    frame(
        "right",
        "right",
        r"\b(?:is|was|are|were|be|been)\s+(?P<span>(?:absolutely\s+|quite\s+|only\s+|entirely\s+)?right)(?=\s*[.,;!?”\"]|\s+to\s)",
        value="strongly_for",
        basis="moral",
    ),
    frame(
        "a judged thing",
        "idea decision move deal law day joke example excuse precedent choice answer "
        "reason bargain compromise policy plan offer business habit step message",
        r"\b(?P<span>(?:good|bad|great|terrible|stupid|silly|crazy|brilliant|poor|weak|dangerous|cheap|dirty|nasty|rotten|sorry|sad|dark|black|wrong|awful|dreadful|horrible|cruel|bitter|"
        r"dangerous|foolish|clever|wise|brave|lousy|raw|fair|wonderful|perfect)\s+(?:idea|decision|move|deal|law|day|joke|example|excuse|precedent|choice|answer|reason|bargain|compromise|policy|plan|"
        r"offer|business|habit|step|message))\b",
        value="",
        score=0.42,
    ),
    frame(
        "a denied name",
        "not",
        rf"(?:\b(?:is|are|was|were|and|but)\s+)(?P<span>not\s+(?:an?\s+|against\s+)(?!{_PLAIN_NOUNS}|member|candidate|party|suspect|single\b)(?:{WORD}\s+)?{WORD}){STOP}",
        score=0.38,
    ),
    frame(
        "what it is called",
        "is are was were",
        rf"(?<!there\s)(?<!he\s)(?<!she\s)(?<!\bi\s)(?<!who\s)\b(?:is|are|was|were|been)\s+(?:just\s+|simply\s+|nothing\s+but\s+|really\s+)?"
        rf"(?P<span>an?\s+(?!{_PLAIN_NOUNS}|{_PLAIN_KINDS})(?:(?!{_PLAIN_NOUNS}|{_PLAIN_KINDS}){WORD}\s+){{0,2}}?(?!{_PLAIN_NOUNS}|{_PLAIN_KINDS}){WORD}"
        rf"(?:\s+(?:of|on|for|to)\s+(?:an?\s+|the\s+)?{WORD}){{0,1}})(?=\s*[.!?”\"’,;—–]|\s+(?:and|but|that|which|if|when)\b)",
        score=0.37,
    ),
    frame(
        "what it is called",
        "is was it's that's",
        rf"(?<!\w)(?:it|this|that)(?:\s+(?:is|was)|['’]s)\s+(?:pure\s+|just\s+|simply\s+|plain\s+)?"
        rf"(?P<span>[^\W\d_]{{3,}}(?:ion|ism|ness|cide|ery|tude|itis|ance|geddon|craft|cracy|dom|work|keeping|ship)){STOP}",
        score=0.38,
    ),
    frame(
        "hard to bear",
        "hard difficult impossible easy tough harder impossible",
        r"\b(?P<span>(?:hard|harder|difficult|impossible|tough|not\s+easy)\s+to\s+(?:defend|justify|stomach|swallow|accept|understand|believe|forgive|bear|take\s+seriously|see\s+why|excuse|live\s+with|watch|fathom))\b",
        value="mildly_against",
        score=0.42,
    ),
    frame(
        "praise",
        "prouder happier better worse clearer grateful",
        r"\b(?P<span>(?:could\s+not|couldn['’]t)\s+be\s+(?:prouder|happier|better|worse|clearer|more\s+[^\W\d_]+))\b",
        value="",
        score=0.42,
    ),
    frame(
        "what is enough",
        "enough",
        r"\b(?:have|has|had|['’]ve|['’]s)\s+(?P<span>(?:seen|lost|buried|paid|suffered|heard|waited|given|endured|lived\s+through|taken)\s+(?:long\s+|more\s+than\s+|quite\s+)?enough)\b",
        voice=Voice.QUOTED,
        score=0.42,
    ),
    frame(
        "a position of one's own",
        "we i",
        r"(?<!\w)(?:we|i)\s+(?:(?:all|both|also|still|strongly|fully|utterly|totally|completely|firmly|categorically|absolutely|deeply|wholeheartedly|simply|flatly)\s+)?"
        r"(?P<span>(?:reject|oppose|condemn|denounce|support|back|applaud|salute|admire|respect|demand|object|protest|despise|detest|hate|resent|abhor|endorse|"
        r"deplore|regret|welcome|insist|disagree|mourn|trust|stand\s+for|believe\s+in|hold\s+(?:him|her|them|it|you)\s+responsible|blame|appeal)\b"
        r"(?!\s+(?:you\s+(?:for\s+your|to)|allegations)))",
        score=0.42,
        value="",
    ),
    frame(
        "a position that is told",
        "reject rejects rejecting",
        r"(?<!jury\s)(?<!court\s)(?<!judge\s)(?<!panel\s)(?P<span>\brejects?)\s+(?!(?:[^\s.,;]+\s+){0,4}?(?:allegations?|accusations?|claims?|reports?|charges?|suggestions?|figures?|assertions?)\b)(?:the|any|all|this|that|these|his|her|its|their|such|an?|what|“)",
        voice=Voice.ANYWHERE,
        score=0.4,
    ),
    frame(
        "a slogan",
        "enough not",
        rf"(?:(?<=[“\"‘])|(?<=[.!?]\s))(?P<span>enough(?=[.!”\"’])|not\s+(?:one|another|in\s+our|in\s+my|on\s+our|on\s+my|with\s+our|with\s+my|for\s+us)\b(?:\s+{WORD}){{0,3}}?(?=\s*[.,!?”\"’]))",
        voice=Voice.QUOTED,
        score=0.4,
    ),
    frame(
        "a denied name",
        "no",
        rf"\b(?:he|she|they|it|this|that|i|we)(?:\s+(?:is|was|are|were|am)|['’](?:s|re|m))\s+(?P<span>no\s+(?!longer\b|more\b|one\b|doubt\b|comment\b|different\b|secret\b|coincidence\b|surprise\b|wonder\b)(?:{WORD}\s+)?{WORD}){STOP}",
        score=0.4,
    ),
    frame(
        "a judgement",
        "is was are were be been being it's that's",
        r"(?:\b(?:is|was|are|were|be|been|being)|['’]s|['’]re)\s+(?:not\s+|both\s+|too\s+|as\s+)?(?P<span>(?!avail|possib|able\b|activ|negativ|positiv|previous|various|visibl|responsibl|alive|"
        r"nativ|inclusiv|hopeful|unable|vulnerabl|liabl|capabl|stabl|inevitabl|comparabl|obvious|continuous|anonymous|religious|conscious|unconscious|nervous|anxious|"
        r"massiv|extensiv|expensiv|intensiv|exclusiv|numerous|simultaneous|eligibl|accessibl|invisibl|portabl|payabl|renewabl|contagious|infectious|explosiv|"
        r"radioactiv|pregnant|homeless|jobless|wireless|seamless|relativ|nativ|passiv|objectiv|subjectiv|executiv|representativ|alternativ|inactiv|impassabl|navigabl|"
        r"audibl|precious|spacious|mountainous|indigenous|tentativ|doubtful|fearful|tearful|unlike|furious|envious|serious|live\b|give\b|have\b|above\b)"
        r"[^\W\d_]{3,}(?:ful|less|ous|able|ible|ive))"
        rf"{STOP}",
        score=0.37,
    ),
    frame(
        "a position of one's own",
        "against favour favor opposed behind",
        r"(?:\bam|['’](?:m|re|s))\s+(?P<span>(?:all\s+|dead\s+|totally\s+|strongly\s+|not\s+|fully\s+|right\s+|firmly\s+)?(?:against|in\s+favou?r\s+of|opposed\s+to|behind))\s+(?:the|this|that|them|it|him|her|you|us|any|all|what|war)\b",
        value="",
    ),
)
