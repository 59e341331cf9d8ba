"""Patterns of self-harm, by the writer or by somebody else."""

from throughline.methods.urgent_words.patterns.kind import Row

ENGLISH: tuple[Row, ...] = (
    # By the writer.
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
    # By somebody else, as reported.
    ("self_harm", "sel", r"\b{kill}(?:ing|ed|s)? {reflexive}\b"),
    (
        "self_harm",
        "sel",
        r"\b(?:hurt|harm|cut|cutt|burn|hang|shoot|drown|starv|stab|hung|shot)e?(?:ing|ed|s)? "
        r"{reflexive}\b(?! (?:on (?:the|a|an|his|her)|at (?:practice|recess|school|pe|gym|work"
        r"|the)|in (?:gym|pe|chemistry|class|practice|science|shop|the (?:lab|gym|game))|by|while"
        r"|playing|during|falling|short)\b)",
    ),
)

SPANISH: tuple[Row, ...] = (
    # By the writer.
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
)
