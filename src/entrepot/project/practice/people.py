"""Practice buyers: invented, marked, and numbered so that nobody living can be meant.

Identity numbers begin with the region 999999, which no authority has given out, and with a day of birth from 1900 to
1909; their last character is right (GB 11643-1999). Telephones are ranges that are not in service.
"""

import polars as pl

from entrepot.kernel.person_numbers import last_character

_REGION = "999999"
_YEARS, _MONTHS, _DAYS, _A_DAY = 10, 12, 28, 1000
PEOPLE = _YEARS * _MONTHS * _DAYS * _A_DAY  # as many numbers as there are
_ROADS = ("望塘路", "青禾街", "云杉巷", "拾光道", "暖灯里")


def people(numbers: pl.Series) -> pl.DataFrame:
    """A person each (0 to PEOPLE - 1): buyer_reg_no, buyer_name, buyer_telephone, buyer_id_type, buyer_id_number and
    consignee, consignee_telephone, consignee_address, consignee_district.
    """
    n = pl.col("n")
    day = n // _A_DAY
    first = pl.concat_str(
        pl.lit(_REGION),
        (1900 + day % _YEARS).cast(pl.String),
        (day // _YEARS % _MONTHS + 1).cast(pl.String).str.zfill(2),
        (day // (_YEARS * _MONTHS) % _DAYS + 1).cast(pl.String).str.zfill(2),
        (n % _A_DAY).cast(pl.String).str.zfill(3),
    )
    serial = n.cast(pl.String).str.zfill(7)
    road = pl.lit(pl.Series(list(_ROADS))).gather(n % len(_ROADS))
    made = numbers.cast(pl.Int64).to_frame("n").with_columns(first=first)
    return made.select(
        buyer_reg_no=pl.lit("PX") + serial,
        buyer_name=pl.lit("练习买家") + serial,
        buyer_telephone=pl.lit("0000") + serial,
        buyer_id_type=pl.lit("1"),
        buyer_id_number=pl.col("first") + last_character(pl.col("first")),
        consignee=pl.lit("练习买家") + serial,
        consignee_telephone=pl.lit("0000") + serial,
        consignee_address=pl.lit("练习省练习市练习区") + road + (n % 997 + 1).cast(pl.String) + pl.lit("号"),
        consignee_district=pl.lit(_REGION),
    )
