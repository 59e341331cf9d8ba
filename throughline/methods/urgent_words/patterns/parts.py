"""Parts of patterns, substituted where a pattern has ``{name}``; a part may contain parts."""

PARTS = {
    "gap2": r"(?:[a-z]{1,14} ){0,2}",
    "gap3": r"(?:[a-z]{1,14} ){0,3}",
    "gap5": r"(?:[a-z]{1,14} ){0,5}",
    "kill": r"k[i*]l+",
    "die": r"d[i*]e",
    "reflexive": r"(?:him|her|them|his|their)sel(?:f|ves)",
    # People who hurt somebody, or are hurt.
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
