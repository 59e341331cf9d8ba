"""The patterns of urgent words, as data: English, Spanish, and what is said every day and means no harm."""

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["self_harm", "abuse", "threat"]
PatternLanguage: TypeAlias = Literal["en", "es"]

# They are matched against the text in small letters, without accents, apostrophes, hyphens or
# repeated spaces ("dont", "self harm", "muneca"), with a letter written three times or more standing once. A
# pattern is looked for only where one of its needles stands in the text. Gaps are bounded, so that no text
# takes long. {name} stands for a part below.

PARTS = {
    "gap2": r"(?:[a-z]{1,14} ){0,2}",
    "gap3": r"(?:[a-z]{1,14} ){0,3}",
    "gap5": r"(?:[a-z]{1,14} ){0,5}",
    "kill": r"k[i*]l+",
    "die": r"d[i*]e",
    "reflexive": r"(?:him|her|them|his|their)sel(?:f|ves)",
    # Who hurts somebody, or whom.
    "kin": (
        r"(?:dads?|daddy|fathers?|step ?dads?|stepfathers?|moms?|mommy|mothers?|step ?moms?"
        r"|stepmothers?|parents?"
        r"|uncles?|aunts?|brothers?|stepbrothers?|sisters?|cousins?|grandpas?|grandfathers?"
        r"|grandmas?|grandmothers?"
        r"|boyfriends?|girlfriends?|husbands?|wife|ex|guardians?|foster (?:dad|mom|parents?))"
    ),
    "adult": (
        r"(?:he|she|they|teachers?|coach(?:es)?|bus drivers?|principals?|counselors?|aides?"
        r"|janitors?|neighbors?"
        r"|pastors?|babysitters?|man|men|guys?|kids?|boys?|girls?|students?|somebody|someone|m(?:r"
        r"|rs|s|iss)\.? [a-z]{1,14})"
    ),
    "child": (
        r"(?:son|daughter|kid|kids|child|children|students?|girls?|boys?|brothers?|sisters?|friend"
        r"|mom|mother"
        r"|nephew|niece|grandson|granddaughter|cousin|stepson|stepdaughter)"
    ),
    "victim": r"(?:me|us|him|her|them|(?:my|his|her|their|our|the|a) (?:little |own |younger )?{child})",
    "target": (
        r"(?:you|u|yall|ya|him|her|them|everyone|everybody|every(?: single)? one|someone|somebody"
        r"|people|all of (?:you|them|us)"
        r"|(?:all )?(?:the|my|your|that|this|those|these|our|his|her|their) {gap2}(?:teachers?"
        r"|principals?|students?|kids?|class"
        r"|classmates?|coach|family|{kin}|boss|superintendent|board|staff|girls?|boys?|guys?"
        r"|people|counselor))"
    ),
    "place": (
        r"(?:schools?|building|class|classroom|campus|cafeteria|gym|bus|office|district|church|place|house"
        r"|library|playground|football game|graduation|prom|board meeting)"
    ),
    "intent": (
        r"\b(?:i (?:will|would|could|might|should|want to|wanna|am going to|am gonna|gonna|am "
        r"about to|have to|need to"
        r"|swear i will|swear ill|plan to)|ill|id|im (?:going to|gonna|about to|ready to|planning "
        r"to|finna)|imma|ima"
        r"|we (?:will|should|are going to|gonna)|were (?:going to|gonna)|lets|want(?:s|ed)? to"
        r"|wanna|plan(?:s|ned|ning)? to"
        r"|threat(?:en|ens|ened|ening) to|(?:he|she|they|someone|{kin}) (?:will|would|is going to"
        r"|are going to|was going to"
        r"|were going to|gonna|said (?:he|she|they)(?:d| would|ll| will| was going to| were going "
        r"to|s going to)))"
        r" (?:just |really |fucking |literally |seriously |actually |go |come )?"
    ),
    "pariente": (
        r"(?:papas?|mamas?|padres?|madres?|padrastros?|madrastras?|tios?|tias?|primos?|primas?"
        r"|abuel[oa]s?|herman[oa]s?"
        r"|hermanastr[oa]s?|novi[oa]s?|espos[oa]|marido|pareja|ex)"
    ),
    "adulto": (
        r"(?:maestr[oa]s?|profesor(?:a|es|as)?|profes?|entrenador(?:a|es)?|director(?:a|es)?"
        r"|chofer|consejer[oa]"
        r"|vecin[oa]s?|pastor|nin[oa]s?|estudiantes?|alumn[oa]s?|companer[oa]s?|senor|hombre)"
    ),
    "lugar": r"(?:escuela|clase|salon|colegio|secundaria|preparatoria|prepa|iglesia|edificio|oficina"
    r"|casa|cafeteria|campus|autobus|camion|distrito)",
    "arma": r"(?:pistolas?|armas?|cuchillos?|navajas?|rifles?|bombas?|escopetas?)",
}

