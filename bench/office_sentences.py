"""Sentences that tell a category of a person, in four languages: the last of each row is held out from tuning."""
# ruff: noqa: E501 - tables of expressions read best one to a line

from __future__ import annotations

SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "electronic_location": {
        "fr": (
            "Le traceur du véhicule de service a enregistré ses déplacements du week-end.",
            "Son smartphone était géolocalisé à Namur au moment des faits.",
            "D'après les données GPS de son téléphone, il se trouvait au parking de la gare.",
        ),
        "nl": (
            "Zijn gsm-toestel werd via de zendmasten gelokaliseerd in Gent.",
            "De gps-gegevens van haar dienstwagen werden opgevraagd.",
            "Volgens de trackinggegevens van zijn wagen stond hij die nacht op de parking.",
        ),
        "de": (
            "Ihr Handy wurde zuletzt in der Nähe von Eupen geortet.",
            "Die GPS-Daten seines Dienstwagens liegen uns vor.",
            "Der Standortverlauf seines Smartphones wurde ausgewertet.",
        ),
        "en": (
            "Her phone's location history shows that she was in Ghent that evening.",
            "The GPS tracker in his car recorded every journey in March.",
            "We received the geolocation data of her mobile device.",
        ),
    },
    "financial": {
        "fr": (
            "Ses revenus nets s'élèvent à 2 450 euros par mois et il rembourse un crédit hypothécaire.",
            "Elle a accumulé des dettes auprès de trois organismes de crédit.",
            "Il a demandé un plan d'apurement pour ses arriérés de loyer.",
        ),
        "nl": (
            "Zijn maandelijks nettoloon bedraagt 2.310 euro.",
            "Zij heeft een collectieve schuldenregeling lopen.",
            "Hij betaalt nog een hypothecaire lening af van 850 euro per maand.",
        ),
        "de": (
            "Sein monatliches Nettogehalt beträgt 2.700 Euro.",
            "Sie hat Schulden bei zwei Banken.",
            "Er zahlt einen Hypothekarkredit über 900 Euro monatlich ab.",
        ),
        "en": (
            "His net salary is 2,900 euros a month and he still repays a mortgage.",
            "She has outstanding debts with two lenders.",
            "Her annual income dropped to 24,000 euros last year.",
        ),
    },
    "personal_characteristics": {
        "fr": (
            "Elle est de nationalité portugaise et divorcée depuis 2015.",
            "État civil : marié sous le régime de la séparation de biens.",
            "Sa langue maternelle est l'arabe et il est veuf.",
        ),
        "nl": (
            "Zij heeft de Marokkaanse nationaliteit en is gescheiden.",
            "Burgerlijke staat: ongehuwd.",
            "Hij is weduwnaar en heeft de Italiaanse nationaliteit.",
        ),
        "de": (
            "Sie besitzt die türkische Staatsangehörigkeit und ist ledig.",
            "Familienstand: verwitwet.",
            "Er ist geschieden; seine Muttersprache ist Polnisch.",
        ),
        "en": (
            "She is a Romanian national and has been divorced since 2018.",
            "Marital status: widowed.",
            "His nationality is Congolese and he is single.",
        ),
    },
    "physical": {
        "fr": (
            "Il mesure 1,82 m, pèse 95 kg et a les yeux bruns.",
            "Signe distinctif : une cicatrice sur la joue gauche.",
            "Elle est de corpulence mince, cheveux roux, taille 1m65.",
        ),
        "nl": (
            "Hij is 1,90 m groot, weegt 88 kg en heeft blauwe ogen.",
            "Ze heeft een tatoeage op haar linkerarm.",
            "Lengte: 1m74, gewicht: 70 kg, haarkleur: blond.",
        ),
        "de": (
            "Er ist 1,78 m groß, wiegt 80 kg und hat braune Augen.",
            "Körpergröße: 172 cm, Gewicht: 64 kg.",
            "Sie trägt eine Tätowierung am rechten Unterarm.",
        ),
        "en": (
            "He is 6 ft tall, weighs 190 pounds and has a scar on his chin.",
            "Height: 175 cm, weight: 72 kg, eye colour: green.",
            "She has red hair and a tattoo on her wrist.",
        ),
    },
    "household": {
        "fr": (
            "Il vit avec sa compagne et leurs trois enfants.",
            "Elle élève seule ses deux filles.",
            "Sa belle-mère et son épouse habitent sous le même toit.",
        ),
        "nl": (
            "Hij woont samen met zijn partner en hun twee dochters.",
            "Zij is een alleenstaande moeder met drie kinderen ten laste.",
            "Zijn echtgenote en zijn schoonvader wonen bij hem in.",
        ),
        "de": (
            "Er lebt mit seiner Ehefrau und zwei Söhnen zusammen.",
            "Sie ist alleinerziehend und hat drei Kinder.",
            "Ihr Lebensgefährte und dessen Tochter wohnen im gleichen Haushalt.",
        ),
        "en": (
            "He lives with his wife and their two sons.",
            "She is a single mother of three children.",
            "His partner and her daughter share the household.",
        ),
    },
    "leisure": {
        "fr": (
            "Pendant son temps libre, il pratique l'escalade et joue de la guitare.",
            "Elle est passionnée de plongée et de photographie.",
            "Il joue au tennis de table dans un club et fait de la randonnée le dimanche.",
        ),
        "nl": (
            "In zijn vrije tijd speelt hij voetbal en gaat hij vissen.",
            "Haar hobby's zijn duiken en piano spelen.",
            "Hij wielrent elk weekend en zingt in een koor.",
        ),
        "de": (
            "In seiner Freizeit spielt er Fußball und geht klettern.",
            "Ihre Hobbys sind Reiten und Malen.",
            "Er ist Mitglied im Tennisverein und wandert gern.",
        ),
        "en": (
            "In his spare time he goes scuba diving and plays chess.",
            "Her hobbies are horse riding and painting.",
            "He plays football every Sunday and sings in a choir.",
        ),
    },
    "housing": {
        "fr": (
            "Elle est locataire d'un appartement de deux chambres au troisième étage.",
            "Il est propriétaire d'une maison quatre façades construite en 1978.",
            "Son logement social est chauffé au mazout et compte une seule salle de bain.",
        ),
        "nl": (
            "Hij huurt een studio op de tweede verdieping.",
            "Zij is eigenaar van een halfopen bebouwing met drie slaapkamers.",
            "Zijn woning heeft een stookolieketel en een EPC-label D.",
        ),
        "de": (
            "Sie wohnt zur Miete in einer Dreizimmerwohnung.",
            "Er ist Eigentümer eines Einfamilienhauses mit Garten.",
            "Seine Wohnung hat 85 m² Wohnfläche und eine Ölheizung.",
        ),
        "en": (
            "She rents a two-bedroom flat on the third floor.",
            "He owns a semi-detached house built in 1965.",
            "Her apartment has one bathroom and an oil-fired boiler.",
        ),
    },
    "education": {
        "fr": (
            "Elle est titulaire d'un bachelier en comptabilité obtenu à Mons.",
            "Il suit une formation de soudeur au Forem.",
            "Il a terminé ses études secondaires techniques en 1999.",
        ),
        "nl": (
            "Hij behaalde een diploma bachelor in de verpleegkunde.",
            "Zij volgt een avondopleiding boekhouden.",
            "Hij studeerde af als master in de rechten.",
        ),
        "de": (
            "Sie hat ein Studium der Germanistik abgeschlossen.",
            "Er macht eine Ausbildung zum Elektriker.",
            "Ihr Abitur hat sie 2003 in Eupen abgelegt.",
        ),
        "en": (
            "She holds a bachelor's degree in accounting.",
            "He is taking an evening course in welding.",
            "He graduated from university in 1998 with a master's in law.",
        ),
    },
    "profession": {
        "fr": (
            "Il travaille comme chauffeur de bus à la STIB.",
            "Elle est demandeuse d'emploi depuis la fermeture de l'usine.",
            "Son employeur lui a notifié son licenciement.",
        ),
        "nl": (
            "Zij werkt als poetsvrouw met dienstencheques.",
            "Hij is werkzoekend sinds zijn ontslag.",
            "Zijn werkgever bood hem een contract van onbepaalde duur aan.",
        ),
        "de": (
            "Er arbeitet als Lkw-Fahrer bei einer Spedition.",
            "Sie ist seit März arbeitslos.",
            "Sein Arbeitgeber hat ihm gekündigt.",
        ),
        "en": (
            "He works as a bus driver.",
            "She has been unemployed since the factory closed.",
            "Her employer offered her a permanent contract.",
        ),
    },
    "physical_health": {
        "fr": (
            "Elle souffre de diabète de type 2 et prend de la metformine.",
            "Il a été opéré de la hanche en janvier et reste en incapacité de travail.",
            "Suite à son infarctus, il suit une rééducation cardiaque.",
        ),
        "nl": (
            "Hij lijdt aan reuma en krijgt kinesitherapie.",
            "Zij werd geopereerd aan een hernia en is arbeidsongeschikt.",
            "Bij haar werd borstkanker vastgesteld; de chemotherapie start in mei.",
        ),
        "de": (
            "Er leidet an Asthma und nimmt täglich Medikamente.",
            "Sie wurde am Knie operiert und ist arbeitsunfähig.",
            "Bei ihm wurde Multiple Sklerose diagnostiziert.",
        ),
        "en": (
            "She suffers from epilepsy and takes medication every day.",
            "He had hip surgery and is on sick leave.",
            "He was diagnosed with lung cancer last spring.",
        ),
    },
    "mental_health": {
        "fr": (
            "Elle est en dépression et suit une psychothérapie.",
            "Il a fait un burn-out et prend des antidépresseurs.",
            "Il a été interné en psychiatrie après une tentative de suicide.",
        ),
        "nl": (
            "Zij heeft een burn-out en gaat naar een psycholoog.",
            "Hij kampt met een angststoornis en neemt antidepressiva.",
            "Hij werd opgenomen in de psychiatrie wegens een psychose.",
        ),
        "de": (
            "Er ist wegen einer Depression in psychotherapeutischer Behandlung.",
            "Sie leidet unter Panikattacken und einer Angststörung.",
            "Sie wurde wegen einer bipolaren Störung in die Psychiatrie eingewiesen.",
        ),
        "en": (
            "She has severe depression and sees a psychiatrist.",
            "He suffers from anxiety and panic attacks.",
            "He is being treated for schizophrenia.",
        ),
    },
    "expressed_needs": {
        "fr": (
            "Elle souhaite souscrire une assurance familiale à partir de janvier.",
            "Il est intéressé par un placement à long terme.",
            "Le client nous demande une offre pour une assurance hospitalisation.",
        ),
        "nl": (
            "Hij wenst een offerte voor een woonverzekering.",
            "Zij heeft interesse in pensioensparen.",
            "De klant vraagt een simulatie voor een autolening.",
        ),
        "de": (
            "Sie wünscht ein Angebot für eine Hausratversicherung.",
            "Er interessiert sich für eine private Altersvorsorge.",
            "Der Kunde möchte eine Rechtsschutzversicherung abschließen.",
        ),
        "en": (
            "She would like a quote for home insurance.",
            "He is interested in a pension savings plan.",
            "The client wishes to take out travel insurance.",
        ),
    },
    "audiovisual": {
        "fr": (
            "On le reconnaît sur les images de vidéosurveillance de l'agence.",
            "L'appel téléphonique avec le client a été enregistré.",
            "Sa photo d'identité et un enregistrement vocal sont joints au dossier.",
        ),
        "nl": (
            "Hij is herkenbaar op de camerabeelden van ons kantoor.",
            "Het telefoongesprek met haar werd opgenomen.",
            "Haar pasfoto en een geluidsopname zitten in het dossier.",
        ),
        "de": (
            "Er ist auf den Bildern der Überwachungskamera zu erkennen.",
            "Das Telefongespräch mit ihr wurde aufgezeichnet.",
            "Ihr Passfoto und eine Tonaufnahme liegen der Akte bei.",
        ),
        "en": (
            "He can be recognised on the CCTV footage of our office.",
            "The telephone call with her was recorded.",
            "Her passport photo and a voice recording are on file.",
        ),
    },
    "external_sources": {
        "fr": (
            "Selon la Centrale des crédits aux particuliers, il est fiché pour défaut de paiement.",
            "La cellule anti-blanchiment a vérifié s'il s'agit d'une personne politiquement exposée.",
            "La consultation de la liste des sanctions n'a donné aucun résultat pour elle.",
        ),
        "nl": (
            "Volgens de Centrale voor Kredieten aan Particulieren staat hij op de zwarte lijst.",
            "In het kader van de antiwitwaswetgeving werd nagegaan of zij een politiek prominent persoon is.",
            "Zijn naam komt niet voor op de sanctielijsten.",
        ),
        "de": (
            "Laut Zentrale für Kredite an Privatpersonen besteht ein Zahlungsrückstand.",
            "Im Rahmen der Geldwäscheprüfung wurde festgestellt, dass er keine politisch exponierte Person ist.",
            "Ihr Name steht auf keiner Sanktionsliste.",
        ),
        "en": (
            "According to the central credit register he has a record of late payment.",
            "The anti-money laundering check flagged her as a politically exposed person.",
            "His name does not appear on any sanctions list.",
        ),
    },
}

