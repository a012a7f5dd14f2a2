"""The practice world: invented firms, goods, transport and money, marked as such everywhere.

Nothing here describes a real firm, person or parcel. Firm codes use region 999999, customs codes begin with 9999,
people are born 1900-1909. Filed for real, any of it would be an offence: a filing station refuses practice data.
"""