ENGLISH: tuple[tuple[Kind, str, str], ...] = (
    # Self-harm: one's own, in so many words.
    ("self_harm", "suicid", r"\bsuicid(?:e|es|al|ally|ed|ing)\b"),
    ("self_harm", "mysel my sel", r"\b{kill}(?:ing|ed)? (?:of )?(?:myself|my self)\b"),
    (
        "self_harm",
        "mysel my sel",
        r"\b(?:hurt|harm|cut|cutt|burn|hang|shoot|drown|starv|stab|poison|chok|injur)e?(?:ing|ed"
        r"|s)? (?:myself|my self)\b",
    ),
    (
        "self_harm",
        "wrist arms legs skin",
        r"\b(?:cut|cutting|slit|slitting|slash|slashing)s? (?:my|her|his|their) (?:wrists?|arms?"
        r"|legs?|skin)\b",
    ),
    ("self_harm", "self", r"\bself ?(?:harm|harms|harming|harmed|injur(?:y|ies|ing|e|es)|mutilat\w{1,6})\b"),
    ("self_harm", "sui commit", r"\bcommit(?:s|ted|ting)? su[i*]\S{0,6}"),
    (
        "self_harm",
        "life",
        r"\b(?:end|ends|ending|ended|take|takes|taking|took) (?:my|her|his|their|your) (?:own )?li"
        r"(?:fe|ves)\b(?! (?:experiences?|skills|stor|seriously|back|lessons?))",
    ),
    ("self_harm", "end it", r"\b(?:end|ending) it all\b"),
    (
        "self_harm",
        "die dying",
        r"\b(?:want|wants|wanted|wanting|wanna|wish|wishes|ready|hope|hoping|pray|deserve|need"
        r"|think\w{0,3} about|thought about|thoughts of|plan\w{0,4}) (?:i |he |she |they )?(?:to "
        r"|could |would |will |can )?(?:just |only )?(?:{die}|dying)\b(?! (?:out|down|hard))",
    ),
    (
        "self_harm",
        "dead",
        r"\b(?:wish|wishes|wished|hope|want|wants|wanted|rather) (?:i |he |she |they )?(?:to be "
        r"|was |were |am |be )(?:just )?dead\b",
    ),
    ("self_harm", "better off", r"\bbetter off (?:dead|without me|if i (?:was|were) (?:gone|dead))\b"),
    (
        "self_harm",
        "live alive exist here",
        r"\b(?:dont|do not|doesnt|does not|didnt|cant|never) (?:even )?(?:want|wanna|wants|feel "
        r"like|care) (?:to )?(?:liv(?:e|ing)|be(?:ing)? alive|exist(?:ing)?|keep living|go on "
        r"living|keep going)\b(?! (?:in|near|close|far|here|there|by|at|with|on|next|under|through"
        r"|like)\b)",
    ),
    ("self_harm", "here", r"\b(?:dont|do not|doesnt) (?:want to|wanna|wants to) be here any ?more\b"),
    (
        "self_harm",
        "live",
        r"\b(?:no|any|without a|a) (?:reason|point) (?:to|in|for) (?:live|living|life)\b|\b"
        r"(?:nothing|anything) (?:left )?to live for\b|\b(?:will|desire) to live\b",
    ),
    ("self_harm", "worth living", r"\b(?:not|isnt|wasnt|never|hardly|no longer) worth living\b"),
    (
        "self_harm",
        "tired sick done",
        r"\b(?:tired|sick|done|finished) (?:of|with) (?:living|being alive|life|existing|my "
        r"life)\b(?! (?:in|near|like|here|there|with|on|paycheck|from|out|between|hand)\b)",
    ),
    (
        "self_harm",
        "go on",
        r"\b(?:cant|cannot|can not|dont want to) (?:go on|take it|do this) any ?(?:more|longer)\b",
    ),
    (
        "self_harm",
        "if i",
        r"\b(?:nobody|no one|noone|nobodys|who|anyone|they|you|everyone) (?:would |will |wouldnt "
        r"|wont |even )*(?:care|cares|notice|miss me|be happier|be better)(?: at all| even)? if i "
        r"(?:died|die|was dead|were dead|was gone|were gone|disappeared|disappear|wasnt here"
        r"|killed)\b",
    ),
    (
        "self_harm",
        "born",
        r"\bwish i (?:was|were|had) (?:never|not) (?:been )?born\b|\bwish i had never been born\b"
        r"|\bwish i wasnt (?:alive|born|here any ?more)\b",
    ),
    ("self_harm", "hate", r"\bhate (?:myself|my self|my life|being alive)\b"),
    ("self_harm", "end", r"\bwant (?:it|everything|this) (?:all )?to (?:just )?end\b"),
    (
        "self_harm",
        "disappear wake",
        r"\b(?:want|wanna|wish|rather) (?:to |i could |i would )?(?:just )?(?:disappear(?: forever"
        r"| from)?|never wake up|not wake up)\b|\b(?:never|not|dont want to) wake up(?: again| "
        r"any ?more)\b|\band (?:never|not) wake up\b",
    ),
    (
        "self_harm",
        "die dying",
        r"\bi (?:should|deserve to|need to|must|might as well) (?:just )?{die}\b|\bfeel(?:s|ing)? "
        r"like (?:dying|i want to {die}|ending)\b",
    ),
    (
        "self_harm",
        "jump",
        r"\bjump(?:ing|ed)? (?:off|from|in front of) (?:a |the |that |of )?{gap2}(?:bridge|roof"
        r"|building|cliff|train|overpass|balcony|car|truck)\b",
    ),
    (
        "self_harm",
        "pills",
        r"\b(?:take|taking|took|swallow\w{0,3}) (?:all |a bunch of |a bottle of |too many |every "
        r"one of )(?:the |my |his |her |of my |of the )?{gap2}pills\b",
    ),
    ("self_harm", "overdos", r"\boverdos(?:e|ed|es|ing)\b"),
    ("self_harm", "kms unaliv", r"\bkms\b|\bunaliv(?:e|ed|ing)\b"),
    (
        "self_harm",
        "goodbye note letter",
        r"\b(?:this is|wrote|writing|write|left) (?:my|her|his|their|a) (?:last |final )?"
        r"(?:goodbye|suicide) (?:note|letter|message)\b(?! to (?:the|my) (?:team|class|staff"
        r"|school|district|pta))",
    ),
    # Self-harm: somebody else's, reported.
    ("self_harm", "sel", r"\b{kill}(?:ing|ed|s)? {reflexive}\b"),
    (
        "self_harm",
        "sel",
        r"\b(?:hurt|harm|cut|cutt|burn|hang|shoot|drown|starv|stab|hung|shot)e?(?:ing|ed|s)? "
        r"{reflexive}\b(?! (?:on (?:the|a|an|his|her)|at (?:practice|recess|school|pe|gym|work"
        r"|the)|in (?:gym|pe|chemistry|class|practice|science|shop|the (?:lab|gym|game))|by|while"
        r"|playing|during|falling|short)\b)",
    ),
    # Abuse: sexual.
    ("abuse", "rap r*p", r"\br[a*]p(?:e|ed|es|ing|ist|ists)\b"),
    ("abuse", "molest", r"\bmolest\w{0,6}"),
    (
        "abuse",
        "sexual",
        r"\bsexual(?:ly)? (?:abus|assault|harass|exploit|violat|touch|attack|misconduct" r"|advance)\w{0,6}",
    ),
    (
        "abuse",
        "touch",
        r"\btouch(?:es|ed|ing)? {victim} (?:in|where|under|on|up|inappropriately|sexually|down "
        r"there|there|without|at night|and (?:told|said)|when (?:i|no|nobody|we|she|he|they) )",
    ),
    (
        "abuse",
        "touch grop fondl grab rub",
        r"\b(?:touch(?:es|ed|ing)?|grop(?:e|es|ed|ing)|fondl(?:e|es|ed|ing)|grab(?:s|bed|bing)?"
        r"|rub(?:s|bed|bing)?) (?:on )?(?:my|her|his|their|a (?:girl|boy|student|child)s?) "
        r"(?:private|privates|body|chest|breasts?|boobs?|butt|bottom|crotch|thighs?|legs?"
        r"|genitals?)\b",
    ),
    (
        "abuse",
        "inappropriate",
        r"\btouch(?:es|ed|ing)? (?:[a-z]{1,14} ){0,3}inappropriate(?:ly)?\b|\binappropriate"
        r"(?:ly)? (?:touch(?:es|ed|ing)?|relationship)\b",
    ),
    ("abuse", "private", r"\bprivate parts?\b|\b(?:my|his|her|their) private areas?\b"),
    (
        "abuse",
        "touch",
        r"\b(?:{kin}|{adult}|who) (?:(?!to |not |dont |wont )[a-z]{1,14} ){0,2}touch(?:es|ed"
        r"|ing)? {victim}\b(?! (?:with|deeply|emotionally)\b)",
    ),
    (
        "abuse",
        "room bed",
        r"\b(?:comes?|came|coming|gets?|got|climbs?|climbed|sneaks?|snuck) (?:in|into|in to) (?:my"
        r"|her|his) (?:bed|room at night|bedroom|room when|room while)\b",
    ),
    (
        "abuse",
        "eat alone",
        r"\b(?:dont|doesnt|wont|never|do not|does not) let (?:me|us|him|her|them) eat\b|\b"
        r"(?:leaves?|left|leaving) (?:me|us|him|her|them) (?:home )?alone for (?:days|weeks|the "
        r"weekend)\b",
    ),
    (
        "abuse",
        "nude naked",
        r"\b(?:send|sends|sent|sending|asks?|asked|asking|wants?|wanted|demand\w{0,3}|shares?"
        r"|shared|sharing|took|takes|taking|shows?|showed|post(?:s|ed)?) {gap5}(?:nudes?|naked "
        r"(?:pic\w{0,5}|photos?|videos?|selfies?))\b",
    ),
    (
        "abuse",
        "groom",
        r"\bgroom(?:s|ed|ing) (?:me|us|him|her|them|girls?|boys?|kids?|children|students?|minors?"
        r"|my)\b|\b(?:is|was|been|being|got) groomed by\b",
    ),
    (
        "abuse",
        "forc made makes",
        r"\b(?:forc(?:e|es|ed|ing)|made|makes|making) (?:me|us|him|her|them) (?:to )?(?:have sex"
        r"|touch|kiss|undress|strip|do (?:sexual |bad |dirty |sex |gross )?things|take off|get "
        r"naked)\b|\bforc(?:e|ed|es|ing) (?:himself|herself|themselves) on\b",
    ),
    (
        "abuse",
        "sex",
        r"\b(?:have|has|had|having) sex with (?:a |an |my |his |her |the )?{gap2}(?:student"
        r"|students|minor|child|kid|teacher|coach|daughter|son|me)\b",
    ),
    ("abuse", "traffick", r"\b(?:human|sex|child|being) traffick\w{0,4}|\btrafficked\b"),
    # Abuse: blows, fear, neglect.
    (
        "abuse",
        "abus",
        r"\b(?:child|domestic|physical|emotional|verbal|sexual|parental) abuse\b|\b(?:being|been"
        r"|is|was|getting|gets|got|were|am|are) (?:physically |sexually |verbally |emotionally )?"
        r"(?:abused|abusive)\b|\babus(?:e|es|ed|ing|ive) (?:to |toward |towards )?{victim}\b"
        r"|\babused by\b|\babusive (?:home|house|household|relationship|family|{kin})\b",
    ),
    ("abuse", "violence", r"\b(?:domestic|family|dating) violence\b"),
    (
        "abuse",
        "hit beat slap punch kick chok hurt burn whip push throw threw strangl",
        r"\b(?:{kin}|{adult}|who) (?:(?!to |not |dont |wont )[a-z]{1,14} ){0,2}(?:hits?|hitting"
        r"|beats?|beating|slaps?|slapped|punch(?:es|ed)?|kicks?|kicked|chok(?:es?|ed|ing)|hurts?"
        r"|hurting|burn(?:s|ed|t)|whips?|whipped|strangl(?:es?|ed)|throws?|threw|pushe[sd]) "
        r"{victim}\b(?! (?:at|in|to|up with|out|off|with (?:a )?(?:questions?|bills?|fees?|facts?"
        r"|homework)|a|an|that|the)\b)",
    ),
    (
        "abuse",
        "beat",
        r"\bbeat(?:s|ing|en)? {victim} (?:up|with a|with his|with her|so|every|when|black)\b"
        r"|\bbeats? {victim} (?:up )?(?:at home|at night)\b|\b(?:got|get|gets|getting|being|been"
        r"|was) (?:beat|beaten|hit|slapped|punched|whipped|choked) (?:up )?(?:by|at home|with)\b"
        r"(?! (?:a |the )?(?:other team|rival|ball|car|bill|fee|fine|cost|tax))",
    ),
    (
        "abuse",
        "hand laid lay",
        r"\b(?:lays?|laid|put|puts) (?:his|her|their) hands on (?:me|us|him|her|them|my|students?"
        r"|kids?|children|a)\b",
    ),
    (
        "abuse",
        "home",
        r"\b(?:scared|afraid|terrified|frightened|dont want|do not want|fear|fears) (?:of |to )"
        r"(?:go(?:ing)?|return(?:ing)?|be(?:ing)?|go(?:ing)? back) (?:at |to |back )?(?:my "
        r")?home\b(?! (?:in the dark|after dark|late|on foot))",
    ),
    (
        "abuse",
        "scared afraid terrified fear",
        r"\b(?:scared|afraid|terrified|frightened|fear) of (?:my|his|her|their) (?:{kin}|teacher"
        r"|coach|principal)\b",
    ),
    (
        "abuse",
        "home house",
        r"\b(?:dont|do not|doesnt|does not|not|never|isnt|arent) (?:feel |feels |feeling |really "
        r")?safe (?:at|in) (?:my |his |her |their |our )?(?:own )?(?:home|house)\b|\bunsafe (?:at"
        r"|in) (?:my |his |her |their )(?:own )?(?:home|house)\b|\bunsafe at home\b",
    ),
    (
        "abuse",
        "lock",
        r"\block(?:s|ed|ing)? (?:me|us|him|her|them|(?:my|his|her|their) {child}) (?:up|in|inside"
        r"|out of the house|outside)\b",
    ),
    (
        "abuse",
        "feed",
        r"\b(?:dont|doesnt|does not|do not|wont|never|didnt|refuses? to|stopped) feed(?:s|ing)? "
        r"(?:me|us|him|her|them|(?:my|his|her|their|the) {child})\b",
    ),
    (
        "abuse",
        "bruis",
        r"\b(?:bruis(?:e|es|ed|ing)|burn marks?|belt marks?|welts?) (?:all )?(?:on|over|from|up "
        r"and down) (?:my|his|her|their|the)\b|\bcovered (?:in|with) bruises\b",
    ),
    (
        "abuse",
        "tell",
        r"\b(?:told|tells|said|says|warned) (?:me |her |him |them |us )?(?:to )?(?:not to|dont"
        r"|never|never to) (?:ever )?tell (?:any ?one|anybody|no ?one|nobody|my (?:mom|dad|parents"
        r"|teacher))\b(?! (?:about the (?:surprise|party|gift)|the (?:test|answers?|quiz)))",
    ),
    (
        "abuse",
        "secret",
        r"\b(?:keep|kept) (?:it|this|that) (?:a|our|as a|as our) (?:little )?secret\b|\bour "
        r"little secret\b",
    ),
    # Threat: to people.
    ("threat", "kil k*l", r"{intent}{kill} {target}"),
    (
        "threat",
        "kil k*l",
        r"\b(?:{kin}|{adult}) (?:[a-z]{1,14} ){0,4}(?:will|would|ll|wants? to|wanted to|going to"
        r"|gonna|threatened to|tried to|trying to) {kill} (?:me|us|him|her|them|my|his|their"
        r"|everyone|everybody|someone|somebody|people|you)\b",
    ),
    (
        "threat",
        "kil k*l",
        r"(?:^|[.!?,;:]) ?{kill} (?:him|her|them|em|you|everyone|everybody|all|the|that|this) ?"
        r"(?:all|of|teachers?|principals?|kids?|students?|people|[.!]|$)",
    ),
    (
        "threat",
        "yoursel ursel kys ur sel die hang drown jump",
        r"\b{kill} (?:yo?urself|ur ?self|your self|yourselves)\b|\bkys\b|\b(?:go|should|please"
        r"|just) (?:and )?(?:die|hang yourself|drown yourself|jump off a)\b(?! (?:out|down|hard))",
    ),
    (
        "threat",
        "shoot stab hurt attack beat jump strangl choke murder slaughter punch",
        r"{intent}(?:shoot|stab|hurt|attack|beat up|jump|strangle|choke|murder|slaughter|punch"
        r"|execute|lynch) (?:up )?{target}\b(?! (?:an?|some|with (?:a )?(?:questions?|email"
        r"|text))\b)",
    ),
    ("threat", "beat", r"{intent}beat {target} (?:up|senseless|to death|with|until|so bad|bloody)\b"),
    (
        "threat",
        "shoot stab lynch murder slaughter behead strangl",
        r"\b(?:shoot|stab|lynch|murder|slaughter|behead|strangle) (?:them all|him|everyone"
        r"|everybody|all of (?:them|you)|every one of|you all|yall|(?:the|my|our|your|that|this) "
        r"(?:whole )?(?:superintendent|principals?|board|teachers?|coach|kids?|students?|staff"
        r"|class|{kin}))\b(?! (?:an?|some|up|out|in|on|with|questions?|e ?mails?|meetings?|photos?"
        r"|pictures?|videos?)\b)",
    ),
    (
        "threat",
        "hang",
        r"\bhang (?:them all|him from|her from|them from|the (?:board|superintendent|principal"
        r"|teacher)s?)\b",
    ),
    (
        "threat",
        "killing shooting stabbing hurting murdering",
        r"\b(?:dream\w{0,4}|think\w{0,3}|thought|thoughts|fantasi\w{1,5}|talk\w{0,3}|jok(?:e|es|ed"
        r"|ing)|plan\w{0,4}) (?:of|about|on) (?:killing|shooting|stabbing|hurting|murdering) "
        r"{target}\b",
    ),
    (
        "threat",
        "throat blow blew",
        r"\b(?:slit|slitting|cut|cutting) (?:his|her|your|their|the \w{1,14}s) throats?\b|\bblow"
        r"(?:ing)? (?:everyone|everybody|them|you|him|her|us) (?:all )?(?:up|away)\b",
    ),
    (
        "threat",
        "dead",
        r"\b(?:want|wants|wanted|see|find|wish) (?:him|her|them|you|my \w{1,14}|the \w{1,14}"
        r"|everyone) (?:all )?dead\b",
    ),
    ("threat", "murder", r"\b(?:mass murder|murder spree|murder (?:you|him|her|them|everyone|me))\b"),
    (
        "threat",
        "die",
        r"\b(?:you|they|he|she|yall|everyone|everybody|all of (?:you|them)|you all|u) (?:all )?"
        r"(?:are |re |is |s )?(?:will|going to|gonna|should|deserves? to|need to|must|better"
        r"|gotta) (?:all )?{die}\b(?! (?:out|down|of|from|laughing)\b)|\b(?:youre|theyre|hes"
        r"|shes) (?:all )?(?:going to|gonna) {die}\b",
    ),
    (
        "threat",
        "die dead",
        r"\bhope (?:you|they|he|she|yall|everyone|everybody|{target})(?: all)? (?:{die}|dies|dead"
        r"|drops? dead|gets? (?:shot|killed|hurt))\b",
    ),
    (
        "threat",
        "deserve should",
        r"\b(?:deserves?|should|ought|needs?) (?:to )?(?:all )?(?:be|get) (?:shot|killed|hanged"
        r"|stabbed|murdered|executed|lynched|beaten)\b(?! (?:down|off|at|in the (?:budget|vote)))",
    ),
    ("threat", "watch", r"\bwatch (?:your|ur) (?:back|backs)\b"),
    (
        "threat",
        "list threat",
        r"\b(?:hit|kill|death) list\b|\bdeath threats?\b|\bthreat(?:en|ens|ened|ening|s|) (?:me|us"
        r"|him|her|them|(?:my|his|her|their|the|other|a) {gap2}{child}|to (?:hurt|kill|shoot|stab"
        r"|harm|beat|bomb|bring|burn)|of violence|against|my)\b",
    ),
    # Threat: to a place, or with a weapon.
    (
        "threat",
        "shoot",
        r"\bshoot(?:ing|s)? (?:up )?(?:the |this |my |your |our |that |a )?(?:whole |entire |damn "
        r"|high |middle |elementary |stupid )*{place}(?: up)?\b|\bshot up (?:the |this |my |your "
        r"|our |that |a )?(?:whole |high |middle )?{place}\b",
    ),
    (
        "threat",
        "shoot",
        r"\bthere (?:is |s |are )?(?:will |going to |gonna )be (?:a |another )(?:school |mass "
        r")?shooting\b|\btheres (?:going to|gonna) be (?:a |another )(?:school |mass )?shooting\b"
        r"|\b(?:be|become|becoming|do|commit|plan\w{0,4}|start|the next|another) (?:a |an |the )?"
        r"(?:another |next |mass )?(?:(?:school|mass) shoot(?:er|ing)|columbine)\b(?! (?:drill"
        r"|prevention|training|protocol|safety|response|preparedness|happen|in|at|is|was|can|could"
        r"|and|or)\b)",
    ),
    (
        "threat",
        "blow blew bomb burn explode torch fire",
        r"\b(?:blow|blowing|bomb|bombing|burn|burning|torch|torching|explode|destroy with|set "
        r"fire to) (?:up |down )?(?:the |this |my |your |our |that )(?:whole |entire |damn |high "
        r"|middle |elementary |stupid )*{place}\b",
    ),
    (
        "threat",
        "bomb explosive",
        r"\b(?:put|putting|plant|planting|planted|place|placed|leave|left|hid|hide|set off"
        r"|setting off|made|make|making|build|building|built|bring|brought|theres|there is|there "
        r"was|detonate|have|has|got) (?:a |the |an |some )?(?:pipe |homemade )?(?:bombs?"
        r"|explosives?)\b|\bbomb threats?\b|\bpipe bombs?\b",
    ),
    (
        "threat",
        "gun knife weapon rifle pistol firearm glock shotgun machete blade",
        r"\b(?:bring|brings|bringing|brought|carry|carries|carrying|carried|take|taking|took|sneak"
        r"|sneaking|snuck|has|have|had|got|pulled|showed|hid|keeps) (?:a |an |his |her |my |the "
        r"|their |that |this |some )?(?:big |real |loaded |dads |fathers )*(?:gun|kni(?:fe|ves)"
        r"|weapons?|rifle|pistol|firearm|glock|shotgun|machete|blade) (?:to|in|into|at|on|around"
        r"|inside) (?:the |his |her |my |their |this |our |a )?(?:back ?pack|locker|bag|waistband"
        r"|{place}|work|hallway|bathroom|recess|desk)\b",
    ),
    (
        "threat",
        "guns",
        r"\b(?:bring|brings|bringing|brought|carry|carries|carrying|sneak|sneaking|snuck) {gap2}"
        r"(?:guns|rifles|pistols|firearms) (?:to|in|into|at|on) ",
    ),
    (
        "threat",
        "gun knife rifle pistol",
        r"\b(?:bring|brings|bringing|brought) (?:a |an |his |her |my |the |their ){gap2}(?:gun"
        r"|knife|rifle|pistol)s? (?:and|tomorrow|tonight|on|next|with|monday|tuesday|wednesday"
        r"|thursday|friday)\b|\b(?:has|have|got) (?:a |an )(?:gun|knife|rifle|pistol) and (?:says?"
        r"|said|will|wants?|is|hes|shes|he|she)\b",
    ),
    ("threat", "inside in it", r"\bburn (?:it|this|that) {gap2}with {gap2}(?:in it|inside)\b"),
    (
        "threat",
        "gun knife",
        r"\bpull(?:s|ed|ing)? (?:a |out a |his |her )(?:gun|knife)\b|\b(?:gun|knife) (?:to|at"
        r"|against) (?:my|his|her|their) (?:head|throat|neck)\b",
    ),
)

