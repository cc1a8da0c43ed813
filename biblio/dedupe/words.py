"""Words that tell little of a work, and words that count its parts. All are folded (`biblio.text.fold`)."""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _headings(text: str) -> frozenset[str]:
    return frozenset(" ".join(heading.split()) for heading in text.split(";"))


STOP = _words("""
    a au aux c ce ces d dans de des du e en et est l la le les leur leurs ou par pour qu que qui s sa se ses son sur
    un une vers y n ne an and as at by for from in into is its of on or the their to with der die das den dem ein
    eine und fur im mit von zu zum zur el los las del por para con il lo gli della delle di da nel i
""")
"""Articles, prepositions and conjunctions (French, English, German, Spanish, Italian) that notes leave out."""

GENERIC = _headings("""
    introduction; introduction generale; introduction au dossier; introduction au numero; introduction du dossier;
    conclusion; conclusions; conclusion generale; editorial; avant propos; preface; postface; presentation;
    presentation du dossier; presentation du numero; presentation generale; ouverture; en guise d introduction;
    en guise de conclusion; liminaire; varia; comptes rendus; compte rendu; notes de lecture; note de lecture;
    lectures; livres recus; recensions; recension; chronique; actualites; bibliographie; resumes; abstracts; sommaire;
    index; notes; note; remerciements; resume; annexe; annexes; hommage; in memoriam; erratum; errata; entretien;
    dossier; debat; debats; mot de la redaction; avertissement; prologue; epilogue; glossaire; foreword;
    editorial board; table of contents; contents; book review; book reviews; letter to the editor;
    letters to the editor; editorial note; editors note; editor s note; editor s notes; editor s comments;
    editors comments; guest editor s introduction; guest editors introduction; from the editor;
    message from the editor; news; announcements; correction; corrigendum; retraction; acknowledgements;
    acknowledgments; discussion; comment; commentary; reply; response; front matter; back matter; masthead;
    introduction to the special issue; guest editorial; chair s message; calendar; obituary; reports
""")
"""Headings that recur in every issue or every book: alone they tell nothing of which one."""

SERIAL = _words("""
    acta actes annales annals annee archives bulletin cahiers colloque comptes rendus conference congres congress
    francais francaise international internationale internationales journal journees lettre letters magazine meeting
    proc proceedings recherche recherches research review revue science sciences symposium travaux transactions
    workshop
""")
"""Words that titles of journals and proceedings share without being the same."""

PUBLISHING = _words("editions edition ed editeur presses press publishing publishers verlag librairie paris")
"""Words that names of publishers share without being the same."""

PARTICLES = _words("d de del della den der des di do dos du el la le les van vom von zu y e ten ter af av")
"""Parts of family names that sources keep, drop or move behind the given name."""

COUNTED = _words("""
    tome t volume vol v part partie parts pt livre book cahier band bd teil numero no n fascicule fasc chapter
    chapitre phase etape episode serie series saison
""")
"""Words that announce a number."""

PARTS = _words("partie part volet tome volume livre episode phase")
"""Words that an ordinal may stand before: "deuxième partie"."""

ORDINALS: Mapping[str, str] = {
    word: str(number)
    for number, words in enumerate(
        (
            "premier premiere 1er 1ere 1re first 1st",
            "deuxieme second seconde 2e 2eme 2nd 2nde",
            "troisieme 3e 3eme third 3rd",
            "quatrieme 4e 4eme fourth 4th",
            "cinquieme 5e 5eme fifth 5th",
            "sixieme 6e 6eme sixth 6th",
        ),
        start=1,
    )
    for word in words.split()
}

SPELLED: Mapping[str, str] = {
    word: str(number)
    for number, words in enumerate(("one un", "two deux", "three trois", "four quatre", "five cinq", "six"), start=1)
    for word in words.split()
}
