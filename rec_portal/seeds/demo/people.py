"""Demo people. Their family names say "sample" or "example" in the languages of the region and beyond.

Nobody of that name is meant; addresses are reserved for examples.
"""

from dataclasses import dataclass

DOMAIN = "demo.example.org"


@dataclass(frozen=True)
class DemoPerson:
    """`key` is the part of the address before the @."""

    key: str
    name: str
    job_title: str
    language: str
    time_zone: str

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


def _people(zone: str, *rows: tuple[str, str, str, str]) -> list[DemoPerson]:
    return [DemoPerson(key, name, job_title, language, zone) for key, name, job_title, language in rows]


PEOPLE = [
    *_people(
        "Asia/Tashkent",
        ("secretariat", "Lola Namunali", "Secretary", "en"),
        ("admin", "Arman Ulgikhan", "Administrator", "en"),
        ("admin2", "Ирина Примерова", "Администратор", "ru"),
    ),
    *_people(
        "Asia/Almaty",
        ("excom", "Aidos Ulgibekov", "Head of department", "en"),
        ("kz.council", "Әлия Үлгібаева", "Руководитель управления", "ru"),
        ("kz.a", "Aigerim Ulgibayeva", "Legal adviser", "en"),
        ("kz.b", "Nurlan Ulgiyev", "Physician", "ru"),
        ("kz.c", "Dana Ulgikyzy", "Researcher", "en"),
        ("kz.d", "Yerlan Ulgitay", "Adviser on civil society", "ru"),
        ("kz.alternate", "Zhanar Ulgili", "Specialist", "ru"),
    ),
    *_people(
        "Asia/Bishkek",
        ("kg.council", "Azamat Ulguev", "Head of department", "ru"),
        ("chair.a", "Cholpon Ulgubaeva", "Judge, retired", "en"),
        ("kg.b", "Bakyt Ulguluu", "Psychologist", "ru"),
        ("kg.c", "Gulnara Ulgukyzy", "Lecturer", "en"),
        ("kg.d", "Talant Ulgutegin", "Adviser on youth", "ru"),
        ("kg.d.former", "Nurbek Ulgushev", "Adviser on youth", "ru"),
        ("kg.alternate", "Nurgul Ulgusheva", "Specialist", "ru"),
    ),
    *_people(
        "Asia/Dushanbe",
        ("tj.council", "Firuz Namunazoda", "Head of department", "ru"),
        ("tj.a", "Zarina Namunaeva", "Legal adviser", "ru"),
        ("tj.b", "Ғайрат Намунаӣ", "Врач", "ru"),
        ("tj.c", "Madina Namunai", "Researcher", "en"),
        ("tj.d", "Daler Namunov", "Adviser on civil society", "ru"),
        ("tj.alternate", "Shahnoza Namunafar", "Specialist", "en"),
    ),
    *_people(
        "Asia/Ashgabat",
        ("tm.council", "Merdan Nusgayev", "Head of department", "ru"),
        ("tm.a", "Ogulgerek Nusgayeva", "Legal adviser", "ru"),
        ("tm.b", "Kerim Nusgaly", "Teacher", "en"),
        ("tm.c", "Jeren Nusgadurdyyeva", "Editor", "ru"),
        ("tm.d", "Batyr Nusgamyradov", "Adviser on youth", "en"),
        ("tm.alternate", "Aýnabat Nusgageldiýewa", "Specialist", "ru"),
        ("unrcca", "Maria Ejemplo", "Programme officer", "en"),
    ),
    *_people(
        "Asia/Tashkent",
        ("uz.council", "Jasur Andozayev", "Head of department", "ru"),
        ("uz.a", "Dilnoza Andozayeva", "Legal adviser", "ru"),
        ("uz.b", "Sherzod Andozaliyev", "Social worker", "en"),
        ("uz.c", "Nigora Andozakhon", "Lecturer", "en"),
        ("uz.d", "Gʻofur Andozabekov", "Adviser on civil society", "ru"),
        ("uz.alternate", "Malika Andozaqizi", "Specialist", "en"),
        ("isrs", "Kamola Misolova", "Chief research fellow", "en"),
        ("sss", "Timur Misolov", "Liaison officer", "ru"),
        ("focal.unicef", "Sofia Esempio", "Focal point", "en"),
    ),
    *_people(
        "America/New_York",
        ("unoct", "Alex Sample", "Programme manager", "en"),
        ("cted", "David Specimen", "Liaison officer", "en"),
    ),
    *_people(
        "Europe/Vienna",
        ("unodc", "Anna Muster", "Programme officer", "en"),
        ("observer.a", "Nina Vorlage", "Expert on justice", "en"),
        ("osce", "Jonas Beispiel", "Adviser", "en"),
    ),
    *_people(
        "Europe/Zurich",
        ("icrc", "Luc Exemple", "Delegate", "en"),
        ("gcerf", "Amara Mfano", "Portfolio manager", "en"),
    ),
    *_people("Europe/Brussels", ("eu", "Ingrid Voorbeeld", "Policy officer", "en")),
    *_people("Asia/Shanghai", ("sco", "Li Fanben", "Liaison officer", "ru")),
    *_people("Asia/Almaty", ("cica", "Pavel Primerov", "Expert", "ru")),
    *_people("Europe/Moscow", ("cis-atc", "Ольга Примерная", "Эксперт", "ru")),
]
BY_KEY = {person.key: person for person in PEOPLE}