SPANISH: tuple[tuple[Kind, str, str], ...] = (
    # Autolesión: la propia.
    (
        "self_harm",
        "suicid",
        r"\bsuicid(?:io|ios|a|as|ar|arme|arse|arte|arnos|o|e|en|an|aron|ado|ada|ando|andome|andose"
        r"|aria|are)\b",
    ),
    (
        "self_harm",
        "mor",
        r"\b(?:quiero|quisiera|queria|quiere|quieren|queremos|prefiero|preferiria|deseo|desearia"
        r"|ganas de|pienso en|pensando en|piensa en|gustaria|merezco|ojala) (?:solo |ya |mejor "
        r"|me )?(?:morir(?:me|se)?|muriera|estar muert[oa])\b",
    ),
    (
        "self_harm",
        "mor mat quit ahorc colg cort",
        r"\b(?:me (?:quiero|quisiera|queria|voy a|iba a|pienso|podria|intente|trate de)|se "
        r"(?:quiere|queria|va a|iba a|quieren|piensa|intento|trato de)) (?:cortar(?! (?:el|la luz"
        r"|las unas))|morir|matar|quitar la vida|ahorcar|colgar|cortar las venas|lastimar|hacer "
        r"dano|disparar|aventar|tirar (?:de|desde)|suicidar)\b",
    ),
    ("self_harm", "matarme matarse matandome", r"\bmatar(?:me|se)\b|\bmatandome\b|\bme mate\b"),
    (
        "self_harm",
        "vida",
        r"\b(?:quit(?:ar|arme|arse|o|aron|e)|acab(?:ar|e|o|aria|are|ando)|termin(?:ar|e|o|are"
        r"|ando)|pon(?:er|erle|go|gole) fin) (?:con |a )?(?:la |mi |su )(?:propia )?vida\b(?! "
        r"(?:nocturna|social|util|escolar|academica|comunitaria))",
    ),
    (
        "self_harm",
        "vivir viviendo existir viv",
        r"\b(?:no|sin|ya no|nunca) (?:quiero|quiere|quisiera|deseo|puedo|ganas de|tengo ganas de"
        r"|tiene ganas de) (?:de )?(?:seguir )?(?:vivir|viviendo|existir|existiendo|estar viv[oa]"
        r"|estar en este mundo)\b(?! (?:en|con|lejos|cerca|aqui|ahi|alla|junto|donde)\b)",
    ),
    (
        "self_harm",
        "vivir vida",
        r"\b(?:no|sin|ni) (?:le )?(?:vale la pena|hay razon(?:es)?|hay motivos?|tengo razon(?:es)?"
        r"|tengo motivos?|veo razon(?:es)?|tiene sentido|tengo nada|ganas|razon(?:es)?|motivos?"
        r"|le veo sentido|encuentro sentido) (?:de |para |a |por )?(?:la |que |seguir )?(?:vivir"
        r"|viviendo|vida|existir)\b",
    ),
    (
        "self_harm",
        "mejor muert morirme",
        r"\b(?:mejor|quisiera|desearia|ojala|preferiria) (?:estar |estaria |estaba |estuviera |me "
        r"hubiera |haberme )?(?:muert[oa]|morirme)\b|\b(?:estarian|estaran|estan|estaria|vivirian"
        r"|serian) (?:mucho )?mejor sin mi\b",
    ),
    (
        "self_harm",
        "odio todo vida",
        r"\b(?:me odio|odio mi vida|odio vivir)\b|\b(?:quiero|quisiera|voy a) (?:acabar|terminar) "
        r"con todo\b|\bya no (?:puedo mas|aguanto)(?: mas)? (?:con )?(?:mi|la|esta) vida\b",
    ),
    (
        "self_harm",
        "nacido",
        r"\b(?:quisiera|ojala|desearia|hubiera|mejor|prefiero|preferiria) (?:nunca |no )?(?:haber "
        r"|hubiera |me hubiera )?(?:nunca |no )?nacido\b",
    ),
    (
        "self_harm",
        "extran importa",
        r"\bnadie me (?:va a )?(?:extranar(?:a|ia|ian)?|extrana|echaria de menos)\b|\ba nadie le "
        r"(?:importaria|importa|va a importar) si (?:me )?(?:muero|muriera|desaparezco"
        r"|desapareciera|mato|no estoy)\b",
    ),
    (
        "self_harm",
        "cort",
        r"\b(?:cort(?:ar|arme|arse|andome|andose|o|a|e)) (?:las |los |mis |sus |la |mi )(?:venas?"
        r"|brazos?|munecas?|piernas?|piel)\b(?! al?\b)|\b(?:me|se) (?:esta |estoy )?cort(?:o|a|e"
        r"|ando) (?:las |los |mis |sus |la |en (?:los|las) )(?:venas?|brazos?|munecas?|piernas?"
        r"|piel)\b|\b(?:cortarme|me corto)\b(?! (?:el|un|con|la|las unas|mi) ?(?:pelo|cabello|unas"
        r"|dedo|papel|luz|flequillo)?)",
    ),
    (
        "self_harm",
        "dano lastim herirme autoles",
        r"\b(?:hacer(?:me|se)|haciendo(?:me|se)) dano\b|\bme (?:hago|hice|hacia) dano\b|\bse "
        r"(?:hace|hizo|hacen) dano (?:a si|el mism|ella mism|sol[oa])|\blastimar(?:me|se)\b|\bme "
        r"lastimo\b(?! (?:que|ver|el|la)\b)|\bse lastima (?:a si|sol[oa]|el mism|ella mism)"
        r"|\bherirme\b|\bautolesi\w{0,12}",
    ),
    (
        "self_harm",
        "sobredosis pastillas",
        r"\bsobredosis\b|\b(?:tomar(?:me|se)?|tome|tomo|trag(?:ar|arme|ue)) (?:todas|muchas|un "
        r"(?:bote|frasco)(?: de)?|un monton de) (?:las |mis |sus |de )?pastillas\b",
    ),
    (
        "self_harm",
        "ahorc tiro puente techo",
        r"\bahorcar(?:me|se)\b|\b(?:peg|d)ar(?:me|se) un tiro\b|\b(?:tirar|aventar|lanzar|saltar)"
        r"(?:me|se)? (?:de|desde|del) (?:un |una |el |la |al )?(?:puente|techo|edificio|balcon"
        r"|azotea)\b",
    ),
    (
        "self_harm",
        "desaparecer",
        r"\b(?:quiero|quisiera|ganas de) desaparecer(?:me)? (?:para siempre|del mundo|de este "
        r"mundo|de la faz)\b",
    ),
    # Abuso: sexual.
    (
        "abuse",
        "viol",
        r"\b(?:me|la|lo|nos|las|los) viol(?:o|aron|aba|aban|a|an|aste)\b(?! (?:los|las|el|su|sus"
        r"|mis|mi|la) (?:derech|regla|privacidad|ley|norm))|\b(?:fui|fue|fueron|siendo|sido"
        r"|fuimos) violad[oa]s?\b|\bviolador(?:es)?\b|\bviolacion(?:es)? (?:sexual(?:es)?|a una?"
        r"|de una? (?:menor|nin[oa]|alumn[oa]|estudiante|muchach[oa]))\b|\b(?:intento de|sufri una"
        r"|sufrio una|hubo una) violacion\b(?! (?:a|de) (?:la|los|las|nuestr|mis|sus|el|su|ley"
        r"|derech|privac|contrat))|\bviol(?:o|aron|ar) a (?:mi|una?|su|la|el)\b",
    ),
    (
        "abuse",
        "abus",
        r"\babus(?:o|os|a|an|ar|aron|aba|aban|ando|e|en) (?:sexual(?:es|mente)?|fisic[oa]|infantil"
        r"|domestico|emocional|de (?:mi(?! (?:confianza|tiempo|paciencia))|ella|ellas|ellos"
        r"|nosotr[oa]s|una?|su|sus|los|las|menores|nin[oa]s?|estudiantes?|alumn[oa]s?) ?"
        r"(?:hij[oa]s?|nin[oa]s?|menor(?:es)?|estudiantes?|alumn[oa]s?|herman[oa]s?"
        r"|much[oa]ch[oa]s?|prim[oa]s?|sobrin[oa]s?|niet[oa]s?|[.,!;]|$|cuando|desde|en casa|en "
        r"la escuela))|\babusad[oa]s? (?:sexualmente|por|fisicamente)|\b(?:fui|fue|fueron|siendo"
        r"|sido) abusad[oa]s?\b|\babus(?:o|aron|aba|an|a) de (?:mi|ella|el)\b(?! (?:confianza"
        r"|tiempo|paciencia|poder|cargo|sistema|uso|autoridad|presupuesto))",
    ),
    (
        "abuse",
        "sexual",
        r"\b(?:acos(?:o|a|an|aba|aron|ar)|agresion(?:es)?|asalto|explotacion|hostigamiento) sexual"
        r"(?:mente|es)?\b|\bacos(?:a|an|aba|aron|o) sexualmente\b",
    ),
    (
        "abuse",
        "toc manose",
        r"\b(?:me|la|lo|nos|le|las|los) toc(?:a|o|an|aba|aban|aron|ando) (?:ahi|alli|donde no|sin "
        r"(?:mi |su )?(?:permiso|consentimiento)|de (?:manera|forma) (?:inapropiada|sexual|rara)"
        r"|inapropiadamente|por debajo|debajo de|las? (?:partes?|piernas?|pechos?|senos?|nalgas?"
        r"|cuerpo)|los? (?:pechos?|senos?|genitales)|el (?:cuerpo|pecho|trasero)|mis (?:partes"
        r"|piernas|pechos|nalgas)|mi (?:cuerpo|pecho|parte))|\btocamientos?\b|\bmanose\w{1,8}"
        r"|\btocar(?:me|la|lo|le|los|las) (?:las? partes?|ahi|el cuerpo|donde no|indebidamente)",
    ),
    (
        "abuse",
        "toc",
        r"\b(?:{pariente}|{adulto}|ella|y) (?:siempre |a veces |tambien |que )?me toc(?:a|o|aba)\b"
        r"(?! (?:[a-z]{2,14}r|el|la|a mi|un|una|en)\b)",
    ),
    (
        "abuse",
        "sol",
        r"\b(?:me|nos) (?:deja|dejan|dejo|dejaron) sol[oa]s? (?:en (?:la )?casa )?(?:por dias"
        r"|toda la noche|por semanas|muchos dias)\b",
    ),
    ("abuse", "partes", r"\bpartes (?:privadas|intimas)\b"),
    (
        "abuse",
        "desnud intim",
        r"\b(?:fotos?|fotografias?|videos?|imagenes) (?:mias? |suyas? |de (?:mi|ella|el) )?"
        r"(?:desnud[oa]s?|intim[oa]s?|sin ropa)\b",
    ),
    (
        "abuse",
        "oblig forz",
        r"\b(?:me|la|lo|nos|las|los|le) (?:oblig(?:a|o|an|aron|aba)|forz(?:o|aron|aba)|fuerza"
        r"|fuerzan) a (?:tener (?:sexo|relaciones)|tocar\w{0,3}|besar\w{0,3}|desnudar\w{0,3}"
        r"|desvestir\w{0,3}|quitar\w{0,3} la ropa|hacer(?:le)? cosas (?:malas|sexuales|feas|sucias"
        r"|que no (?:quiero|queria|quiere)))\b",
    ),
    ("abuse", "trata trafico", r"\b(?:trata|trafico) de (?:personas|blancas|menores|nin[oa]s)\b"),
    # Abuso: golpes, miedo, descuido.
    (
        "abuse",
        "peg golpe maltrat lastim",
        r"\bme (?:esta |estan |estaba )?golpe(?:a|an|o|aron|aba|aban|ando)\b(?! (?:que|el precio"
        r"|la|los) )|\b(?:me|nos|la|lo|los|las) (?:esta |estan |estaba )?maltrat(?:a|an|o|aron|aba"
        r"|aban|ando)\b|\b(?:{pariente}|{adulto}|ella) (?:siempre |tambien |ya )?(?:nos|lo|la|los"
        r"|las|le|les) (?:peg|golpe|lastim)(?:a|an|o|aron|aba)\b|\b(?:me|nos) (?:peg(?:a|an|o|aron"
        r"|aba|aban))\b(?! (?:el|la|duro la|mucho el|muy bien|bien|con ganas|un susto|en el "
        r"bolsillo))|\b(?:me|nos) lastim(?:a|an|aron|aba)\b(?! (?:que|ver|saber|mucho que|el|la"
        r"|los)\b)",
    ),
    (
        "abuse",
        "peg golpe maltrat",
        r"\b(?:le|les) (?:peg(?:a|an|o|aron|aba)|golpe(?:a|o|an)) a\b|\b(?:peg(?:a|an|o|aron|ar"
        r"|arle|aba)|golpe(?:a|an|o|aron|ar|aba)|maltrat(?:a|an|o|aron|ar|aba)) (?:mucho )?a (?:su"
        r"|sus|mi|mis|los|las|un|una|el|otr[oa]s?) (?:propi[oa]s? )?(?:hij[oa]s?|nin[oa]s?"
        r"|estudiantes?|alumn[oa]s?|menor(?:es)?|herman[oa]s?|{pariente}|companer[oa]s?)\b"
        r"|\bmaltrato (?:infantil|fisico|a los nin[oa]s|en casa|de su|de mi)\b|\bme dan? (?:golpes"
        r"|una paliza|palizas)\b|\bme (?:dio|dieron) (?:golpes|una paliza)\b",
    ),
    ("abuse", "violencia", r"\bviolencia (?:domestica|intrafamiliar|familiar|en (?:mi |la |su )casa)\b"),
    (
        "abuse",
        "casa",
        r"\bmiedo (?:de |a )?(?:ir|volver|regresar|irme|llegar|estar) (?:a |en )?(?:mi |la |su "
        r")?casa\b|\bno (?:quiero|quiere) (?:volver|regresar|irme|ir) a (?:mi |la |su )?casa\b"
        r"|\bno (?:me siento|se siente|estoy|esta|nos sentimos) segur[oa]s? en (?:mi |la |su "
        r"|nuestra )?(?:propia )?casa\b",
    ),
    (
        "abuse",
        "miedo",
        r"\b(?:miedo|terror|pavor) (?:de|a|al|a la) (?:mi |su |mis |sus )(?:{pariente}|{adulto})\b",
    ),
    (
        "abuse",
        "encierr encerr",
        r"\b(?:me|nos|lo|la|los|las) (?:encierran?|encerro|encerraron|encerraba) (?:(?:en|con) "
        r"(?:el|la|mi|un|una|su|llave|candado)|bajo|sin)\b",
    ),
    ("abuse", "comer", r"\bno (?:me|nos|le|les|lo|la) dan? (?:nada )?de comer\b(?! (?:pizza|lo mismo|bien))"),
    (
        "abuse",
        "moreton marcas",
        r"\b(?:moretones|marcas de (?:golpes|cinturon)) (?:en|por)\b|\blleg(?:a|o) con moretones\b",
    ),
    (
        "abuse",
        "diga cuente secreto decir",
        r"\b(?:me|le|nos) (?:dijo|dice|pidio|advirtio) que no (?:le )?(?:diga|dijera|contara"
        r"|cuente)(?: nada)? a nadie\b|\bes nuestro secreto\b",
    ),
    # Amenaza: a personas.
    (
        "threat",
        "mat",
        r"\b(?:te|lo|la|los|las|le|les|se los?|se las?) (?:voy|vamos|va|van|vas|quiero|quisiera"
        r"|iba|iban|juro que (?:lo|la|los|te)) (?:a )?matar\b",
    ),
    (
        "threat",
        "matar",
        r"\b(?:me van a|nos quieren|me quieren?) matar\b(?! (?:los (?:precios|impuestos)|las "
        r"(?:cuotas|tareas)|de))|(?<!me )(?<!nos )\b(?:voy a|vamos a|quiero|quisiera|van a|va a"
        r"|iba a|ganas de|pienso|planea|planean|quiere|quieren|amenaz\w{1,5} con|juro que voy a"
        r"|deberiamos) matar(?:te|lo|la|los|las|le|les|nos)?(?! (?:el tiempo|dos pajaros|el hambre"
        r"|el gusanillo|la creatividad|la motivacion|el programa|el aburrimiento))(?: a "
        r"(?:tod[oa]s|alguien|mi|mis|los|las|el|la|ese|esa|esos|un|una|su|sus|al)\b|\b(?= ?(?:$"
        r"|[.,!;])))",
    ),
    (
        "threat",
        "matar",
        r"\bmatar(?:te|los|las|lo|la|les) (?:a tod[oa]s|a golpes|si|cuando|manana|por|$|[.!])"
        r"|\bmatar a (?:tod[oa]s|alguien|gente|mis companer[oa]s|l[oa]s (?:maestr|nin|estudiant"
        r"|alumn)\w{1,5}|la maestra|el maestro|al (?:maestro|director)|la directora)",
    ),
    (
        "threat",
        "mato mat",
        r"\b(?:te|los|las|lo|la) mato\b(?! (?:de risa|el|la|un|una|que)\b)|\bmatate\b|\bmatense\b"
        r"|\bl[oa]s vamos a matar\b",
    ),
    (
        "threat",
        "mat",
        r"\b(?:{pariente}|{adulto}|el|ella|alguien|ellos) (?:me |nos )?(?:dijo que |dice que "
        r"|dijeron que |juro que )?(?:me|nos|te|lo|la|los|las) (?:va|iba|van|iban|quiere|quieren"
        r"|quiso|podria) (?:a )?matar\b",
    ),
    (
        "threat",
        "dispar apunal acuchill golpe quem tiro ahorc romper partir paliza balac madr dano lastim atac",
        r"\b(?:te|lo|la|los|las|le|les) (?:voy|vamos|va|van) a (?:disparar|apunalar|acuchillar"
        r"|golpear|pegar un tiro|meter un tiro|quemar|ahorcar|romper la (?:cara|madre)|partir la "
        r"(?:cara|madre)|dar una (?:paliza|golpiza)|balacear|madrear|hacer dano)\b|\b(?:voy a"
        r"|vamos a|va a|van a|quiero) (?:disparar(?:le|les)?|apunalar|acuchillar|golpear|balacear"
        r"|lastimar|hacerle dano|atacar) a\b",
    ),
    (
        "threat",
        "amenaz",
        r"\bamenaz(?:a|as|ar|o|aron|an|ando|aba|aban|ado|ada) (?:(?:con |de )(?:matar\w{0,3}"
        r"|muerte|bomba|una bomba|disparar\w{0,3}|golpear\w{0,3}|pegar\w{0,3}|quemar|hacer\w{0,3} "
        r"dano|traer|violencia|un tiroteo)|a (?:mi|mis|los|las|un|una|su|sus|otr[oa]s) "
        r"(?:hij[oa]s?|nin[oa]s?|estudiantes?|alumn[oa]s?|companer[oa]s?|{pariente}|{adulto}))\b"
        r"|\b(?:me|nos|lo|la|los|las|le) (?:esta |estan |han |ha )?amenaz(?:a|o|an|aron|aba|ando"
        r"|ado)\b(?! con (?:recort|cerr|quit|desped|mult|sub|suspend|demand|cobr|elimin"
        r"|reprob)\w{0,8})|\bamenazas? de (?:muerte|bomba)\b",
    ),
    (
        "threat",
        "mor muer maten",
        r"\b(?:merec(?:e|en|es)|deberian?|deberias|tienes que|vas a|te vas a) (?:tod[oa]s )?morir"
        r"(?:se|te)?\b(?! de\b)|\b(?:tod[oa]s (?:se )?van a|van a|se van a) (?:tod[oa]s morir"
        r"|morir(?:se)? tod[oa]s)\b|\btod[oa]s (?:se )?van a morir\b|\bquiero que (?:se|te) "
        r"muer[ae]n?s?\b|\bque (?:lo|la|los|las|te) maten\b|\bojala (?:te |se )?(?:mueras?|mueran"
        r"|murieran?|maten?)\b",
    ),
    # Amenaza: a un lugar, o con un arma.
    (
        "threat",
        "escuela quem explot vol bomb balac tirote estall",
        r"\b(?:quemar|explotar|volar|bombardear|balacear|tirotear|hacer (?:explotar|estallar"
        r"|volar)|incendiar|atacar) (?:a )?(?:la |esta |esa |toda la |mi |el |este |su )"
        r"(?:maldita )?{lugar}\b(?! (?:de (?:calorias|grasa)))",
    ),
    (
        "threat",
        "tiroteo balacera masacre",
        r"\b(?:hacer|hare|haremos|habra|va a haber|voy a hacer|cometer|planea\w{0,3}|provocar"
        r"|empezar) (?:un |una |otro |otra )?(?:tiroteo|balacera|masacre|matanza)\b",
    ),
    (
        "threat",
        "bomba",
        r"\b(?:pon(?:er|dre|go|dran|dremos)|puse|pusieron|puso|hay|habra|tengo|tiene|coloc(?:ar|o"
        r"|aron|are)|traer|traigo|trae|llevar|llevo|dej(?:ar|e|o)|deton(?:ar|are)|explot(?:ar|are)"
        r"|fabric(?:ar|o)|hacer) (?:una |la |las |unas )bombas?\b(?! (?:de (?:agua|aire|calor"
        r"|gasolina|inflar|bano|chocolate)|para))",
    ),
    (
        "threat",
        "pistol arma cuchill navaj rifle escopet",
        r"\b(?:tra(?:er|e|en|igo|jo|jeron|yendo|ere|iga|jera)|llev(?:ar|a|o|an|aba|are|aron)|ten"
        r"(?:go|er|ia)|tienen?|met(?:er|io|ieron)|carg(?:a|ar|o|aba)|escond(?:e|er|io)|sac(?:o|ar"
        r"|aron)|con) (?:una? |la |el |su |mi |las |sus )?{arma} (?:cargada )?(?:a|en|al|dentro"
        r"|de su papa a|hasta) (?:la |el |mi |su |esta |nuestra )?(?:{lugar}|mochila|bolsa"
        r"|casillero|recreo)\b",
    ),
    (
        "threat",
        "pistol arma cuchill navaj",
        r"\bsac(?:o|aron|ar) (?:una? |la |su |el )(?:pistola|cuchillo|navaja|arma)\b|\bme apunt"
        r"(?:o|aron|aba) con\b",
    ),
    (
        "threat",
        "pistol arma cuchill navaj rifle escopet cuello",
        r"\b(?:voy a|vamos a|va a|van a) (?:llevar|traer|usar|sacar|conseguir) (?:una? |el |la "
        r"|mi |su ){arma}\b(?! (?:de (?:agua|aire|juguete|calor|chocolate)|para el))|\bcortar(?:le"
        r"|te|les)? el cuello\b",
    ),
    (
        "threat",
        "lista",
        r"\blista (?:de (?:muerte|a quien matar|gente (?:para|por|que va a) matar)|para matar)\b",
    ),
)