BROCHURES: dict[str, tuple[str, ...]] = {
    "fr": (
        "Notre assurance hospitalisation couvre la maladie, l'opération et la rééducation. Elle s'adresse aux familles avec enfants, aux locataires comme aux propriétaires.",
        "Que faire en cas de burn-out ou de dépression ? Le médecin-conseil examine chaque dossier. Diplôme, profession et loisirs sportifs influencent la prime.",
        "Le règlement interdit l'usage des images de vidéosurveillance à d'autres fins. Le blanchiment et le terrorisme sont combattus par la loi du 18 septembre 2017.",
        "Article 12. Toute personne atteinte d'un cancer, d'un diabète ou d'une affection cardiaque peut demander une prime. Revenus, dettes et crédits sont pris en compte.",
    ),
    "nl": (
        "Onze hospitalisatieverzekering dekt ziekte, operatie en revalidatie. Ze is bedoeld voor gezinnen met kinderen, huurders en eigenaars.",
        "Wat te doen bij een burn-out of depressie? De adviserend arts bekijkt elk dossier. Diploma, beroep en sportieve hobby's bepalen de premie.",
        "Artikel 7. De camerabeelden worden een maand bewaard. De antiwitwaswet verplicht banken om sanctielijsten te raadplegen.",
    ),
    "de": (
        "Unsere Krankenversicherung deckt Krankheit, Operation und Reha. Sie richtet sich an Familien mit Kindern, Mieter und Eigentümer.",
        "Was tun bei Burnout oder Depression? Der Vertrauensarzt prüft jede Akte. Beruf, Studium und Hobbys beeinflussen die Prämie.",
    ),
    "en": (
        "Our hospital plan covers illness, surgery and rehabilitation for families with children, tenants and home owners.",
        "What to do about burnout or depression? Occupation, degree and hobbies influence the premium. Money laundering is fought by law.",
    ),
}
