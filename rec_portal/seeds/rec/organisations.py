"""The organisations of the Council, by the founding report, and four more that other public reports name.

Each row: address, kind, country code, short name and full name in English, short name and full name in Russian.
"""

from councils.organisations.choices import OrganisationKind as K
from councils.organisations.models import Organisation
from councils.organisations.services import create_organisation

STATES = [
    ("kazakhstan", K.MEMBER_STATE, "KZ", "Kazakhstan", "Republic of Kazakhstan", "Казахстан", "Республика Казахстан"),
    ("kyrgyzstan", K.MEMBER_STATE, "KG", "Kyrgyzstan", "Kyrgyz Republic", "Кыргызстан", "Кыргызская Республика"),
    (
        "tajikistan",
        K.MEMBER_STATE,
        "TJ",
        "Tajikistan",
        "Republic of Tajikistan",
        "Таджикистан",
        "Республика Таджикистан",
    ),
    ("turkmenistan", K.MEMBER_STATE, "TM", "Turkmenistan", "Turkmenistan", "Туркменистан", "Туркменистан"),
    ("uzbekistan", K.MEMBER_STATE, "UZ", "Uzbekistan", "Republic of Uzbekistan", "Узбекистан", "Республика Узбекистан"),
]
ORGANISERS = [
    (
        "isrs",
        K.NATIONAL_INSTITUTION,
        "UZ",
        "ISRS",
        "Institute for Strategic and Regional Studies under the President of the Republic of Uzbekistan",
        "ИСМИ",
        "Институт стратегических и межрегиональных исследований при Президенте Республики Узбекистан",
    ),
    (
        "sss",
        K.NATIONAL_INSTITUTION,
        "UZ",
        "SSS",
        "State Security Service of the Republic of Uzbekistan",
        "СГБ",
        "Служба государственной безопасности Республики Узбекистан",
    ),
    (
        "unoct",
        K.UN_ENTITY,
        "",
        "UNOCT",
        "United Nations Office of Counter-Terrorism",
        "КТУ ООН",
        "Контртеррористическое управление Организации Объединённых Наций",
    ),
    (
        "unrcca",
        K.UN_ENTITY,
        "",
        "UNRCCA",
        "United Nations Regional Centre for Preventive Diplomacy for Central Asia",
        "РЦПДЦА",
        "Региональный центр ООН по превентивной дипломатии для Центральной Азии",
    ),
]
PARTICIPANTS = [
    ("unicef", K.UN_ENTITY, "", "UNICEF", "United Nations Children’s Fund", "ЮНИСЕФ", "Детский фонд ООН"),
    (
        "unodc",
        K.UN_ENTITY,
        "",
        "UNODC",
        "United Nations Office on Drugs and Crime",
        "УНП ООН",
        "Управление ООН по наркотикам и преступности",
    ),
    (
        "icrc",
        K.INTERNATIONAL,
        "",
        "ICRC",
        "International Committee of the Red Cross",
        "МККК",
        "Международный комитет Красного Креста",
    ),
    (
        "osce",
        K.REGIONAL,
        "",
        "OSCE",
        "Organization for Security and Co-operation in Europe",
        "ОБСЕ",
        "Организация по безопасности и сотрудничеству в Европе",
    ),
    ("eu", K.REGIONAL, "", "EU", "European Union", "ЕС", "Европейский союз"),
    (
        "gcerf",
        K.FUND,
        "",
        "GCERF",
        "Global Community Engagement and Resilience Fund",
        "GCERF",
        "Глобальный фонд по взаимодействию с сообществами и повышению их устойчивости",
    ),
]
# Named by other public reports, as present at the first meeting of the Council.
AT_FIRST_MEETING = [
    (
        "cted",
        K.UN_ENTITY,
        "",
        "CTED",
        "Counter-Terrorism Committee Executive Directorate",
        "ИДКТК",
        "Исполнительный директорат Контртеррористического комитета",
    ),
    ("sco", K.REGIONAL, "", "SCO", "Shanghai Cooperation Organization", "ШОС", "Шанхайская организация сотрудничества"),
    (
        "cica",
        K.REGIONAL,
        "",
        "CICA",
        "Conference on Interaction and Confidence-Building Measures in Asia",
        "СВМДА",
        "Совещание по взаимодействию и мерам доверия в Азии",
    ),
    (
        "cis-atc",
        K.REGIONAL,
        "",
        "CIS ATC",
        "CIS Anti-Terrorism Centre",
        "АТЦ СНГ",
        "Антитеррористический центр государств – участников СНГ",
    ),
]
SECRETARIAT = [
    ("secretariat", K.SECRETARIAT, "", "Secretariat", "Secretariat of the Regional Expert Council",
     "Секретариат", "Секретариат Регионального экспертного совета"),
]  # fmt: skip


def load() -> dict[str, Organisation]:
    """All organisations by address; those that exist already stay as they are."""
    known = {organisation.slug: organisation for organisation in Organisation.objects.order_by()}
    for row in (*STATES, *ORGANISERS, *PARTICIPANTS, *AT_FIRST_MEETING, *SECRETARIAT):
        slug, kind, country, short_en, name_en, short_ru, name_ru = row
        known[slug] = known.get(slug) or create_organisation(
            actor=None,
            slug=slug,
            kind=kind,
            country=country,
            short_name_en=short_en,
            name_en=name_en,
            short_name_ru=short_ru,
            name_ru=name_ru,
        )
    return known
