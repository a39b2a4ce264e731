"""Sentences on which nothing is tuned: they measure how well the words of the lexicon carry over."""

from __future__ import annotations

HELD_OUT: dict[str, dict[str, str]] = {
    "electronic_location": {
        "fr": "L'application a relevé ses coordonnées GPS à 22 h 14.",
        "nl": "Haar locatiegegevens tonen dat ze die dag in Luik was.",
        "de": "Sein Mobiltelefon wurde in Lüttich lokalisiert.",
        "en": "The app logged his GPS position every ten minutes.",
    },
    "financial": {
        "fr": "Son salaire brut mensuel est de 3 100 euros et elle perçoit une rente.",
        "nl": "Hij heeft betalingsachterstand en zijn loon werd in beslag genomen.",
        "de": "Sie bezieht eine Rente von 1.450 Euro und hat Kreditraten offen.",
        "en": "His monthly income is 1,800 euros and his wages are garnished.",
    },
    "physical": {
        "fr": "Couleur des yeux : verts ; il porte une barbe et mesure 1m90.",
        "nl": "Hij draagt een bril, heeft een litteken boven zijn oog en is 1m68 groot.",
        "de": "Augenfarbe: grün, Haarfarbe: braun, besondere Kennzeichen: Narbe am Hals.",
        "en": "Hair colour: brown, eye colour: blue, weight 65 kg.",
    },
    "household": {
        "fr": "Ménage composé de deux adultes et d'un enfant ; il est cohabitant légal.",
        "nl": "Zij woont alleen met haar zoontje; het gezin telt twee personen.",
        "de": "Er wohnt bei seinen Eltern; seine Schwester ist noch minderjährig.",
        "en": "She lives with her parents and two younger brothers.",
    },
    "leisure": {
        "fr": "Il est membre d'un club de judo et collectionne les timbres.",
        "nl": "Hij is lid van een wandelclub en speelt gitaar in een groepje.",
        "de": "Sie singt im Kirchenchor und sammelt Briefmarken.",
        "en": "She is a keen gardener and a member of the local golf club.",
    },
    "housing": {
        "fr": "Il loue une chambre dans une colocation, loyer de 450 euros charges comprises.",
        "nl": "Ze bewoont een rijhuis met tuin en betaalt 900 euro huur.",
        "de": "Er bewohnt ein Reihenhaus und zahlt 700 Euro Kaltmiete.",
        "en": "He lives in a terraced house and pays 950 euros rent.",
    },
    "education": {
        "fr": "Elle a obtenu son CESS en 2010 puis un master en ingénierie à Louvain.",
        "nl": "Hij heeft een diploma secundair onderwijs en volgt nu een cursus lassen.",
        "de": "Er hat die Realschule besucht und eine Lehre als Tischler abgeschlossen.",
        "en": "She left school with A-levels and is now studying nursing at college.",
    },
    "profession": {
        "fr": "Elle exerce le métier d'infirmière indépendante à Huy.",
        "nl": "Hij is zelfstandig schilder van beroep.",
        "de": "Sie ist selbstständige Friseurin.",
        "en": "He is employed as an accountant by a law firm.",
    },
    "physical_health": {
        "fr": "Elle a subi une mastectomie et suit une radiothérapie.",
        "nl": "Hij heeft hartproblemen en kreeg vorig jaar een pacemaker.",
        "de": "Er hatte einen Schlaganfall und sitzt seither im Rollstuhl.",
        "en": "She is HIV positive and takes antiretroviral drugs.",
    },
    "mental_health": {
        "fr": "Il souffre d'un trouble obsessionnel et voit un psychiatre chaque mois.",
        "nl": "Zij lijdt aan anorexia en een depressie.",
        "de": "Er nimmt Antidepressiva und macht eine Gesprächstherapie.",
        "en": "She was admitted to a psychiatric ward after a suicide attempt.",
    },
    "expressed_needs": {
        "fr": "Il cherche une assurance auto moins chère et attend notre proposition.",
        "nl": "Mevrouw wil graag meer informatie over een groepsverzekering.",
        "de": "Er hätte gern ein Angebot für eine Autoversicherung.",
        "en": "He asked for information about life insurance.",
    },
    "audiovisual": {
        "fr": "Son visage apparaît sur les caméras de surveillance du parking.",
        "nl": "Er werd een foto van hem genomen en een video van de schade.",
        "de": "Das Gespräch mit ihm wurde auf Band aufgenommen.",
        "en": "She appears on the surveillance camera video.",
    },
    "external_sources": {
        "fr": "Le registre UBO le mentionne comme bénéficiaire effectif.",
        "nl": "Uit het UBO-register blijkt dat zij uiteindelijke begunstigde is.",
        "de": "Laut UBO-Register ist er wirtschaftlicher Eigentümer.",
        "en": "The UBO register names her as a beneficial owner.",
    },
}