# What is said every day and means no harm. A match that overlaps one of these is dropped.
HARMLESS: tuple[str, ...] = (
    r"\b(?:{kill}(?:ing|s|ed)?) (?:two|2|three) birds\b",
    r"\b{kill}(?:ing|ed)? (?:myself|himself|herself|themselves) (?:laughing|trying to (?:find"
    r"|park|get)|with laughter)\b",
    r"\b(?:it|that|this|would|wont|wouldnt|not|doesnt|gonna) (?:it |not |even )?(?:going to "
    r"|gonna )?{kill} (?:you|them|him|her|us|me) to\b",
    r"\b(?:die|died|dying|dies|dead) (?:laughing|of (?:laughter|laughing|boredom|embarrassment"
    r"|heat|heatstroke|thirst|hunger|curiosity|excitement)|from (?:laughing|laughter|boredom"
    r"|embarrassment|the heat))\b",
    r"\bto die for\b(?! my\b)",
    r"\b(?:dying|die) to (?:know|see|try|hear|learn|get|go|meet|find)\b",
    r"\bdrop dead gorgeous\b",
    r"\b(?:teams?|rivals?|school|score|record|time) (?:has |have )?beat(?:s|ing|en)? {victim}"
    r"(?: at home)?\b",
    r"\bshoot(?:ing|s)? {target} (?:an? |some )?{gap2}(?:e ?mails?|texts?|messages?|notes?"
    r"|questions?|lines?|calls?|ideas?|look|dm)\b",
    r"\bshoot(?:ing|s)? (?:a |the |our |some )?(?:{place} )?(?:videos?|films?|photos?"
    r"|pictures?|footage|hoops|baskets|musical|play|commercial|documentary|yearbook)\b",
    r"\bshoot(?:ing|s)? (?:the |a |our )?{place} (?:videos?|films?|photos?|pictures?|footage"
    r"|musical|play|commercial|documentary|yearbook|portraits?)\b",
    r"\b(?:shoot|shooting|shot) (?:myself|himself|herself|themselves|yourself) in (?:the|my"
    r"|his|her|their) (?:own )?f(?:oo|ee)t\b",
    r"\b(?:beat|beats|beating) (?:me|us|them|him|her|you) (?:at|in|to|by)\b(?! (?:home|night"
    r"|the (?:house|face|head|stomach|back|car)|my|his))",
    r"\b(?:suicid\w{1,5}|overdose|self harm|child abuse|sexual (?:abuse|assault|harassment)"
    r"|domestic violence|dating violence|family violence|abuse|rape|human trafficking|sex "
    r"trafficking) (?:and \w{1,14} )?(?:prevention|awareness|hotlines?|lifelines?|crisis line"
    r"|education|training|trainings|curriculum|statistics|screening|resources|policy|policies"
    r"|squad|reversal)\b",
    r"\b(?:prevent|prevents|preventing|prevention of|reduce|reducing|stop|stopping|awareness "
    r"of|training on|education on|lessons on|lessons about|policy on|policies on) (?:youth "
    r"|teen |student |child )?(?:suicides?|overdoses?|child abuse|sexual (?:abuse|assault"
    r"|harassment)|domestic violence|dating violence|human trafficking|self harm|bomb "
    r"threats?)\b",
    r"\b(?:prevencion|prevenir|evitar|conciencia|concientizacion|programas? contra|platicas? "
    r"sobre|talleres? sobre|linea de|educacion sobre|capacitacion sobre) (?:de |del |el |la "
    r"|sobre |contra |los |las )*(?:suicidios?|abuso (?:sexual|infantil)|acoso sexual"
    r"|violencia (?:domestica|familiar|intrafamiliar)|maltrato infantil|sobredosis"
    r"|autolesion\w{0,3}|trata de personas)\b",
    r"\bescuadron suicida\b",
    r"\b(?:plans?|bills?|polic(?:y|ies)|programs?|projects?|proposals?|levy|levies|ideas?"
    r"|schedules?|budgets?|contracts?"
    r"|initiatives?|measures?|curriculum|apps?) (?:really |just )?(?:should|deserves?|needs?"
    r"|ought) (?:to )?(?:be )?(?:just )?"
    r"(?:killed|shot|die|hung|executed)\b",
    r"\b(?:programas?|proyectos?|planes|plan|ideas?|propuestas?|politicas?) (?:no )?"
    r"(?:merecen?|deberian?) morir\b",
    r"\b(?:bath|cherry|photo|glitter|stink|seed|calorie) bombs?\b",
    r"\bglue guns?\b|\bnerf guns?\b|\bwater guns?\b|\bpalette kni(?:fe|ves)\b|\bbutter kni(?:fe|ves)\b",
    r"\bmor(?:ir|irme|irse|irnos) de (?:risa|hambre|sueno|frio|calor|ganas|miedo|pena"
    r"|verguenza|aburrimiento|amor|curiosidad|sed|la risa|coraje)\b",
    r"\bmatar(?:me|se|nos|te)? (?:de (?:risa|hambre|aburrimiento)|trabajando|estudiando|el "
    r"tiempo|dos pajaros|el hambre|a (?:trabajar|estudiar))\b",
    r"\bmatar (?:dos|2) pajaros\b",
    r"\bbombas? de (?:agua|aire|calor|gasolina|jabon|chocolate|bano)\b",
)

# Spelled out with gaps ("k i l l  m y s e l f"): looked for in a run of single letters drawn together.
SPELLED: tuple[tuple[Kind, PatternLanguage, str], ...] = (
    (
        "self_harm",
        "en",
        r"kil+myself|suicide|suicidal|wanttodie|wannadie|selfharm|endmylife|cutmyself|hurtmyself"
        r"|unalive",
    ),
    ("abuse", "en", r"rape[ds]?|molest(?:ed|s)?"),
    ("threat", "en", r"kil+(?:you|him|her|them|everyone|yourself)|shootup|bomb"),
    ("self_harm", "es", r"suicidio|suicidarme|matarme|quieromorir|meval?amorir|cortarme"),
    ("abuse", "es", r"meviolo|mepega|abusode"),
    ("threat", "es", r"matarte|matarlos|tevoyamatar|losvoyamatar"),
)
