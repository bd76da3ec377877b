"""Invented people: names put together by chance, numbers that are nobody's."""

import random
from datetime import date, timedelta
from typing import NamedTuple

WOMEN = """Aisyah Cucu Daliyah Darsih Eem Elis Enok Erna Fatimah Halimah Ida Iis Ika
Jumiati Karsinah Kokom Laila Lina Marni Masitoh Mimin Mulyati Nani Neng Nur Oom Popon
Ratmi Rina Romlah Rukmini Saodah Sarinah Sofiah Sulastri Surtini Titin Tumini Upit
Wartini Yati Yuliana Zubaidah""".split()
MEN = """Abdul Amat Asep Atang Bejo Cecep Darmo Dulloh Endang Faisal Gito Hamid Herman
Idris Imron Jajang Jamal Karta Kosim Lukman Maman Mansur Nanang Nasrul Oding Parjo
Rahmat Ridwan Rohim Sakim Samsul Sanusi Suparman Tarmidi Tatang Udin Wawan Yayan
Zainal""".split()
SECOND = {
    True: """Agustin Asmawati Farida Hasanah Herawati Indrawati Komariah Kurniasih
Lestari Maryani Ningrum Nuraeni Permatasari Rahmawati Rosita Sapitri Solihah Suhaeti
Suryati Utami Wahyuni Yuniarti""".split(),
    False: """Abidin Firmansyah Hadiwinata Haryadi Hermawan Iskandar Jaelani Kosasih
Maulana Mulyana Nurdin Permana Rohman Rosadi Rustandi Saepudin Sobari Suhendar Sukirman
Supriatna Wahyudin Yusup""".split(),
}
OCCUPATIONS = {
    True: ("Pedagang", "Ibu rumah tangga", "Penjahit", "Pengupas kerang", "Karyawan"),
    False: ("Nelayan", "Buruh pelabuhan", "Pengemudi ojek", "Pedagang", "Tukang batu"),
}
# Their papers went with the houses, or burnt.
REASONS = (
    "KTP dan KK hilang waktu penggusuran, sedang diurus di kelurahan",
    "Belum pernah punya KTP Jakarta",
    "KK terbakar, menunggu yang baru",
)


class Person(NamedTuple):
    name: str
    woman: bool


def names(count, choice):
    """`count` different names, about as many of women as of men."""
    found = {}
    while len(found) < count:
        woman = choice.random() < 0.5
        first = choice.choice(WOMEN if woman else MEN)
        found[f"{first} {choice.choice(SECOND[woman])}"] = woman
    return [Person(name, woman) for name, woman in found.items()]


def identity(person, region, serial, choice, reason=None, occupations=OCCUPATIONS):
    """What is noted of a person; no district has the number 00 of these NIK.

    `region`: the four digits of the city; `reason`: why there is no NIK.
    """
    born = date(1950, 1, 1) + timedelta(choice.randrange(18_000))
    facts = {
        "sex": "female" if person.woman else "male",
        "occupation": choice.choice(occupations[person.woman]),
        "nickname": f"{'Bu' if person.woman else 'Pak'} {person.name.split()[0]}",
    }
    if reason:
        return facts | {"birth_year": born.year, "no_nik_reason": reason}
    day = born.day + 40 * person.woman
    return facts | {
        "birth_date": born,
        "nik_masked": f"{region}00{day:02}{born:%m%y}{serial:04}",
        "no_kk_masked": f"{region}00120315{serial:04}",
    }


def chooser(seed):
    """Chance that falls the same each time."""
    return random.Random(seed)
